package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.ListedPerson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws one chart: agencies first, then people. Not thread-safe; used once. */
final class ChartMaker {
    private final DN suffix;
    private final Set<PersonDetail> shows;
    private final Part top;
    private final List<Part> parts = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private final Map<String, Part> agencies = new HashMap<>();
    /** By agency and the name's key; of two units of one name the first. */
    private final Map<String, Part> units = new HashMap<>();
    /** Thousands have one title, and it is held once. */
    private final Map<String, Text> texts = new HashMap<>();

    /**
     * @param suffix a name that begins with {@code o=}, as the configuration has checked
     * @param shows of a person, besides the address
     */
    ChartMaker(String suffix, Set<PersonDetail> shows) {
        try {
            this.suffix = new DN(suffix);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("not a distinguished name: " + suffix, e);
        }
        this.shows = Set.copyOf(shows);
        String[] values = this.suffix.getRDN().getAttributeValues();
        this.top = Part.top(this.suffix.toString(), values[0]);
        parts.add(top);
    }

    /** @param units each after the one above it */
    void agency(Agency agency, List<AgencyUnit> ofAgency) {
        Part drawn = agency(agency.code(), agency.name());
        if (!shows.contains(PersonDetail.DEPARTMENT)) {
            return;
        }
        Map<String, Part> byCode = new HashMap<>();
        for (AgencyUnit unit : ofAgency) {
            Part added = byCode.getOrDefault(unit.above(), drawn).add(unit.code(), unit.name(), agency.code());
            byCode.put(unit.code(), added);
            parts.add(added);
            units.putIfAbsent(place(agency.code(), added.title()), added);
        }
    }

    private Part agency(String code, String name) {
        Part added = top.add(code, name, code);
        parts.add(added);
        agencies.put(code, added);
        return added;
    }

    void person(ListedPerson listed) {
        Part agency = agencies.get(listed.agency());
        if (agency == null) {
            agency = agency(listed.agency(), listed.agency());
        }
        String address = listed.address().toString();
        Text department = detail(PersonDetail.DEPARTMENT, listed.unit());
        // Who answers for an agency's account is not told to everybody: the account is the agency's.
        boolean ofAgency = listed.type() != AccountType.OFFICIAL;
        Text name = ofAgency
                ? agency.title()
                : shows.contains(PersonDetail.NAME) ? Text.of(listed.name()) : new Text(address, address);
        people.add(new Person(
                address,
                name,
                units.getOrDefault(place(listed.agency(), department), agency),
                department,
                ofAgency ? Text.NONE : detail(PersonDetail.TITLE, listed.position())));
    }

    private Text detail(PersonDetail detail, String told) {
        return told.isEmpty() || !shows.contains(detail) ? Text.NONE : texts.computeIfAbsent(told, Text::of);
    }

    private static String place(String agency, Text unit) {
        return agency + "\n" + unit.key();
    }

    Chart chart() {
        // The database may have another order of letters.
        people.sort(Comparator.comparing(Person::address));
        return new Chart(suffix, top, parts, people);
    }
}
