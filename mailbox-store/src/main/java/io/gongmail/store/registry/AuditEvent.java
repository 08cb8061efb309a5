package io.gongmail.store.registry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Something that happened and must be known later. What strangers may have typed goes in as it came: control characters
 * and broken surrogates become U+FFFD and what is too long is cut, so that nobody can stop an entry from being written.
 * Never put a password, a key, a resident number or a message's text into one.
 *
 * @param code dotted, past tense, at most 64 characters: {@code binding.revoked}
 * @param actor who did it; cut at 254 characters
 * @param subject whom or what it happened to; cut at 254 characters
 * @param facts at most 10; names of at most 24 lower-case letters, digits and hyphens, values cut at 300 characters
 */
public record AuditEvent(String code, String actor, String subject, Map<String, String> facts) {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,23}");
    private static final int MOST_FACTS = 10;
    private static final int LONGEST_NAME = 254;
    private static final int LONGEST_VALUE = 300;

    /** @throws IllegalArgumentException when the code or a fact's name is not well formed, or there are too many facts */
    public AuditEvent {
        if (code.length() > 64
                || !CODE.matcher(code).matches()
                || facts.size() > MOST_FACTS
                || !facts.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("not an audit event: " + code);
        }
        actor = clean(actor, LONGEST_NAME);
        subject = clean(subject, LONGEST_NAME);
        SortedMap<String, String> cleaned = new TreeMap<>();
        facts.forEach((name, value) -> cleaned.put(name, clean(value, LONGEST_VALUE)));
        facts = Collections.unmodifiableSortedMap(cleaned);
    }

    /** An event without facts. */
    public AuditEvent(String code, String actor, String subject) {
        this(code, actor, subject, Map.of());
    }

    private static String clean(String text, int longest) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            if (clean.length() + length > longest) {
                break;
            }
            boolean broken = Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
            clean.appendCodePoint(broken ? 0xFFFD : c);
            i += length;
        }
        return clean.toString();
    }
}
