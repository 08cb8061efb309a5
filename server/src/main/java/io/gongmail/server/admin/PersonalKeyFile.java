package io.gongmail.server.admin;

import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.PersonalRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The key file of a running server. What it holds is always enough to open what is stored: a new key is in the file before
 * anything is sealed with it, and an old one leaves it only after nothing is. Thread-safe.
 */
public final class PersonalKeyFile {
    private final Path file;
    private final PersonalData personal;
    private final PersonalRecords records;
    private final SecureRandom random;

    public PersonalKeyFile(Path file, PersonalData personal, PersonalRecords records, SecureRandom random) {
        this.file = file;
        this.personal = personal;
        this.records = records;
        this.random = random;
    }

    Path file() {
        return file;
    }

    /** The number of the key that seals. */
    int sealsBy() {
        return personal.keys().sealsBy();
    }

    /** Makes another key and seals everything with it; a crash in between is made good at the next start. */
    synchronized PersonalRecords.Rewriting rotate() throws IOException {
        PersonalKeys more = personal.keys().withAnother(random);
        more.replace(file);
        return records.use(more);
    }

    /** Drops the keys that nothing is sealed with; a backup from before needs a copy of the file that has them. */
    synchronized Set<Integer> dropUnused() throws IOException {
        Set<Integer> unused = records.forgetUnused();
        PersonalKeys fewer = personal.keys().without(unused);
        fewer.replace(file);
        personal.replace(fewer);
        return unused;
    }
}
