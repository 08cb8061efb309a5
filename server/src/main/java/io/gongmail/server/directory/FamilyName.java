package io.gongmail.server.directory;

import java.util.Set;

/** Where a full name divides, for programs that show the family name by itself. A guess where nobody can know. */
final class FamilyName {
    /** Those of two syllables that are borne today. */
    private static final Set<String> OF_TWO_SYLLABLES = Set.of("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방");

    private FamilyName() {}

    /** The family name of {@code name}; the whole of it where it has no other. */
    static String of(String name) {
        int space = name.lastIndexOf(' ');
        if (space > 0) {
            return name.substring(space + 1);
        }
        boolean korean = name.length() > 1 && name.chars().allMatch(FamilyName::isSyllable);
        if (!korean) {
            return name;
        }
        return name.substring(0, name.length() > 2 && OF_TWO_SYLLABLES.contains(name.substring(0, 2)) ? 2 : 1);
    }

    /** What is left of it; the empty text where nothing is. */
    static String given(String name) {
        int space = name.lastIndexOf(' ');
        return space > 0 ? name.substring(0, space) : name.substring(of(name).length());
    }

    private static boolean isSyllable(int character) {
        return character >= '가' && character <= '힣';
    }
}
