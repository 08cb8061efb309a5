package io.gongmail.store.registry;

import java.time.Instant;

/**
 * A letter to an applicant.
 *
 * @param version of the application that it tells about
 * @param step the state that it was brought to
 * @param written when the step was made
 * @param state what became of the letter
 * @param since since when it is in that state
 */
public record ApplicantLetter(
        ApplicationId application, int version, ApplicationState step, Instant written, State state, Instant since) {
    /** What becomes of a letter. */
    public enum State {
        /** To be sent. */
        WAITING,
        /** Handed on; it is not lost any more. */
        SENT,
        /** Kept, since mail does not go there now; it is tried again at each start. */
        HELD
    }
}
