package io.gongmail.server.outbound;

import java.util.function.Function;

/** What became of a message that was handed to another server, for one recipient. {@code fold} makes callers answer for each. */
public sealed interface Handed {
    /**
     * Another server has it, durably, as it says.
     *
     * @param by its name and how it was reached, for the log
     */
    record Taken(String by) implements Handed {
        public Taken() {
            this("");
        }

        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return taken.apply(this);
        }
    }

    /**
     * It may be taken when it is tried again.
     *
     * @param why the reply where there was one, else in our words; one line
     * @param ofThisAlone whether that was said of this message, and others may be taken now
     * @param host who said so; empty where nobody did
     */
    record Later(String why, boolean ofThisAlone, String host) implements Handed {
        public Later(String why, boolean ofThisAlone) {
            this(why, ofThisAlone, "");
        }

        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return later.apply(this);
        }
    }

    /**
     * It will not be taken, however often it is tried.
     *
     * @param status an enhanced status code (RFC 3463)
     * @param why as with {@link Later}
     * @param host who said so; empty where nobody did
     */
    record Never(String status, String why, String host) implements Handed {
        public Never(String why) {
            this("5.0.0", why, "");
        }

        public Never(String status, String why) {
            this(status, why, "");
        }

        @Override
        public <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never) {
            return never.apply(this);
        }
    }

    <R> R fold(Function<Taken, R> taken, Function<Later, R> later, Function<Never, R> never);
}
