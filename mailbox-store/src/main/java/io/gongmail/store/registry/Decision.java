package io.gongmail.store.registry;

import java.time.Instant;

/**
 * What was decided last on an application, and by whom.
 *
 * @param decider the reviewer's address, or {@link #INSTALLATION}
 * @param reason for the applicant to read; may be empty for an approval
 */
public record Decision(String decider, Instant at, String reason) {
    /** Decides for the first administrator and reviewer, who have nobody above them. */
    public static final String INSTALLATION = "installation";

    /** @throws IllegalArgumentException when a part is out of its bounds */
    public Decision {
        Bounds.some("decider", decider, 254);
        Bounds.text("reason", reason, 500);
        at = Bounds.time(at);
    }
}
