package io.gongmail.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How long mail stays in everybody's folder of a name.
 *
 * @param folder as mail programs name it
 * @param kept from when a message was put there
 */
public record Retention(String folder, Duration kept) {
    static final String ALLOWED = "folders, each with a duration from 1 d to 3650 d, as in: Trash 30 d, Junk 14 d";

    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(3650);

    /** Of a folder and a duration, with a space between; names of folders may have spaces too. */
    static Optional<Retention> parse(String text) {
        int number = text.stripTrailing().replaceFirst("\\d+\\s*[a-z]+$", "").length();
        String folder = text.substring(0, Math.min(number, text.length())).strip();
        return folder.isEmpty()
                ? Optional.empty()
                : Section.parsed(text.substring(number).strip())
                        .filter(kept -> kept.compareTo(LEAST) >= 0 && kept.compareTo(MOST) <= 0)
                        .map(kept -> new Retention(folder, kept));
    }
}
