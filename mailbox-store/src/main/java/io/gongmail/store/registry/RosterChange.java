package io.gongmail.store.registry;

import java.util.List;

/**
 * What an import changes, or would change.
 *
 * @param from the generation of the roster that it is compared with; 0 where there was none
 * @param size people in the new roster
 * @param addedCount how many are new
 * @param changedCount how many have another name, unit, position or address
 * @param goneCount how many are not in the new one any more
 * @param added of the new ones the first 100
 * @param changed of the changed ones the first 100, as they become
 * @param gone of those who are gone the first 100
 */
public record RosterChange(
        long from,
        int size,
        int addedCount,
        int changedCount,
        int goneCount,
        List<RosterEntry> added,
        List<RosterEntry> changed,
        List<RosterEntry> gone) {
    public RosterChange {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        gone = List.copyOf(gone);
    }

    /** Whether it would be the same people with the same facts. */
    public boolean isNone() {
        return addedCount + changedCount + goneCount == 0;
    }
}
