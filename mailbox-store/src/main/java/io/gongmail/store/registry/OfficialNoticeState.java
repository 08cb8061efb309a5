package io.gongmail.store.registry;

import java.util.EnumSet;
import java.util.Set;

/** How far a notice has come. */
public enum OfficialNoticeState {
    /** Waits for a second person. */
    SUBMITTED,
    /** Goes when it is due. */
    APPROVED,
    /** Given back to its sender, who may send it anew. */
    RETURNED,
    /** Decided against. */
    REJECTED,
    /** Was not released before it expired. */
    EXPIRED,
    /** Is being handed over to who delivers it. */
    RELEASING,
    /** Is with who delivers it. */
    RELEASED,
    /** One person wants it back; another has to confirm that. */
    RECALL_ASKED,
    /** Unread copies are about to be taken back. */
    RECALLING,
    RECALLED;

    /** Whether a notice may go from this state to {@code next}. */
    public boolean mayBecome(OfficialNoticeState next) {
        return next().contains(next);
    }

    private Set<OfficialNoticeState> next() {
        return switch (this) {
            case SUBMITTED -> EnumSet.of(APPROVED, RETURNED, REJECTED, EXPIRED);
            // Who has approved it, or another, may think again until it goes.
            case APPROVED -> EnumSet.of(RELEASING, RETURNED, REJECTED, EXPIRED);
            case RELEASING -> EnumSet.of(RELEASED, RETURNED);
            // By itself when it has expired; else people ask and confirm.
            case RELEASED -> EnumSet.of(RECALL_ASKED, RECALLING);
            case RECALL_ASKED -> EnumSet.of(RECALLING, RELEASED);
            case RECALLING -> EnumSet.of(RECALLED);
            case RETURNED, REJECTED, EXPIRED, RECALLED -> EnumSet.noneOf(OfficialNoticeState.class);
        };
    }

    /** Whether nothing more becomes of it: its sender may call another notice the same. */
    public boolean isFinal() {
        return next().isEmpty();
    }
}
