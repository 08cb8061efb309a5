package io.gongmail.server.agency;

import java.util.List;
import java.util.function.Function;

/** What a list that was handed in holds, or everything that is wrong with it. {@code fold} makes callers answer for both. */
public sealed interface Listed<T> {
    /** It is good, as a whole. */
    record Good<T>(T value) implements Listed<T> {
        @Override
        public <R> R fold(Function<T, R> good, Function<Faulty<T>, R> faulty) {
            return good.apply(value);
        }
    }

    /**
     * It is not, and nothing of it is used.
     *
     * @param first the first 100 faults, by line
     * @param count how many there are
     */
    record Faulty<T>(List<Told> first, int count) implements Listed<T> {
        public Faulty {
            first = List.copyOf(first);
        }

        @Override
        public <R> R fold(Function<T, R> good, Function<Faulty<T>, R> faulty) {
            return faulty.apply(this);
        }
    }

    <R> R fold(Function<T, R> good, Function<Faulty<T>, R> faulty);

    /** Goes on with what is good, or stays faulty. */
    default <R> Listed<R> then(Function<T, Listed<R>> next) {
        return fold(next, faulty -> new Faulty<>(faulty.first(), faulty.count()));
    }
}
