package io.gongmail.server.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** What pages say, in each language; {@code {0}} and on stand for what a page fills in. Immutable. */
final class Texts {
    private final Map<Language, Properties> texts = new EnumMap<>(Language.class);

    private Texts() {}

    /** @throws IllegalStateException when one language says what another does not */
    static Texts load() {
        Texts loaded = new Texts();
        for (Language language : Language.values()) {
            loaded.texts.put(language, read("/portal-texts." + language.tag() + ".properties"));
        }
        Set<String> all = loaded.keys();
        loaded.texts.forEach((language, said) -> {
            if (!said.stringPropertyNames().equals(all)) {
                Set<String> missing = new TreeSet<>(all);
                missing.removeAll(said.stringPropertyNames());
                throw new IllegalStateException("the portal's texts lack in " + language + ": " + missing);
            }
        });
        return loaded;
    }

    /** Every key, sorted. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        texts.values().forEach(said -> keys.addAll(said.stringPropertyNames()));
        return keys;
    }

    /** @throws IllegalArgumentException when nobody wrote a text of that key */
    String text(Language language, String key, Object... filledIn) {
        Properties said = texts.get(language);
        String text = said == null ? null : said.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("the portal has no text " + key);
        }
        for (int i = 0; i < filledIn.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(filledIn[i]));
        }
        return text;
    }

    boolean has(String key) {
        return keys().contains(key);
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the class path");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
