package io.gongmail.server.words;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of words. Immutable and thread-safe; nothing in it blocks. */
public final class Words {
    private static final List<String> RESOURCES = List.of("/certificate-words.properties", "/server-words.properties");
    private static final List<String> NEEDED = List.of("en", "ko", "remedy.en", "remedy.ko");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final int LONGEST_FACT = 120;

    private final Properties table;
    private final SortedSet<String> codes = new TreeSet<>();
    private final String portal;

    private Words(Properties table, String portal) {
        this.table = table;
        this.portal = portal;
        for (String key : table.stringPropertyNames()) {
            codes.add(key.substring(0, key.indexOf('.')));
        }
        for (String code : codes) {
            for (String part : NEEDED) {
                if (table.getProperty(code + "." + part, "").isBlank()) {
                    throw new IllegalStateException("the table of words has no " + code + "." + part);
                }
            }
        }
    }

    /**
     * The table as it is in the class path.
     *
     * @param portal where people are sent
     * @throws IllegalStateException when a code lacks a part, or stands in two files
     */
    public static Words load(URI portal) {
        Properties all = new Properties();
        for (String resource : RESOURCES) {
            Properties one = read(resource);
            for (String key : one.stringPropertyNames()) {
                if (all.setProperty(key, one.getProperty(key)) != null) {
                    throw new IllegalStateException(key + " stands in two files of words");
                }
            }
        }
        return new Words(all, portal.toString());
    }

    /** Every code there is, sorted. */
    public SortedSet<String> codes() {
        return new TreeSet<>(codes);
    }

    /** The sentence of a refused certificate, with the facts of its evidence. */
    public Sentence sentence(Verdict.Refused refused) {
        return sentence(refused.reason(), refused.facts());
    }

    public Sentence sentence(RefusalReason reason, Map<String, String> facts) {
        return sentence(reason.code(), facts);
    }

    /** The sentence of a code that needs no facts. */
    public Sentence sentence(String code) {
        return sentence(code, Map.of());
    }

    /**
     * The sentence of {@code code}; a fact that is missing reads {@code -}.
     *
     * @throws IllegalArgumentException when there is no such code
     */
    public Sentence sentence(String code, Map<String, String> facts) {
        if (!codes.contains(code)) {
            throw new IllegalArgumentException("no words for " + code);
        }
        boolean temporary = Stream.of(RefusalReason.values())
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .map(RefusalReason::isTemporary)
                .orElse(part(code, "temporary").map("true"::equals).orElse(false));
        return new Sentence(
                code,
                filled(code, "en", facts),
                filled(code, "ko", facts),
                filled(code, "remedy.en", facts),
                filled(code, "remedy.ko", facts),
                temporary,
                part(code, "smtp").orElse(temporary ? "421 4.7.0" : "554 5.7.1"),
                part(code, "imap").orElse(temporary ? "UNAVAILABLE" : "CONTACTADMIN"));
    }

    private Optional<String> part(String code, String part) {
        return Optional.ofNullable(table.getProperty(code + "." + part)).map(String::strip);
    }

    private String filled(String code, String part, Map<String, String> facts) {
        Matcher matcher = PLACEHOLDER.matcher(part(code, part).orElseThrow());
        return matcher.replaceAll(found -> {
            String name = found.group(1);
            String fact = name.equals("portal") ? portal : facts.getOrDefault(name, "-");
            // A fact may come from a certificate: it is one line, and not a long one.
            String clean = fact.replaceAll("\\p{Cntrl}", " ");
            return Matcher.quoteReplacement(clean.substring(0, Math.min(clean.length(), LONGEST_FACT)));
        });
    }

    private static Properties read(String resource) {
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the class path");
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
