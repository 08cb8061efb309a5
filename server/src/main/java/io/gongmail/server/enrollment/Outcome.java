package io.gongmail.server.enrollment;

import io.gongmail.store.registry.Obstacle;
import java.util.Map;
import java.util.function.Function;

/** What came of a step of enrollment. {@code fold} makes every caller answer for both outcomes. */
public sealed interface Outcome<T> {
    /** It is done, durably. */
    record Done<T>(T value) implements Outcome<T> {
        @Override
        public <R> R fold(Function<T, R> done, Function<Refused<T>, R> refused) {
            return done.apply(value);
        }
    }

    /**
     * It was not done; nothing has changed, unless the words of the code say so.
     *
     * @param code {@code G-3nn}, or the judge's {@code G-1nn}
     * @param facts what its words need
     */
    record Refused<T>(String code, Map<String, String> facts) implements Outcome<T> {
        public Refused {
            facts = Map.copyOf(facts);
        }

        @Override
        public <R> R fold(Function<T, R> done, Function<Refused<T>, R> refused) {
            return refused.apply(this);
        }
    }

    <R> R fold(Function<T, R> done, Function<Refused<T>, R> refused);

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(String code) {
        return new Refused<>(code, Map.of());
    }

    /** What stopped the registry, by its code. */
    static <T> Outcome<T> stopped(Obstacle by) {
        return refused(
                switch (by) {
                    case OVERTAKEN -> "G-303";
                    case ADDRESS_TAKEN -> "G-333";
                    case CERTIFICATE_BOUND -> "G-324";
                    case ROLES_HELD -> "G-345";
                    case ACCOUNT_NOT_ACTIVE -> "G-351";
                    case BINDING_NOT_ACTIVE -> "G-352";
                    case CERTIFICATES_FULL -> "G-353";
                    case FIRST_APPROVAL_MISSING -> "G-303";
                });
    }

    static <T> Outcome<T> refused(String code, String fact, String value) {
        return new Refused<>(code, Map.of(fact, value));
    }

    /** Goes on with what was done, or stays refused. */
    default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
        return fold(next, refused -> new Refused<>(refused.code(), refused.facts()));
    }
}
