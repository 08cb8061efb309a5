package io.gongmail.server.agency;

import java.util.Map;

/**
 * Something to be told in words: a fault of a list, a piece of evidence.
 *
 * @param code of the table of words
 * @param facts what its words need
 */
public record Told(String code, Map<String, String> facts) {
    public Told {
        facts = Map.copyOf(facts);
    }

    static Told of(String code) {
        return new Told(code, Map.of());
    }

    static Told of(String code, String fact, String value) {
        return new Told(code, Map.of(fact, value));
    }
}
