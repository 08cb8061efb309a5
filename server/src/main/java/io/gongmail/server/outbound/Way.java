package io.gongmail.server.outbound;

import java.util.List;

/** Where a message may go. */
sealed interface Way {
    /** To one of these, in this order. */
    record Open(List<Target> targets) implements Way {
        public Open {
            targets = List.copyOf(targets);
        }
    }

    /** Nowhere, or nowhere now. */
    record Closed(Handed why) implements Way {}
}
