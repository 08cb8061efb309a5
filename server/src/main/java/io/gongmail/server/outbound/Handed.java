package io.gongmail.server.outbound;

import java.util.function.Function;

/** What became of a message that was handed to the next hop. {@code fold} makes callers answer for each. */
public sealed interface Handed {
    /** The next hop has it, durably, as it says. */
    record Taken() implements Handed {
        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return taken.apply(this);
        }
    }

    /**
     * It may be taken when it is tried again.
     *
     * @param ofThisAlone whether the next hop said so of this message, and may take others now
     */
    record Later(String why, boolean ofThisAlone) implements Handed {
        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return later.apply(this);
        }
    }

    /** It will not be taken, however often it is tried. */
    record Never(String why) implements Handed {
        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return never.apply(this);
        }
    }

    <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never);
}
