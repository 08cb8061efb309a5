package io.gongmail.store.registry;

import java.time.Instant;

/**
 * That those are reminded of a notice who have it and have not read it.
 *
 * @param id by which it is delivered, as a notice of its own
 * @param asker who wants that
 * @param members how many had not read it then
 */
public record NoticeReminder(
        NoticeNumber id, NoticeNumber notice, State state, Instant asked, Address asker, int members) {
    /** How far it is. */
    public enum State {
        /** Is about to be handed over. */
        ASKED,
        /** Is with who delivers it. */
        POSTED,
        /** The notice is recalled: is about to be taken back, where it was handed over. */
        WITHDRAWING,
        WITHDRAWN
    }
}
