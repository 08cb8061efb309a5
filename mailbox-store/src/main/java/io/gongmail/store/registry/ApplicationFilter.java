package io.gongmail.store.registry;

import java.util.Set;

/**
 * Which applications to list, oldest first.
 *
 * @param states those in one of these states; no state means all
 * @param agency those for the agency of this code; the empty text means all
 * @param after those after the application of this id, for the next page; the empty text means from the start
 * @param limit at most 1,000
 */
public record ApplicationFilter(Set<ApplicationState> states, String agency, String after, int limit) {
    public ApplicationFilter {
        states = Set.copyOf(states);
        limit = Bounds.limit(limit, 1_000);
    }

    /** The first {@code limit} in one of {@code states}. */
    public static ApplicationFilter in(Set<ApplicationState> states, int limit) {
        return new ApplicationFilter(states, "", "", limit);
    }
}
