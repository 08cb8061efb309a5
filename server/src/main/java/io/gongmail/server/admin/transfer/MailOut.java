package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;

/** Writes messages to files, folder after folder. For one thread. */
interface MailOut extends AutoCloseable {
    /** What comes from now on is in this folder. */
    void folder(String name) throws IOException;

    /** @param octets are read to their end */
    void message(Envelope envelope, InputStream octets) throws IOException;

    @Override
    void close() throws IOException;
}
