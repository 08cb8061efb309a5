package io.gongmail.store.mail.content;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers hashes in bounded memory (a Bloom filter, Communications of the ACM 13, 422): what was added is always found, and now
 * and then something that was not. Looks at the first half of a hash. Thread-safe.
 */
final class Bloom {
    private static final int PROBES = 4;

    private final AtomicLongArray words;
    private final int shift;
    private final long salt;

    /** @param salt another one takes other hashes for added */
    Bloom(int bitsLog2, long salt) {
        this.words = new AtomicLongArray(1 << (bitsLog2 - 6));
        this.shift = Long.SIZE - bitsLog2;
        this.salt = salt | 1;
    }

    void add(Sha256 hash) {
        long at = hash.first() * salt;
        long step = hash.second() | 1;
        for (int i = 0; i < PROBES; i++, at += step) {
            long bit = at >>> shift;
            long mask = 1L << bit;
            int word = (int) (bit >>> 6);
            if ((words.get(word) & mask) == 0) {
                words.accumulateAndGet(word, mask, (before, more) -> before | more);
            }
        }
    }

    boolean mayHold(Sha256 hash) {
        long at = hash.first() * salt;
        long step = hash.second() | 1;
        for (int i = 0; i < PROBES; i++, at += step) {
            long bit = at >>> shift;
            if ((words.get((int) (bit >>> 6)) & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }
}
