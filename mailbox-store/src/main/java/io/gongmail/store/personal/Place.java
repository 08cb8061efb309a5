package io.gongmail.store.personal;

import java.nio.charset.StandardCharsets;

/** Where a sealed value stands; it opens nowhere else. */
public record Place(String table, String column, String row) {
    /** Parts are separated by an octet that no name holds. */
    byte[] associatedData() {
        return ("gongmail personal data v1\0" + table + "\0" + column + "\0" + row).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return table + "." + column + " of " + row;
    }
}
