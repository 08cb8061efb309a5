package io.gongmail.server.admin.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import javax.mail.Flags;
import org.jspecify.annotations.Nullable;

/** Reads messages that are a file each, as they are; what a file cannot tell is for the caller to see when it reads. */
abstract class OneFileEach implements MailIn {
    private final Deque<Path> files = new ArrayDeque<>();
    private long all;
    private long done;
    private @Nullable InputStream open;

    /** Files to be read, in this order. */
    final void add(Collection<Path> more) throws IOException {
        for (Path file : more) {
            files.add(file);
            all += Files.size(file);
        }
    }

    abstract String folder(Path file);

    abstract Flags flags(Path file);

    @Override
    public final Optional<Found> next() throws IOException {
        close();
        Path file = files.poll();
        if (file == null) {
            return Optional.empty();
        }
        Optional<Instant> modified = Optional.empty();
        InputStream octets;
        try {
            modified = Optional.of(Files.getLastModifiedTime(file).toInstant());
            done += Files.size(file);
            octets = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
        } catch (IOException e) {
            octets = new Unreadable(e);
        }
        open = octets;
        return Optional.of(new Found(folder(file), file.toString(), flags(file), modified, octets));
    }

    /** One that cannot be read does not keep the others from being. */
    private static final class Unreadable extends InputStream {
        private final IOException why;

        Unreadable(IOException why) {
            this.why = why;
        }

        @Override
        public int read() throws IOException {
            throw why;
        }
    }

    @Override
    public final long all() {
        return all;
    }

    @Override
    public final long done() {
        return done;
    }

    @Override
    public final void close() throws IOException {
        InputStream last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }
}
