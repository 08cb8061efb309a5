package io.gongmail.store.personal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seals and opens personal data by the keys in force, which may change meanwhile. Thread-safe. */
public final class PersonalData {
    private static final Pattern SEALED = Pattern.compile("v1\\.([0-9]{1,6})\\.([A-Za-z0-9_-]+)");

    private volatile PersonalKeys keys;
    private final SecureRandom random;

    public PersonalData(PersonalKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** The same keys, whatever becomes of the others'. */
    public PersonalData asOfNow() {
        return new PersonalData(keys, random);
    }

    /** The keys in force. */
    public PersonalKeys keys() {
        return keys;
    }

    /** From now on by these. */
    public void replace(PersonalKeys by) {
        keys = by;
    }

    /** What is kept at {@code place} instead of {@code text}; never twice the same. */
    public Sealed seal(Place place, String text) {
        PersonalKeys by = keys;
        byte[] sealed = by.sealing().sealed(place, text, random);
        return new Sealed(
                by.sealsBy(),
                "v1." + by.sealsBy() + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
    }

    /**
     * A value as it is kept.
     *
     * @param by the number of the key
     */
    public record Sealed(int by, String text) {}

    /** What was sealed for {@code place}. */
    public String open(Place place, String sealed) throws Unopened {
        Matcher matcher = SEALED.matcher(sealed);
        if (!matcher.matches()) {
            throw new Unopened(place, "is not a sealed value");
        }
        int number = Integer.parseInt(matcher.group(1));
        Optional<PersonalKey> key = keys.key(number);
        if (key.isEmpty()) {
            throw new Unopened(place, "is sealed with the key " + number + ", which the key file does not hold");
        }
        try {
            return key.get().opened(place, Base64.getUrlDecoder().decode(matcher.group(2)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause says less than this, and might quote.
            throw new Unopened(
                    place, "does not open with the key " + number + ": it was altered, or belongs elsewhere");
        }
    }

    /** Stands for {@code text} where only equality matters; {@code kind} keeps texts of different meaning apart. */
    public String index(String kind, String text) {
        return keys.sealing().index(kind, text);
    }

    /** The same by each of the keys, for what was sealed before. */
    public List<String> indexes(String kind, String text) {
        PersonalKeys all = keys;
        return all.numbers().stream()
                .sorted()
                .map(number -> all.key(number).orElseThrow().index(kind, text))
                .toList();
    }
}
