package io.gongmail.server.portal;

import java.util.Optional;

/** What a page speaks. Korean, unless English was chosen. */
public enum Language {
    KOREAN("ko"),
    ENGLISH("en");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** As HTML names it (BCP 47). */
    public String tag() {
        return tag;
    }

    /** The one to change to. */
    public Language other() {
        return this == KOREAN ? ENGLISH : KOREAN;
    }

    static Optional<Language> of(String tag) {
        return tag.equals("ko") ? Optional.of(KOREAN) : tag.equals("en") ? Optional.of(ENGLISH) : Optional.empty();
    }
}
