package io.gongmail.server.notice.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.internet.AddressException;
import javax.mail.internet.ContentType;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeUtility;
import javax.mail.internet.ParseException;

/**
 * A message, or a part of one: its header's fields and its body, each octet of both as it came (RFC 5322 §2.1, RFC 2045 §2.4). Lines may
 * end in CRLF or LF. Immutable, unless somebody writes into the octets.
 */
public final class Entity {
    private final byte[] octets;
    private final List<Field> fields;
    private final int body;
    private final int end;

    /**
     * A field with its end of line, and the lines it is folded over.
     *
     * @param name in lower case; empty where the line is no field
     */
    public record Field(String name, int from, int to) {}

    private Entity(byte[] octets, List<Field> fields, int body, int end) {
        this.octets = octets;
        this.fields = List.copyOf(fields);
        this.body = body;
        this.end = end;
    }

    /** The whole of {@code octets}, which are not copied. */
    public static Entity of(byte[] octets) {
        return of(octets, 0, octets.length);
    }

    /** What stands from {@code from} to {@code end}, without it. */
    public static Entity of(byte[] octets, int from, int end) {
        List<Field> fields = new ArrayList<>();
        int at = from;
        while (at < end) {
            int next = afterLine(octets, at, end);
            if (isEmptyLine(octets, at, next)) {
                return new Entity(octets, fields, next, end);
            }
            while (next < end && (octets[next] == ' ' || octets[next] == '\t')) {
                next = afterLine(octets, next, end);
            }
            fields.add(new Field(name(octets, at, next), at, next));
            at = next;
        }
        return new Entity(octets, fields, end, end);
    }

    /** The place behind the next LF. */
    public static int afterLine(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && octets[at] != '\n') {
            at++;
        }
        return Math.min(end, at + 1);
    }

    /** Whether the line that ends before {@code next} has nothing but its end. */
    public static boolean isEmptyLine(byte[] octets, int from, int next) {
        return next - from == 1 && octets[from] == '\n'
                || next - from == 2 && octets[from] == '\r' && octets[from + 1] == '\n';
    }

    private static String name(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] == ':') {
                return new String(octets, from, at - from, StandardCharsets.ISO_8859_1)
                        .strip()
                        .toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Those that it was read from; they are not copied, so nobody writes into them. */
    public byte[] octets() {
        return octets;
    }

    /** Of its header, in their order. */
    public List<Field> fields() {
        return fields;
    }

    /** Where the body begins. */
    public int body() {
        return body;
    }

    /** Where it ends. */
    public int end() {
        return end;
    }

    /** What stands from {@code from} to {@code to}, without it. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(octets, from, to);
    }

    /** The value of the first field of that name, in lower case, unfolded; empty where there is none. */
    public String value(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .map(field -> new String(octets, field.from(), field.to() - field.from(), StandardCharsets.UTF_8))
                .map(field -> MimeUtility.unfold(field.substring(field.indexOf(':') + 1))
                        .strip())
                .orElse("");
    }

    /** Empty where there is none that can be read. */
    public Optional<ContentType> type() {
        String value = value("content-type");
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(new ContentType(value));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** In lower case (RFC 2045 §6.1). */
    public String transferEncoding() {
        String value = value("content-transfer-encoding").toLowerCase(Locale.ROOT);
        return value.isEmpty() ? "7bit" : value;
    }

    /** Those of a field, in lower case; none where they cannot be read. */
    public List<String> addresses(String name) {
        try {
            return Arrays.stream(InternetAddress.parse(value(name.toLowerCase(Locale.ROOT)), false))
                    .map(address -> String.valueOf(address.getAddress()).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (AddressException e) {
            return List.of();
        }
    }
}
