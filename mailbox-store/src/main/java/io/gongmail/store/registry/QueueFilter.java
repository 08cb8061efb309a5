package io.gongmail.store.registry;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which applications of those that were handed in to list, the one that waits longest first.
 *
 * @param states those in one of these states; no state means those that wait for a decision
 * @param agency those for the agency of this code; the empty text means all
 * @param types those for accounts of one of these types; none means all
 * @param submittedBy those handed in then or before; {@link Instant#MAX} means all
 * @param after those after the application of this id, for the next page; the empty text means from the start
 * @param limit at most 1,000
 */
public record QueueFilter(
        Set<ApplicationState> states,
        String agency,
        Set<AccountType> types,
        Instant submittedBy,
        String after,
        int limit) {
    public QueueFilter {
        states = states.isEmpty() ? Set.of(ApplicationState.SUBMITTED) : Set.copyOf(states);
        types = types.isEmpty() ? EnumSet.allOf(AccountType.class) : Set.copyOf(types);
        limit = Bounds.limit(limit, 1_000);
    }
}
