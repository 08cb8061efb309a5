package io.gongmail.store.registry;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Somebody of an agency's staff, as the agency tells. What it does not tell is the empty text.
 *
 * @param staffNumber at most 32 characters; no two of a roster have one
 * @param name at most 100 characters, never empty
 * @param unit the unit's name, at most 200 characters
 * @param position at most 200 characters
 * @param mail an address at work, at most 254 characters
 */
public record RosterEntry(String staffNumber, String name, String unit, String position, String mail) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public RosterEntry {
        Bounds.text("staff number", staffNumber, 32);
        Bounds.some("name", name, 100);
        Bounds.text("unit", unit, 200);
        Bounds.text("position", position, 200);
        Bounds.text("mail", mail, 254);
    }

    /** What makes it the same person in the next roster: the number, or, without one, all that is told. */
    public String identity() {
        return staffNumber.isEmpty() ? key(name) + "\n" + key(unit) + "\n" + key(position) : "number\n" + staffNumber;
    }

    /**
     * A text as texts of people are compared: composed (Unicode NFC, so that Hangul typed on a Mac is the same), without spaces,
     * in lower case.
     */
    public static String key(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\s\\u00a0\\u3000]", "")
                .toLowerCase(Locale.ROOT);
    }
}
