package io.gongmail.store.personal;

import io.gongmail.store.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys that personal data is sealed with, by number: one seals, all open. Immutable; never shown.
 *
 * <p>Faults of a key file are told by an {@link IOException} whose message says which file, what is wrong and what to do.
 */
public final class PersonalKeys {
    private static final KeyFile.Purpose PURPOSE =
            new KeyFile.Purpose("personal data", "personal-data-keys", "gongmail personal-data make-key");

    private final SortedMap<Integer, PersonalKey> keys;
    private final int sealsBy;
    private final String origin;

    private PersonalKeys(SortedMap<Integer, PersonalKey> keys, int sealsBy, String origin) {
        this.keys = keys;
        this.sealsBy = sealsBy;
        this.origin = origin;
    }

    /** One fresh key, in memory alone: what is sealed with it is lost with the process, unless it is written. */
    public static PersonalKeys fresh(SecureRandom random) {
        SortedMap<Integer, PersonalKey> keys = new TreeMap<>();
        keys.put(1, PersonalKey.fresh(random));
        return new PersonalKeys(keys, 1, "keys of personal data in memory");
    }

    /** These, and one more that seals from now on. */
    public PersonalKeys withAnother(SecureRandom random) {
        if (keys.size() >= KeyFile.MOST) {
            throw new IllegalStateException(
                    "at most " + KeyFile.MOST + " keys of personal data; drop those that nothing is" + " sealed with");
        }
        SortedMap<Integer, PersonalKey> more = new TreeMap<>(keys);
        int next = keys.lastKey() + 1;
        more.put(next, PersonalKey.fresh(random));
        return new PersonalKeys(more, next, origin);
    }

    /** These without those of {@code numbers}; the one that seals stays. */
    public PersonalKeys without(Set<Integer> numbers) {
        SortedMap<Integer, PersonalKey> fewer = new TreeMap<>(keys);
        numbers.stream().filter(number -> number != sealsBy).forEach(fewer::remove);
        return new PersonalKeys(fewer, sealsBy, origin);
    }

    /** Where they are from, for messages. */
    public String origin() {
        return origin;
    }

    /** The number of the one that seals. */
    public int sealsBy() {
        return sealsBy;
    }

    /** The numbers of all. */
    public Set<Integer> numbers() {
        return Set.copyOf(keys.keySet());
    }

    /** Shows whether a key is the same as at another time, and nothing else of it: 64 hexadecimal digits. */
    public Optional<String> proof(int number) {
        return key(number).map(PersonalKey::proof);
    }

    Optional<PersonalKey> key(int number) {
        return Optional.ofNullable(keys.get(number));
    }

    PersonalKey sealing() {
        return key(sealsBy).orElseThrow();
    }

    /** Makes a file with one fresh key, for the server's user alone. */
    public static PersonalKeys make(Path file, SecureRandom random) throws IOException {
        PersonalKeys made = fresh(random);
        file(file).make(made.held());
        return new PersonalKeys(made.keys, made.sealsBy, file.toString());
    }

    /** Writes these in place of what the file held: at each moment it holds the keys before or these, whole. */
    public void replace(Path file) throws IOException {
        file(file).replace(held());
    }

    private KeyFile.Held held() {
        SortedMap<Integer, byte[]> octets = new TreeMap<>();
        keys.forEach((number, key) -> octets.put(number, key.octets()));
        return new KeyFile.Held(octets, sealsBy);
    }

    /** Reads a key file. */
    public static PersonalKeys read(Path file) throws IOException {
        KeyFile.Held held = file(file).read();
        SortedMap<Integer, PersonalKey> keys = new TreeMap<>();
        held.keys().forEach((number, octets) -> keys.put(number, new PersonalKey(octets)));
        return new PersonalKeys(keys, held.sealsBy(), file.toString());
    }

    private static KeyFile file(Path file) {
        return new KeyFile(file, PURPOSE);
    }

    @Override
    public String toString() {
        return "PersonalKeys" + keys.keySet();
    }
}
