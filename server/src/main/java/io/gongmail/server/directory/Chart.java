package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The tree as it was at one time, and as the policy shows it: what is not to be told is not in it. Immutable and thread-safe.
 * Parts come first, each before what is below it, then people in the order of their addresses.
 */
final class Chart {
    private final DN suffix;
    private final Part top;
    private final List<Part> parts;
    private final List<Person> people;

    /** @param people in the order of their addresses */
    Chart(DN suffix, Part top, List<Part> parts, List<Person> people) {
        this.suffix = suffix;
        this.top = top;
        this.parts = List.copyOf(parts);
        this.people = List.copyOf(people);
    }

    Part top() {
        return top;
    }

    List<Part> parts() {
        return parts;
    }

    /** In the order of their addresses. */
    List<Person> people() {
        return people;
    }

    /** The agency of that code. */
    Optional<Part> agency(String code) {
        return parts.stream()
                .filter(part -> part.above().filter(above -> above == top).isPresent())
                .filter(part -> part.agency().equals(code))
                .findFirst();
    }

    /**
     * The entry of that name. The empty name is the top's: programs ask there that were told no other.
     *
     * @throws LDAPException when it is none (RFC 4514)
     */
    Optional<Node> find(String name) throws LDAPException {
        DN asked = new DN(name);
        if (asked.isNullDN()) {
            return Optional.of(top);
        }
        if (!asked.isDescendantOf(suffix, true)) {
            return Optional.empty();
        }
        RDN[] steps = asked.getRDNs();
        Part at = top;
        for (int i = steps.length - suffix.getRDNs().length - 1; i >= 0; i--) {
            RDN step = steps[i];
            if (step.isMultiValued()) {
                return Optional.empty();
            }
            if (Shown.of(step.getAttributeNames()[0]).filter(Shown.UID::equals).isPresent()) {
                Part within = at;
                return i > 0
                        ? Optional.empty()
                        : person(step.getAttributeValues()[0])
                                .filter(person -> person.above()
                                        .filter(above -> above == within)
                                        .isPresent());
            }
            boolean part = Shown.of(step.getAttributeNames()[0])
                    .filter(Shown.OU::equals)
                    .isPresent();
            Optional<Part> next = part ? at.part(step.getAttributeValues()[0]) : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private Optional<Node> person(String address) {
        int place = firstAfter(address.toLowerCase(Locale.ROOT)) - 1;
        return place >= 0 && people.get(place).address().equalsIgnoreCase(address)
                ? Optional.of(people.get(place))
                : Optional.empty();
    }

    /** The place of the first person whose address comes after {@code address}. */
    int firstAfter(String address) {
        int low = 0;
        int high = people.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (people.get(middle).address().compareTo(address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
