package io.gongmail.bench;

/**
 * Which notices people have, somebody at a time, beside those that were handed in. One whose acceptance was heard must be there once
 * for everybody; one whose was not, once for everybody or for nobody. Not thread-safe.
 */
final class NoticeTally {
    private final boolean[] heard;
    private final long[] holders;
    private long people;
    private long missed;
    private long doubled;

    /** @param heard of each notice, whether its acceptance was heard */
    NoticeTally(boolean[] heard) {
        this.heard = heard.clone();
        this.holders = new long[heard.length];
    }

    /**
     * What one more person has.
     *
     * @param copies of each notice
     * @param strange messages that are none of them
     */
    void has(int[] copies, int strange) {
        people++;
        doubled += strange;
        for (int i = 0; i < heard.length; i++) {
            doubled += Math.max(0, copies[i] - 1);
            holders[i] += Math.min(1, copies[i]);
            missed += heard[i] && copies[i] == 0 ? 1 : 0;
        }
    }

    /** How many copies are not there. */
    long missed() {
        long all = missed;
        for (int i = 0; i < heard.length; i++) {
            all += !heard[i] && holders[i] > 0 ? people - holders[i] : 0;
        }
        return all;
    }

    /** How many are there that should not. */
    long doubled() {
        return doubled;
    }
}
