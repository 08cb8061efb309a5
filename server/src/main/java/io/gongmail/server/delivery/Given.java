package io.gongmail.server.delivery;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of a mail for one of its recipients. {@code fold} makes callers answer for each. */
public sealed interface Given {
    /** The recipient has it, or who looks after it from now on. */
    record There() implements Given {
        @Override
        public <R> R fold(Supplier<R> there, Function<Later, R> later, Function<Never, R> never) {
            return there.get();
        }
    }

    /**
     * It may be there when it is tried again.
     *
     * @param why in English, one line; empty where nobody is to read it
     * @param ofAll whether others for the same place would fare no better now
     * @param host another server that said so in these words; empty where none did
     */
    record Later(String why, boolean ofAll, String host) implements Given {
        /** Of this mail alone, and nobody is to read why. */
        public Later() {
            this("", false, "");
        }

        @Override
        public <R> R fold(Supplier<R> there, Function<Later, R> later, Function<Never, R> never) {
            return later.apply(this);
        }
    }

    /**
     * It will never be there.
     *
     * @param status an enhanced status code (RFC 3463)
     * @param reason why, in English, one line; of a filter as its owner wrote it
     * @param host another server that said so in these words; empty where none did
     */
    record Never(String status, String reason, String host) implements Given {
        /** As is decided here. */
        public Never(String status, String reason) {
            this(status, reason, "");
        }

        @Override
        public <R> R fold(Supplier<R> there, Function<Later, R> later, Function<Never, R> never) {
            return never.apply(this);
        }
    }

    <R> R fold(Supplier<R> there, Function<Later, R> later, Function<Never, R> never);
}
