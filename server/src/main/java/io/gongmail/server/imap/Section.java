package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.ListedMessage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.imap.api.message.BodyFetchElement;

/**
 * A section of a message or of a part (RFC 9051 §6.4.5.1), of which all octets or some are told.
 *
 * @param name as the answer has it, with the origin octet where only some are asked for
 * @param path numbers of the part; empty for the message as a whole
 * @param fields lower case; for those kinds that name some
 * @param first of the section's octets
 * @param most how many from there
 */
record Section(String name, List<Integer> path, Kind kind, Set<String> fields, long first, long most) {
    /** Which octets. */
    enum Kind {
        WHOLE,
        MIME,
        HEADER,
        TEXT,
        FIELDS,
        OTHER_FIELDS,
        /** All of them without their transfer encoding (RFC 3516 §4.2). */
        DECODED,
        /** How many those are. */
        DECODED_SIZE
    }

    /** Octets of the message, from {@code start} up to {@code end}. */
    record Span(long start, long end) {
        long length() {
            return end - start;
        }

        /** {@code most} of them from {@code first} on, as far as they reach. */
        Span some(long first, long most) {
            long from = start + Math.min(first, length());
            return new Span(from, from + Math.min(most, end - from));
        }
    }

    static Section of(BodyFetchElement element) {
        Long first = element.getFirstOctet();
        Long most = element.getNumberOfOctets();
        int[] path = element.getPath();
        return new Section(
                first == null ? element.getResponseName() : element.getResponseName() + '<' + first + '>',
                path == null ? List.of() : Arrays.stream(path).boxed().toList(),
                kind(element),
                names(element.getFieldNames()),
                first == null ? 0 : first,
                most == null ? Long.MAX_VALUE : most);
    }

    private static Kind kind(BodyFetchElement element) {
        if (element instanceof BinarySection binary) {
            return binary.isSize() ? Kind.DECODED_SIZE : Kind.DECODED;
        }
        return switch (element.getSectionType()) {
            case CONTENT -> Kind.WHOLE;
            case MIME -> Kind.MIME;
            case HEADER -> Kind.HEADER;
            case TEXT -> Kind.TEXT;
            case HEADER_FIELDS -> Kind.FIELDS;
            case HEADER_NOT_FIELDS -> Kind.OTHER_FIELDS;
        };
    }

    private static Set<String> names(Collection<String> fields) {
        Set<String> names = new TreeSet<>();
        if (fields != null) {
            fields.forEach(field -> names.add(field.toLowerCase(Locale.ROOT)));
        }
        return names;
    }

    /** Whether its octets are some of the message's as they stand; else fields are chosen from those. */
    boolean isRange() {
        return kind != Kind.FIELDS && kind != Kind.OTHER_FIELDS;
    }

    boolean isDecoded() {
        return kind == Kind.DECODED || kind == Kind.DECODED_SIZE;
    }

    boolean isOfPart() {
        return !path.isEmpty();
    }

    /** Whether it lies in the message's own header. */
    boolean isInHeader() {
        return path.isEmpty() && kind != Kind.WHOLE && kind != Kind.TEXT && !isDecoded();
    }

    /** The header that says how the section is encoded for transfer; empty for the message as a whole, which is not. */
    Optional<Span> encoding(Optional<PartPlace> place) {
        return path.isEmpty()
                ? Optional.empty()
                : place.flatMap(whole -> whole.part(path)).map(found -> new Span(found.header(), found.body()));
    }

    /**
     * All octets of the section, or those that fields are chosen from.
     *
     * @param place of the message; for sections of parts
     * @return empty when the message has no such part
     */
    Optional<Span> span(ListedMessage message, Optional<PartPlace> place) {
        if (path.isEmpty()) {
            long size = message.content().size();
            return Optional.of(
                    switch (kind) {
                        case WHOLE, DECODED, DECODED_SIZE -> new Span(0, size);
                        case TEXT -> new Span(message.headerOctets(), size);
                        case MIME, HEADER, FIELDS, OTHER_FIELDS -> new Span(0, message.headerOctets());
                    });
        }
        Optional<PartPlace> part = place.flatMap(whole -> whole.part(path));
        return switch (kind) {
            case WHOLE, DECODED, DECODED_SIZE -> part.map(found -> new Span(found.body(), found.end()));
            case MIME -> part.map(found -> new Span(found.header(), found.body()));
            case TEXT -> part.flatMap(PartPlace::message).map(inner -> new Span(inner.body(), inner.end()));
            case HEADER, FIELDS, OTHER_FIELDS ->
                part.flatMap(PartPlace::message).map(inner -> new Span(inner.header(), inner.body()));
        };
    }
}
