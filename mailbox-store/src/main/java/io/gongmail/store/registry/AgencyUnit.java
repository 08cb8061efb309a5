package io.gongmail.store.registry;

/**
 * A part of an agency.
 *
 * @param code its code within the agency, at most 32 letters, digits, {@code _ -}
 * @param name at most 200 characters
 * @param above the code of the unit it belongs to; the empty text at the top
 */
public record AgencyUnit(String code, String name, String above) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public AgencyUnit {
        if (!code.matches("[A-Za-z0-9_-]{1,32}") || !above.matches("[A-Za-z0-9_-]{0,32}")) {
            throw new IllegalArgumentException("unit code: 1 to 32 letters, digits, _ and -");
        }
        Bounds.some("unit name", name, 200);
    }
}
