package io.gongmail.store.db;

import java.io.Writer;
import java.util.function.Consumer;

/** Hands on whole lines of at most 4,000 characters; what is longer is cut. */
final class LineWriter extends Writer {
    private static final int LONGEST = 4_000;

    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();

    LineWriter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (chars[i] == '\n') {
                    flushLine();
                } else if (line.length() < LONGEST && chars[i] != '\r') {
                    line.append(chars[i]);
                }
            }
        }
    }

    private void flushLine() {
        if (!line.toString().isBlank()) {
            lines.accept(line.toString());
        }
        line.setLength(0);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
