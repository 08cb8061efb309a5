package io.gongmail.store.registry;

import java.util.function.Function;
import java.util.function.Supplier;

/** What became of opening an account. */
public sealed interface OpenOutcome {
    /** It is open now. */
    record Opened(Account account) implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened,
                Function<Account, T> alreadyOpen,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return opened.apply(account);
        }
    }

    /** It was opened from the same application before; nothing was changed. */
    record AlreadyOpen(Account account) implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened,
                Function<Account, T> alreadyOpen,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return alreadyOpen.apply(account);
        }
    }

    /** Another account has the address; nothing was changed. */
    record AddressTaken() implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened,
                Function<Account, T> alreadyOpen,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return addressTaken.get();
        }
    }

    /** Another account has or had the certificate; nothing was changed. */
    record CertificateBound() implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened,
                Function<Account, T> alreadyOpen,
                Supplier<T> addressTaken,
                Supplier<T> certificateBound) {
            return certificateBound.get();
        }
    }

    <T> T fold(
            Function<Account, T> opened,
            Function<Account, T> alreadyOpen,
            Supplier<T> addressTaken,
            Supplier<T> certificateBound);
}
