package io.gongmail.store.registry;

import java.util.function.Function;

/** What became of an approval. {@code fold} makes every caller answer for both outcomes. */
public sealed interface ApproveOutcome {
    /** It is approved; address and certificate are reserved for it. */
    record Done(Application.Approved application) implements ApproveOutcome {
        @Override
        public <T> T fold(Function<Application.Approved, T> done, Function<Obstacle, T> stopped) {
            return done.apply(application);
        }
    }

    /** It is not; nothing was changed. */
    record Stopped(Obstacle by) implements ApproveOutcome {
        @Override
        public <T> T fold(Function<Application.Approved, T> done, Function<Obstacle, T> stopped) {
            return stopped.apply(by);
        }
    }

    <T> T fold(Function<Application.Approved, T> done, Function<Obstacle, T> stopped);
}
