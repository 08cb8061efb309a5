package io.gongmail.store.mail.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.IntSupplier;

/** Compares with the hash what was read from first to last octet; who skips or stops early is not checked. */
final class CheckedStream extends FilterInputStream {
    private final ContentRef ref;
    private final MessageDigest digest = Sha256.digest();
    private long read;
    private boolean skipped;
    private boolean done;
    private final IntSupplier key;

    /** @param key tells, when something was read, the number of the key that it was opened with; 0 for what was in clear */
    CheckedStream(InputStream in, ContentRef ref, IntSupplier key) {
        super(in);
        this.ref = ref;
        this.key = key;
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
                throw new DamagedContentException(ref.hash(), key.getAsInt());
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
