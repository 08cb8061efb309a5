package io.gongmail.store.registry;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an entry's hash is taken over, and how its facts stand in their column.
 *
 * <p>The hash covers, in this order: the hash before (64 octets of hexadecimal), number and time (8 octets each, big
 * endian, milliseconds), code, actor, subject, the count of facts, then name and value of each by rising name. A text is its length in
 * octets (4) and its UTF-8 octets, so that no two entries have one encoding.
 */
final class AuditChain {
    /** The hash before the first entry. */
    static final String START = "0".repeat(64);

    private AuditChain() {}

    static String hash(String before, long number, Instant at, AuditEvent event) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(encoded)) {
            out.write(before.getBytes(StandardCharsets.US_ASCII));
            out.writeLong(number);
            out.writeLong(at.toEpochMilli());
            text(out, event.code());
            text(out, event.actor());
            text(out, event.subject());
            out.writeInt(event.facts().size());
            for (Map.Entry<String, String> fact : new TreeMap<>(event.facts()).entrySet()) {
                text(out, fact.getKey());
                text(out, fact.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Sha256.hex(encoded.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    /** One fact a line, {@code name=value}; an event's values hold no line ends, its names no {@code =}. */
    static String factsToText(Map<String, String> facts) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(facts)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** @throws IllegalArgumentException when it is not what {@link #factsToText} makes */
    static Map<String, String> factsFromText(String text) {
        Map<String, String> facts = new TreeMap<>();
        for (int start = 0; start < text.length(); ) {
            int equals = text.indexOf('=', start);
            int end = text.indexOf('\n', start);
            if (equals < 0 || end < equals) {
                throw new IllegalArgumentException("not facts");
            }
            facts.put(text.substring(start, equals), text.substring(equals + 1, end));
            start = end + 1;
        }
        return facts;
    }
}
