package io.gongmail.store.mail.queue;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of queued messages stand. */
interface MessageBytes {
    /** What was stored: SHA-256 in lower-case hexadecimal, and octets. */
    record Stored(String sha256, long size) {}

    /** Returns when the bytes are durable. */
    Stored put(InputStream bytes) throws IOException;

    InputStream open(Stored stored) throws IOException;
}
