package io.gongmail.server.directory;

import io.gongmail.store.registry.RosterEntry;

/**
 * A value, and what of it is compared: without spaces and in lower case, so that nobody has to know how a name is spaced.
 *
 * @param key the very same object as the value where they are equal, as with most Korean names
 */
record Text(String value, String key) {
    static final Text NONE = new Text("", "");

    static Text of(String value) {
        if (value.chars().allMatch(Text::isKept)) {
            return new Text(value, value);
        }
        String key = RosterEntry.key(value);
        return new Text(value, key.equals(value) ? value : key);
    }

    /** What a key keeps as it is; most names and all addresses are of nothing else. */
    private static boolean isKept(int character) {
        return character >= '가' && character <= '힣'
                || character >= 'a' && character <= 'z'
                || character >= '-' && character <= '9'
                || character == '@';
    }

    boolean isEmpty() {
        return value.isEmpty();
    }
}
