package io.gongmail.store.mail.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Compares with the hash what was read from first to last octet; who skips or stops early is not checked. */
final class CheckedStream extends FilterInputStream {
    private final ContentRef ref;
    private final MessageDigest digest = Sha256.digest();
    private long read;
    private boolean skipped;
    private boolean done;

    CheckedStream(InputStream in, ContentRef ref) {
        super(in);
        this.ref = ref;
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
            digest.update(into, offset, count);
            read += count;
        }
        if ((count < 0 || read == ref.size()) && !skipped && !done) {
            done = true;
            if (read != ref.size() || !Sha256.of(digest.digest()).equals(ref.hash())) {
                throw new IOException("stored content " + ref.hash() + " is damaged");
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        skipped = skipped || count > 0;
        return super.skip(count);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
