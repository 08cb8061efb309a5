package io.gongmail.server.words;

import java.util.Map;
import java.util.function.Function;

/** What came of a request that may be refused, by a code of {@link Words}. {@code fold} makes every caller answer for both outcomes. */
public sealed interface Ruling<T> {
    /** It holds, or is done, durably. */
    record Granted<T>(T value) implements Ruling<T> {
        @Override
        public <R> R fold(Function<T, R> granted, Function<Refused<T>, R> refused) {
            return granted.apply(value);
        }
    }

    /**
     * It is not done; nothing has changed, unless the words of the code say so.
     *
     * @param code {@code G-nnn}
     * @param facts what its words need
     */
    record Refused<T>(String code, Map<String, String> facts) implements Ruling<T> {
        public Refused {
            facts = Map.copyOf(facts);
        }

        @Override
        public <R> R fold(Function<T, R> granted, Function<Refused<T>, R> refused) {
            return refused.apply(this);
        }
    }

    <R> R fold(Function<T, R> granted, Function<Refused<T>, R> refused);

    static <T> Ruling<T> granted(T value) {
        return new Granted<>(value);
    }

    static <T> Ruling<T> refused(String code) {
        return new Refused<>(code, Map.of());
    }

    static <T> Ruling<T> refused(String code, String fact, String value) {
        return new Refused<>(code, Map.of(fact, value));
    }

    /** Goes on with what was granted, or stays refused. */
    default <R> Ruling<R> then(Function<T, Ruling<R>> next) {
        return fold(next, refused -> new Refused<>(refused.code(), refused.facts()));
    }
}
