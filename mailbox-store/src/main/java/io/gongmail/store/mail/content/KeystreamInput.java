package io.gongmail.store.mail.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import javax.crypto.Cipher;

/** Opens what is read. Not thread-safe. */
final class KeystreamInput extends FilterInputStream {
    private final LongFunction<Cipher> ciphers;
    private Cipher cipher;
    private long at;

    /**
     * @param at which octet of the content {@code in} gives first
     * @param ciphers by the octet of the content that they open next
     */
    KeystreamInput(InputStream in, long at, LongFunction<Cipher> ciphers) {
        super(in);
        this.ciphers = ciphers;
        this.at = at;
        this.cipher = ciphers.apply(at);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        if (count > 0) {
            ContentKey.apply(cipher, into, offset, count);
            at += count;
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        if (skipped > 0) {
            at += skipped;
            cipher = ciphers.apply(at);
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
