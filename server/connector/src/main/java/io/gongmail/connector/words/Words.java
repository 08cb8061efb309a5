package io.gongmail.connector.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/** The connector's own table of words. Immutable and thread-safe. */
public final class Words {
    private static final int LONGEST_FACT = 300;

    private final Map<Saying, Sentence> table = new EnumMap<>(Saying.class);

    /**
     * The table as it is in the class path.
     *
     * @throws IllegalStateException when a saying lacks a language, or the table has a key that is none
     */
    public Words() {
        Properties read = table("/connector-words.properties");
        for (Saying saying : Saying.values()) {
            table.put(saying, new Sentence(taken(read, saying.key() + ".en"), taken(read, saying.key() + ".ko")));
        }
        if (!read.isEmpty()) {
            throw new IllegalStateException("nobody says " + read.stringPropertyNames());
        }
    }

    /** {@code saying} with {@code facts} in place of {0}, {1} and so on; each is one line and not a long one. */
    public Sentence say(Saying saying, Object... facts) {
        Sentence form = table.getOrDefault(saying, new Sentence("", ""));
        String english = form.english();
        String korean = form.korean();
        for (int i = 0; i < facts.length; i++) {
            String fact = clean(String.valueOf(facts[i]));
            english = english.replace("{" + i + "}", fact);
            korean = korean.replace("{" + i + "}", fact);
        }
        return new Sentence(english, korean);
    }

    static String clean(String fact) {
        String line = fact.replaceAll("\\p{Cntrl}+", " ");
        return line.substring(0, Math.min(line.length(), LONGEST_FACT));
    }

    static Properties table(String resource) {
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the class path");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String taken(Properties read, String key) {
        if (read.remove(key) instanceof String words && !words.isBlank()) {
            return words;
        }
        throw new IllegalStateException("the table of words has no " + key);
    }
}
