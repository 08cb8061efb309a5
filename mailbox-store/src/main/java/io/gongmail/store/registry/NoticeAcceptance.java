package io.gongmail.store.registry;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of handing a notice in.
 *
 * @param notice it, or the one that the sender called the same or that corrects the same; empty where there is none of either
 */
public record NoticeAcceptance(Kind kind, Optional<OfficialNotice> notice) {
    /** Which. */
    public enum Kind {
        ACCEPTED,
        /** The same was handed in before; nothing has changed. */
        KNOWN,
        /** The sender called another notice the same. */
        ANOTHER,
        /** What it is to correct has a correction already, which is told. */
        CORRECTED,
        /** The agency has handed in as many as it may in a minute. */
        TOO_FAST,
        /** The agency has handed in as many as it may in a day. */
        TOO_MANY
    }

    /**
     * What an agency is held to.
     *
     * @param window for how long a sender's name for a notice means that one
     * @param aMinute notices of an agency in a minute
     * @param aDay notices of an agency in 24 hours
     */
    public record Limits(Duration window, int aMinute, int aDay) {}
}
