package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import javax.mail.Flags;

/** Reads messages from files, one after the other. For one thread. */
interface MailIn extends AutoCloseable {
    /**
     * A message.
     *
     * @param folder it is in; empty where the files do not tell
     * @param where file and, in it, the octet it begins at: for who looks for it
     * @param flags all of them are in it once the octets were read to their end
     * @param octets its bytes, lines ended as they are to be kept; what is not read is skipped
     */
    record Found(String folder, String where, Flags flags, Optional<Instant> internalDate, InputStream octets) {}

    /** The next one; empty at the end. */
    Optional<Found> next() throws IOException;

    /** Octets of all files, and those that were read. */
    long all();

    long done();

    @Override
    void close() throws IOException;
}
