package io.gongmail.server.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean", where a known name is near enough. */
final class Nearest {
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(3);

    private Nearest() {}

    static String to(String written, Collection<String> known, String otherwise) {
        return known.stream()
                .filter(name -> DISTANCE.apply(written, name) >= 0)
                .min(Comparator.comparing(name -> DISTANCE.apply(written, name)))
                .map(name -> "did you mean '" + name + "'?")
                .orElse(otherwise);
    }
}
