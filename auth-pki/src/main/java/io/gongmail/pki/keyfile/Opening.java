package io.gongmail.pki.keyfile;

import java.util.function.Function;

/** What came of opening something with a password. {@code fold} makes every caller answer for both outcomes. */
public sealed interface Opening<T> {

    record Opened<T>(T value) implements Opening<T> {
        @Override
        public <R> R fold(Function<Opened<T>, R> opened, Function<Refused<T>, R> refused) {
            return opened.apply(this);
        }
    }

    /**
     * It stays shut.
     *
     * @param text what is wrong and what to do, in English; free of secrets
     */
    record Refused<T>(KeyProblem problem, String text) implements Opening<T> {
        @Override
        public <R> R fold(Function<Opened<T>, R> opened, Function<Refused<T>, R> refused) {
            return refused.apply(this);
        }
    }

    <R> R fold(Function<Opened<T>, R> opened, Function<Refused<T>, R> refused);
}
