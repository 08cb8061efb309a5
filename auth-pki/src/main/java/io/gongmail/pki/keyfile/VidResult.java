package io.gongmail.pki.keyfile;

import java.util.function.Function;
import java.util.function.Supplier;

/** What the real-person check found. {@code fold} keeps "not available" from being taken for "passed". */
public sealed interface VidResult {
    /** The number is the one the certificate was issued for. */
    record Passed() implements VidResult {
        @Override
        public <T> T fold(Supplier<T> passed, Supplier<T> failed, Function<NotAvailable, T> notAvailable) {
            return passed.get();
        }
    }

    /** It is not. */
    record Failed() implements VidResult {
        @Override
        public <T> T fold(Supplier<T> passed, Supplier<T> failed, Function<NotAvailable, T> notAvailable) {
            return failed.get();
        }
    }

    /** Nothing was compared. */
    record NotAvailable(String why) implements VidResult {
        @Override
        public <T> T fold(Supplier<T> passed, Supplier<T> failed, Function<NotAvailable, T> notAvailable) {
            return notAvailable.apply(this);
        }
    }

    <T> T fold(Supplier<T> passed, Supplier<T> failed, Function<NotAvailable, T> notAvailable);
}
