package io.gongmail.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * One line, and with SMTP after a 554 (RFC 5321 §3.1) answers to commands: 503, and 221 to QUIT, up to a number of them. For one
 * event loop.
 */
final class LastLine implements LastWords {
    static final int MOST_COMMANDS = 100;

    private static final String BAD_SEQUENCE = "503 5.5.1 Bad sequence of commands; only QUIT is left";
    private static final String BYE = "221 2.0.0 Bye";

    private final String line;
    private final SmtpCommands commands = new SmtpCommands();
    private boolean conversing;

    /** @param conversing whether commands are answered until QUIT */
    LastLine(String line, boolean conversing) {
        this.line = line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line;
        this.conversing = conversing;
    }

    @Override
    public ByteBuf first() {
        return octets(new StringBuilder(line).append("\r\n"));
    }

    @Override
    public ByteBuf answer(ByteBuf heard) {
        StringBuilder answers = new StringBuilder();
        while (conversing && heard.isReadable()) {
            switch (commands.next(heard.readByte())) {
                case NONE -> {}
                case OTHER -> {
                    answers.append(BAD_SEQUENCE).append("\r\n");
                    conversing = commands.count() < MOST_COMMANDS;
                }
                case QUIT -> {
                    answers.append(BYE).append("\r\n");
                    conversing = false;
                }
            }
        }
        return octets(answers);
    }

    @Override
    public boolean isOver() {
        return !conversing;
    }

    private static ByteBuf octets(CharSequence text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
