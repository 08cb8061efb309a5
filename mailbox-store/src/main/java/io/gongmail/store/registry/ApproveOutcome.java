package io.gongmail.store.registry;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of an approval. */
public sealed interface ApproveOutcome {
    /** It is approved; address and certificate are reserved for it. */
    record Done(Application.Approved application) implements ApproveOutcome {
        @Override
        public <T> T fold(
                Function<Application.Approved, T> done,
                Supplier<T> overtaken,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return done.apply(application);
        }
    }

    /** Somebody else advanced it first; nothing was changed. */
    record Overtaken() implements ApproveOutcome {
        @Override
        public <T> T fold(
                Function<Application.Approved, T> done,
                Supplier<T> overtaken,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return overtaken.get();
        }
    }

    /** The desired address is an account's, or reserved for another; give the application back. */
    record AddressTaken() implements ApproveOutcome {
        @Override
        public <T> T fold(
                Function<Application.Approved, T> done,
                Supplier<T> overtaken,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return addressTaken.get();
        }
    }

    /** The certificate is or was bound to an account, or is reserved for another; give the application back. */
    record CertificateBound() implements ApproveOutcome {
        @Override
        public <T> T fold(
                Function<Application.Approved, T> done,
                Supplier<T> overtaken,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return certificateBound.get();
        }
    }

    <T> T fold(
            Function<Application.Approved, T> done,
            Supplier<T> overtaken,
            Supplier<T> addressTaken,
            Supplier<T> certificateBound);
}
