package io.gongmail.store.mail.content;

/**
 * How far a sweep is, or what came of it.
 *
 * @param step what it does
 * @param references that were read so far
 * @param removed contents that nobody refers to any more and that are gone
 * @param moved contents that were copied out of a segment that goes, or sealed anew
 * @param files that were deleted
 * @param freed octets of files that were deleted
 * @param damaged segments and large files left as they are because something in them cannot be read
 */
public record Swept(Step step, long references, long removed, long moved, int files, long freed, int damaged) {
    /** What a sweep does, in this order. */
    public enum Step {
        WAITING,
        READING_REFERENCES,
        LARGE_FILES,
        SEGMENTS,
        DONE,
        GIVEN_UP
    }

    static final Swept NOTHING = new Swept(Step.WAITING, 0, 0, 0, 0, 0, 0);
}
