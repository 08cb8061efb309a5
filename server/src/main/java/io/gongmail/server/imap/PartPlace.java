package io.gongmail.server.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.message.response.FetchResponse.Structure;

/**
 * Where a part, or a message, stands in the octets of the message in which it came.
 *
 * @param header first octet of its header
 * @param body first octet after its header and the empty line
 * @param end after its last octet
 * @param parts of a multipart, in their order
 * @param message what a {@code message/rfc822} holds
 */
record PartPlace(long header, long body, long end, List<PartPlace> parts, Optional<PartPlace> message) {
    /** Of a message that is told as one part of all its octets. */
    static PartPlace whole(long octets) {
        return new PartPlace(0, 0, octets, List.of(), Optional.empty());
    }

    /** The part that a section names, this being a message (RFC 9051 §6.4.5.1). */
    Optional<PartPlace> part(List<Integer> path) {
        // A message that is no multipart has one part, its body.
        return parts.isEmpty() ? rest(Optional.of(this).filter(only -> path.get(0) == 1), path) : within(path);
    }

    private Optional<PartPlace> within(List<Integer> path) {
        int number = path.get(0);
        return rest(number > 0 && number <= parts.size() ? Optional.of(parts.get(number - 1)) : Optional.empty(), path);
    }

    private static Optional<PartPlace> rest(Optional<PartPlace> part, List<Integer> path) {
        if (path.size() == 1) {
            return part;
        }
        List<Integer> rest = path.subList(1, path.size());
        return part.flatMap(
                found -> found.message.map(inner -> inner.part(rest)).orElseGet(() -> found.within(rest)));
    }

    /** How many places there are, with those in it. */
    int size() {
        return 1
                + parts.stream().mapToInt(PartPlace::size).sum()
                + message.map(PartPlace::size).orElse(0);
    }

    /** Whether {@code told}, as a client knows this message or part, has the same parts of the same sizes. */
    boolean agrees(Structure told) {
        Structure inner = told.getBody();
        if (inner != null || message.isPresent()) {
            return inner != null
                    && message.isPresent()
                    && told.getOctets() == end - body
                    && message.get().agrees(inner);
        }
        Iterator<Structure> each = told.parts();
        if (!each.hasNext()) {
            return parts.isEmpty() && told.getOctets() == end - body;
        }
        for (PartPlace part : parts) {
            if (!each.hasNext() || !part.agrees(each.next())) {
                return false;
            }
        }
        return !each.hasNext();
    }
}
