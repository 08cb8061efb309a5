package io.gongmail.store.mail.content;

import java.io.InputStream;

/**
 * A content that is open.
 *
 * @param in what is read of it, in clear
 * @param size octets of all of it
 * @param key the number of the key that it is sealed with; 0 when it is in clear
 */
record Opened(InputStream in, long size, int key) {}
