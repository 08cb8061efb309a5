package io.gongmail.server.agency;

import io.gongmail.server.agency.ListFile.Column;
import io.gongmail.server.agency.ListFile.Line;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnit;
import io.gongmail.store.registry.RosterEntry;
import io.gongmail.store.registry.Rosters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A list of an agency's staff. Immutable; thread-safe. */
final class RosterFile {
    private static final ListFile FILE = new ListFile(
            List.of(
                    new Column("name", "성명", Set.of("이름"), true, 100),
                    new Column("unit", "부서", Set.of("부서명", "소속", "department"), false, 200),
                    new Column("position", "직위", Set.of("직급", "title"), false, 200),
                    new Column("staff-number", "사번", Set.of("직원번호", "공무원번호", "number"), false, 32),
                    new Column("mail", "메일", Set.of("이메일", "전자우편", "email"), false, 254)),
            Rosters.MOST);

    private final Agency agency;
    private final Map<String, AgencyUnit> unitsByCode = new HashMap<>();
    private final Map<String, List<AgencyUnit>> unitsByName = new HashMap<>();

    /** @param units where there are any, each line's unit must be one of them, by code or name */
    RosterFile(Agency agency, List<AgencyUnit> units) {
        this.agency = agency;
        units.forEach(unit -> {
            unitsByCode.put(unit.code(), unit);
            unitsByName
                    .computeIfAbsent(RosterEntry.key(unit.name()), key -> new ArrayList<>())
                    .add(unit);
        });
    }

    Listed<List<RosterEntry>> read(byte[] octets, ListEncoding encoding) {
        Faults faults = new Faults();
        List<RosterEntry> entries = entries(FILE.read(octets, encoding, faults), faults);
        if (entries.isEmpty() && !faults.areThere()) {
            faults.add(Told.of("G-375"));
        }
        return faults.areThere() ? faults.told() : new Listed.Good<>(entries);
    }

    private List<RosterEntry> entries(List<Line> lines, Faults faults) {
        List<RosterEntry> entries = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Line line : lines) {
            RosterEntry entry = new RosterEntry(
                    line.field("staff-number"),
                    line.field("name"),
                    unit(line, faults),
                    line.field("position"),
                    mail(line, faults));
            Integer before = seen.putIfAbsent(entry.identity(), line.number());
            if (before != null) {
                faults.add("G-371", line.number(), Map.of("other", Integer.toString(before)));
            }
            entries.add(entry);
        }
        return entries;
    }

    private String unit(Line line, Faults faults) {
        String told = line.field("unit");
        if (told.isEmpty() || unitsByCode.isEmpty()) {
            return told;
        }
        if (unitsByCode.containsKey(told)) {
            return unitsByCode.get(told).name();
        }
        List<AgencyUnit> named = unitsByName.getOrDefault(RosterEntry.key(told), List.of());
        if (named.size() == 1) {
            return named.get(0).name();
        }
        faults.add(named.isEmpty() ? "G-368" : "G-369", line.number(), Map.of("unit", told));
        return told;
    }

    private String mail(Line line, Faults faults) {
        String told = line.field("mail");
        if (told.isEmpty()) {
            return "";
        }
        Optional<Address> address =
                Address.parse(told).filter(parsed -> agency.domains().contains(parsed.domain()));
        if (address.isEmpty()) {
            faults.add("G-370", line.number(), Map.of("domains", String.join(", ", new TreeSet<>(agency.domains()))));
        }
        return address.map(Address::toString).orElse("");
    }
}
