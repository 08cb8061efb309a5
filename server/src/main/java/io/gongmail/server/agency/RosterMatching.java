package io.gongmail.server.agency;

import io.gongmail.server.agency.RosterMatch.Likely;
import io.gongmail.store.registry.RosterEntry;
import io.gongmail.store.registry.Rosters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares applicants with rosters. Thread-safe; calls block. */
public final class RosterMatching {
    private static final int MOST = 5;

    private final Rosters rosters;

    public RosterMatching(Rosters rosters) {
        this.rosters = rosters;
    }

    /**
     * What is compared. What was not told is the empty text, and speaks neither for nor against.
     *
     * @param name as an identity provider verified it
     * @param mail the address wished for
     */
    public record Applicant(String agency, String name, String unit, String position, String staffNumber, String mail) {
        /** Without the name, as texts end up in logs. */
        @Override
        public String toString() {
            return "Applicant[of " + agency + "]";
        }
    }

    public RosterMatch match(Applicant applicant) {
        Optional<Rosters.Standing> standing = rosters.standing(applicant.agency());
        if (standing.isEmpty()) {
            return new RosterMatch.None(List.of(Told.of("G-393")));
        }
        List<Told> evidence = new ArrayList<>();
        evidence.add(new Told(
                "G-394",
                Map.of(
                        "at", standing.get().at().toString(),
                        "size", Integer.toString(standing.get().size()))));
        List<RosterEntry> namesakes = rosters.named(applicant.agency(), applicant.name());
        if (namesakes.size() > 1) {
            evidence.add(Told.of("G-391", "count", Integer.toString(namesakes.size())));
        }
        List<Likely> people = candidates(applicant, namesakes).stream()
                .map(entry -> compared(applicant, entry))
                .sorted(Comparator.comparingInt((Likely person) ->
                                person.differs().size() - person.agrees().size())
                        .thenComparing(person -> person.entry().identity()))
                .limit(MOST)
                .toList();
        if (people.isEmpty()) {
            evidence.add(Told.of("G-392"));
            return new RosterMatch.None(evidence);
        }
        List<Likely> fitting = people.stream().filter(RosterMatching::fits).toList();
        // A namesake of whom less is known cannot be told apart either.
        boolean isOne = fitting.size() == 1
                && people.stream().filter(person -> person.differs().isEmpty()).count() == 1;
        return isOne ? new RosterMatch.Exact(fitting.get(0), evidence) : new RosterMatch.Near(people, evidence);
    }

    private static boolean fits(Likely person) {
        return person.differs().isEmpty() && person.agrees().size() > 1;
    }

    private Set<RosterEntry> candidates(Applicant applicant, List<RosterEntry> namesakes) {
        Set<RosterEntry> found = new LinkedHashSet<>(namesakes);
        rosters.ofStaffNumber(applicant.agency(), applicant.staffNumber()).ifPresent(found::add);
        rosters.inUnit(applicant.agency(), applicant.unit()).stream()
                .filter(entry -> isAlmost(entry.name(), applicant.name()))
                .forEach(found::add);
        return found;
    }

    private static Likely compared(Applicant applicant, RosterEntry entry) {
        List<Told> agrees = new ArrayList<>();
        List<Told> differs = new ArrayList<>();
        if (isSame(entry.name(), applicant.name())) {
            agrees.add(Told.of("G-381"));
        } else {
            differs.add(Told.of(isAlmost(entry.name(), applicant.name()) ? "G-387" : "G-386"));
        }
        compare(applicant.staffNumber(), entry.staffNumber(), "G-382", "G-390", agrees, differs);
        compare(applicant.unit(), entry.unit(), "G-383", "G-388", agrees, differs);
        compare(applicant.position(), entry.position(), "G-384", "G-389", agrees, differs);
        compare(applicant.mail(), entry.mail(), "G-385", "G-398", agrees, differs);
        return new Likely(entry, agrees, differs);
    }

    private static void compare(
            String told, String roster, String same, String other, List<Told> agrees, List<Told> differs) {
        if (told.isEmpty() || roster.isEmpty()) {
            return;
        }
        if (isSame(told, roster)) {
            agrees.add(Told.of(same));
        } else {
            differs.add(Told.of(other, "roster", roster));
        }
    }

    private static boolean isSame(String one, String other) {
        return RosterEntry.key(one).equals(RosterEntry.key(other));
    }

    /** Whether two names are of one length and differ in one letter: a slip of whoever typed the list. */
    private static boolean isAlmost(String one, String other) {
        int[] letters = RosterEntry.key(one).codePoints().toArray();
        int[] others = RosterEntry.key(other).codePoints().toArray();
        if (letters.length != others.length || letters.length < 2) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < letters.length; i++) {
            different += letters[i] == others[i] ? 0 : 1;
        }
        return different == 1;
    }
}
