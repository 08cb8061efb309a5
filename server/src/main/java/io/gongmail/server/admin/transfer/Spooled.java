package io.gongmail.server.admin.transfer;

import io.gongmail.store.mail.content.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.james.mailbox.model.Content;
import org.jspecify.annotations.Nullable;

/** A message that was read whole: up to 1 MiB of it in memory, more in a file that goes when this is closed. */
final class Spooled implements Content, AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int BUFFER = 64 * 1024;

    /** It has more octets than it may. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long largest) {
            super("larger than " + largest + " octets");
        }
    }

    private final Sha256 hash;
    private final long size;
    private final byte[] octets;
    private final @Nullable Path file;

    private Spooled(Sha256 hash, long size, byte[] octets, @Nullable Path file) {
        this.hash = hash;
        this.size = size;
        this.octets = octets;
        this.file = file;
    }

    /**
     * Reads {@code in} to its end.
     *
     * @throws TooLarge when there is more than {@code largest}; the rest is not read
     */
    static Spooled of(InputStream in, long largest) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        Path file = null;
        OutputStream out = memory;
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > largest) {
                    throw new TooLarge(largest);
                }
                if (file == null && size > IN_MEMORY) {
                    file = Files.createTempFile("gongmail", ".eml");
                    out = Files.newOutputStream(file);
                    memory.writeTo(out);
                    memory = new ByteArrayOutputStream();
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
            out.close();
        } catch (IOException | RuntimeException e) {
            out.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        return new Spooled(Sha256.of(digest.digest()), size, memory.toByteArray(), file);
    }

    Sha256 hash() {
        return hash;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return file == null ? new ByteArrayInputStream(octets) : Files.newInputStream(file);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
