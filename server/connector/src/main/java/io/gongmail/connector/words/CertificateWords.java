package io.gongmail.connector.words;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's refusals of certificates in both languages. The server tells in English, {@code … (G-1nn)}; the facts in its
 * line are found by the table's own form of it. Immutable and thread-safe.
 */
public final class CertificateWords {
    private static final Pattern CODE = Pattern.compile("\\((G-(?:1\\d\\d|9\\d\\d))\\)$");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");
    /** {@code * BYE [CONTACTADMIN] } or {@code 554 5.7.1 } */
    private static final Pattern FRONT =
            Pattern.compile("^(?:\\* BYE (?:\\[[A-Z]+] )?|\\d{3}[ -](?:\\d\\.\\d\\.\\d )?)");

    private static final int LONGEST_LINE = 512;

    private final Properties table = Words.table("/certificate-words.properties");

    /** The refusal that {@code line}, a BYE or a reply of the server, tells; empty where it tells none that is known. */
    public Optional<Sentence> of(String line) {
        String whole = line.strip();
        Matcher code = CODE.matcher(whole.substring(Math.max(0, whole.length() - 16)));
        if (whole.length() > LONGEST_LINE || !code.find() || table.getProperty(code.group(1) + ".en") == null) {
            return Optional.empty();
        }
        String known = code.group(1);
        String text = FRONT.matcher(whole).replaceFirst("");
        Map<String, String> facts = facts(known, text);
        String korean = filled(known + ".ko", facts) + " " + filled(known + ".remedy.ko", facts) + " (" + known + ")";
        return Optional.of(new Sentence(Words.clean(text), korean));
    }

    private Map<String, String> facts(String code, String text) {
        String form = property(code + ".en") + "; " + property(code + ".remedy.en");
        StringBuilder pattern = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(form);
        int from = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(form.substring(from, placeholder.start())))
                    .append("(?<")
                    .append(placeholder.group(1))
                    .append(">\\S{1,200})");
            from = placeholder.end();
        }
        pattern.append(Pattern.quote(form.substring(from)));
        Map<String, String> facts = new HashMap<>();
        Matcher found = Pattern.compile(pattern.toString()).matcher(text);
        if (found.lookingAt()) {
            PLACEHOLDER.matcher(form).results().forEach(name -> facts.put(name.group(1), found.group(name.group(1))));
        }
        return facts;
    }

    private String filled(String key, Map<String, String> facts) {
        return PLACEHOLDER
                .matcher(property(key))
                .replaceAll(name -> Matcher.quoteReplacement(facts.getOrDefault(name.group(1), "-")));
    }

    private String property(String key) {
        return table.getProperty(key, "").strip();
    }
}
