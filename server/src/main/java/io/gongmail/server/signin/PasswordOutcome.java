package io.gongmail.server.signin;

import java.util.Map;
import java.util.function.Function;

/** What came of setting a password. */
public sealed interface PasswordOutcome {
    /** It is set; other sessions of the account have ended. */
    record Set() implements PasswordOutcome {
        @Override
        public <T> T fold(Function<Set, T> set, Function<Refused, T> refused) {
            return set.apply(this);
        }
    }

    /**
     * It is not set.
     *
     * @param code {@code G-22n}, or the judge's {@code G-1nn}
     * @param facts what its words need
     */
    record Refused(String code, Map<String, String> facts) implements PasswordOutcome {
        public Refused {
            facts = Map.copyOf(facts);
        }

        Refused(String code) {
            this(code, Map.of());
        }

        @Override
        public <T> T fold(Function<Set, T> set, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    <T> T fold(Function<Set, T> set, Function<Refused, T> refused);
}
