package io.gongmail.server.agency;

import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.RosterChange;
import io.gongmail.store.registry.RosterEntry;
import java.util.List;

/** Brings rosters in. Thread-safe; calls block. */
public final class RosterImport {
    private final Registry registry;

    public RosterImport(Registry registry) {
        this.registry = registry;
    }

    /** What an import of this file would change; nothing is written. */
    public Listed<RosterChange> tried(Agency agency, byte[] octets, ListEncoding encoding) {
        return read(agency, octets, encoding)
                .then(entries -> new Listed.Good<>(registry.rosters().compare(agency.code(), entries)));
    }

    /** Puts what the file holds in the place of the agency's roster; with any fault, nothing is changed. */
    public Listed<RosterChange> done(Agency agency, byte[] octets, ListEncoding encoding, String actor) {
        return read(agency, octets, encoding).then(entries -> {
            RosterChange change = registry.rosters().compare(agency.code(), entries);
            return registry.rosters()
                    .replace(agency.code(), entries, change, actor)
                    .<Listed<RosterChange>>map(standing -> new Listed.Good<>(change))
                    .orElseGet(() -> new Listed.Faulty<>(List.of(Told.of("G-374")), 1));
        });
    }

    private Listed<List<RosterEntry>> read(Agency agency, byte[] octets, ListEncoding encoding) {
        return new RosterFile(agency, registry.units().list(agency.code())).read(octets, encoding);
    }
}
