package io.gongmail.server.delivery;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of a mail for one of its recipients. {@code fold} makes callers answer for each. */
public sealed interface Given {
    /** The recipient has it, or who looks after it from now on. */
    record There() implements Given {
        @Override
        public <R> R fold(Supplier<R> there, Supplier<R> later, Function<Never, R> never) {
            return there.get();
        }
    }

    /** It may be there when it is tried again. */
    record Later() implements Given {
        @Override
        public <R> R fold(Supplier<R> there, Supplier<R> later, Function<Never, R> never) {
            return later.get();
        }
    }

    /**
     * It will never be there.
     *
     * @param status an enhanced status code (RFC 3463)
     * @param reason why, in English, one line; of a filter as its owner wrote it
     */
    record Never(String status, String reason) implements Given {
        @Override
        public <R> R fold(Supplier<R> there, Supplier<R> later, Function<Never, R> never) {
            return never.apply(this);
        }
    }

    <R> R fold(Supplier<R> there, Supplier<R> later, Function<Never, R> never);
}
