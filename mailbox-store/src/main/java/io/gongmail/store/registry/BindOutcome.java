package io.gongmail.store.registry;

import java.util.List;
import java.util.function.Function;

/** What became of binding a certificate to an account that is open. {@code fold} makes every caller answer for both. */
public sealed interface BindOutcome {
    /**
     * It is bound.
     *
     * @param superseded whose place it took; none where it stands beside the others
     */
    record Bound(Binding binding, List<Binding> superseded) implements BindOutcome {
        public Bound {
            superseded = List.copyOf(superseded);
        }

        @Override
        public <T> T fold(Function<Bound, T> bound, Function<Obstacle, T> stopped) {
            return bound.apply(this);
        }
    }

    /** It is not; nothing was changed. */
    record Stopped(Obstacle by) implements BindOutcome {
        @Override
        public <T> T fold(Function<Bound, T> bound, Function<Obstacle, T> stopped) {
            return stopped.apply(by);
        }
    }

    <T> T fold(Function<Bound, T> bound, Function<Obstacle, T> stopped);
}
