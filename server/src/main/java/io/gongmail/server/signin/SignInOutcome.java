package io.gongmail.server.signin;

import io.gongmail.server.session.SignedIn;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What came of an attempt to sign in. */
public sealed interface SignInOutcome {

    /**
     * Signed in; the protocol registers it with {@code LiveSessions}, then opens the mailbox.
     *
     * @param passwordEnds when its owner is to be told that the password ends; empty: not yet
     */
    record Opened(SignedIn signedIn, Optional<Instant> passwordEnds) implements SignInOutcome {
        @Override
        public <T> T fold(Function<Opened, T> opened, Function<Refused, T> refused) {
            return opened.apply(this);
        }
    }

    /**
     * Refused. The reason is in the audit trail, not here: the answer must not tell a stranger what was wrong.
     *
     * @param code {@code G-2nn}, or {@code G-9nn} where the fault is ours
     * @param temporary whether the same attempt may succeed later
     */
    record Refused(String code, boolean temporary) implements SignInOutcome {
        @Override
        public <T> T fold(Function<Opened, T> opened, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    <T> T fold(Function<Opened, T> opened, Function<Refused, T> refused);
}
