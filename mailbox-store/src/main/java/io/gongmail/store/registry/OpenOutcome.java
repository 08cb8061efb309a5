package io.gongmail.store.registry;

import java.util.function.Function;

/** What became of opening an account. {@code fold} makes every caller answer for each outcome. */
public sealed interface OpenOutcome {
    /** It is open now. */
    record Opened(Account account) implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened, Function<Account, T> alreadyOpen, Function<Obstacle, T> stopped) {
            return opened.apply(account);
        }
    }

    /** It was opened from the same application before; nothing was changed. */
    record AlreadyOpen(Account account) implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened, Function<Account, T> alreadyOpen, Function<Obstacle, T> stopped) {
            return alreadyOpen.apply(account);
        }
    }

    /** It cannot be opened; nothing was changed. */
    record Stopped(Obstacle by) implements OpenOutcome {
        @Override
        public <T> T fold(
                Function<Account, T> opened, Function<Account, T> alreadyOpen, Function<Obstacle, T> stopped) {
            return stopped.apply(by);
        }
    }

    <T> T fold(Function<Account, T> opened, Function<Account, T> alreadyOpen, Function<Obstacle, T> stopped);
}
