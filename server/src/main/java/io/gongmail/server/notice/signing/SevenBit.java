package io.gongmail.server.notice.signing;

import io.gongmail.server.notice.text.Entity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeUtility;

/**
 * Makes content safe for ways that carry seven bits and lines of 998 octets that end in CRLF (RFC 8551 §3.1.3), so that no way in between
 * changes what is signed. What is safe stays octet for octet as it came; of what is not, those parts alone are encoded that need it, and
 * those around them but named anew. Octets above 127 in fields of parts stay (RFC 6532), as do parts within one another deeper than
 * {@value #DEEPEST}.
 */
final class SevenBit {
    static final int DEEPEST = 20;

    private static final int LONGEST_LINE = 998; // RFC 5322 §2.1.1
    private static final String ENCODING = "content-transfer-encoding";
    private static final byte[] CRLF = {'\r', '\n'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SevenBit() {}

    /** What is signed of a message: the fields that tell what its content is, and its body. */
    static byte[] content(Entity message) throws IOException {
        SevenBit written = new SevenBit();
        List<Entity.Field> fields = message.fields().stream()
                .filter(field -> field.name().startsWith("content-"))
                .toList();
        boolean safe = isSafe(message.octets(), message.body(), message.end());
        if (safe && fields.stream().noneMatch(field -> field.name().equals("content-type"))) {
            written.write(
                    "Content-Type: text/plain; charset=us-ascii\r\n"); // what it is where nothing is told (RFC 2045
            // §5.2)
        }
        if (safe) {
            written.fields(message, fields);
            written.out.writeBytes(CRLF);
            written.out.write(message.octets(), message.body(), message.end() - message.body());
        } else {
            written.entity(message, fields, "text/plain", 0);
        }
        return written.out.toByteArray();
    }

    /** Whether each line ends in CRLF, none is too long, and there is neither NUL nor an octet above 127. */
    static boolean isSafe(byte[] octets, int from, int end) {
        int line = 0;
        for (int at = from; at < end; at++) {
            byte octet = octets[at];
            if (octet <= 0) {
                return false;
            }
            if (octet == '\r' && (at + 1 == end || octets[at + 1] != '\n')
                    || octet == '\n' && (at == from || octets[at - 1] != '\r')) {
                return false;
            }
            line = octet == '\n' ? 0 : line + 1;
            if (line > LONGEST_LINE + 1) {
                return false; // its CR is counted with it
            }
        }
        return true;
    }

    /** The same octets, each line ended by CRLF. */
    static byte[] lines(byte[] octets, int from, int end) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(end - from + 16);
        for (int at = from; at < end; at++) {
            if (octets[at] == '\n' || octets[at] == '\r') {
                lines.writeBytes(CRLF);
                at += octets[at] == '\r' && at + 1 < end && octets[at + 1] == '\n' ? 1 : 0;
            } else {
                lines.write(octets[at]);
            }
        }
        return lines.toByteArray();
    }

    private void write(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void fields(Entity entity, List<Entity.Field> fields) {
        fields.forEach(field -> out.writeBytes(lines(entity.octets(), field.from(), field.to())));
    }

    /** @param standard what it is where nothing is told */
    private void entity(Entity entity, List<Entity.Field> fields, String standard, int depth) throws IOException {
        Optional<ContentType> type = entity.type();
        String kind = type.map(ContentType::getBaseType).orElse(standard).toLowerCase(Locale.ROOT);
        Optional<String> boundary =
                kind.startsWith("multipart/") ? type.map(told -> told.getParameter("boundary")) : Optional.empty();
        boolean isMessage = kind.equals("message/rfc822") || kind.equals("message/global");
        boolean isPlain = List.of("7bit", "8bit", "binary").contains(entity.transferEncoding());
        boolean isOne = !kind.startsWith("multipart/") && !kind.startsWith("message/");
        if (depth < DEEPEST && boundary.isPresent() && isPlain) {
            header(entity, fields, "7bit");
            parts(entity, boundary.get(), kind.equals("multipart/digest") ? "message/rfc822" : "text/plain", depth);
        } else if (depth < DEEPEST && isMessage && isPlain) {
            header(entity, fields, "7bit");
            Entity within = Entity.of(entity.octets(), entity.body(), entity.end());
            entity(within, within.fields(), "text/plain", depth + 1);
        } else if (isPlain && isOne) {
            leaf(entity, fields, kind, type);
        } else {
            // Encoded already, or of a kind that is never encoded (RFC 2046 §5.1, §5.2).
            fields(entity, fields);
            out.writeBytes(CRLF);
            out.writeBytes(lines(entity.octets(), entity.body(), entity.end()));
        }
    }

    /** With that encoding in the place of what was told; one that was not told stays so where it is 7bit. */
    private void header(Entity entity, List<Entity.Field> fields, String encoding) {
        boolean told = fields.stream().anyMatch(field -> field.name().equals(ENCODING));
        fields(
                entity,
                fields.stream().filter(field -> !field.name().equals(ENCODING)).toList());
        if (told || !encoding.equals("7bit")) {
            write("Content-Transfer-Encoding: " + encoding + "\r\n");
        }
        out.writeBytes(CRLF);
    }

    private void leaf(Entity entity, List<Entity.Field> fields, String kind, Optional<ContentType> type)
            throws IOException {
        boolean isText = kind.startsWith("text/")
                && type.map(told -> told.getParameter("charset"))
                        .map(charset -> !charset.toLowerCase(Locale.ROOT).matches("(utf-?(16|32)|ucs|iso-10646).*"))
                        .orElse(true);
        boolean isOctets = entity.transferEncoding().equals("binary") || hasNul(entity);
        if (isText && !hasNul(entity)) {
            header(entity, fields, "quoted-printable");
            quoted(lines(entity.octets(), entity.body(), entity.end()));
        } else {
            header(entity, fields, "base64");
            out.writeBytes(Base64.getMimeEncoder()
                    .encode(
                            isOctets
                                    ? entity.copy(entity.body(), entity.end())
                                    : lines(entity.octets(), entity.body(), entity.end())));
        }
    }

    private static boolean hasNul(Entity entity) {
        for (int at = entity.body(); at < entity.end(); at++) {
            if (entity.octets()[at] == 0) {
                return true;
            }
        }
        return false;
    }

    private void quoted(byte[] text) throws IOException {
        try {
            OutputStream quoting = MimeUtility.encode(out, "quoted-printable");
            quoting.write(text);
            quoting.flush();
        } catch (MessagingException e) {
            throw new IllegalStateException("quoted-printable is known", e);
        }
    }

    /** RFC 2046 §5.1.1. */
    private void parts(Entity entity, String boundary, String standard, int depth) throws IOException {
        byte[] octets = entity.octets();
        List<int[]> delimiters = delimiters(entity, boundary);
        if (delimiters.isEmpty()) {
            out.writeBytes(lines(octets, entity.body(), entity.end())); // whatever it is, it is not lost
            return;
        }
        aside(octets, entity.body(), delimiters.get(0)[0]);
        for (int i = 0; i < delimiters.size(); i++) {
            int[] delimiter = delimiters.get(i);
            boolean isLast = delimiter[2] == 1;
            write(i == 0 ? "" : "\r\n");
            out.writeBytes(ofBoundary(boundary));
            write((isLast ? "--" : "") + (octets[delimiter[1] - 1] == '\n' ? "\r\n" : ""));
            if (isLast) {
                aside(octets, delimiter[1], entity.end());
                return;
            }
            int end = i + 1 < delimiters.size()
                    ? beforeLine(octets, delimiter[1], delimiters.get(i + 1)[0])
                    : entity.end();
            part(octets, delimiter[1], end, standard, depth);
        }
    }

    /** What stands before the first part and behind the last is for nobody; it stays where it does no harm. */
    private void aside(byte[] octets, int from, int end) {
        if (isSafe(octets, from, end)) {
            out.write(octets, from, end - from);
        }
    }

    private static byte[] ofBoundary(String boundary) {
        return ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    private void part(byte[] octets, int from, int end, String standard, int depth) throws IOException {
        if (isSafe(octets, from, end)) {
            out.write(octets, from, end - from);
            return;
        }
        Entity part = Entity.of(octets, from, end);
        if (isSafe(octets, part.body(), part.end())) {
            fields(part, part.fields());
            out.writeBytes(CRLF);
            out.write(octets, part.body(), part.end() - part.body());
        } else {
            entity(part, part.fields(), standard, depth + 1);
        }
    }

    /** Where each line of the boundary begins, where the next line begins, and whether it is the last (1). */
    private static List<int[]> delimiters(Entity entity, String boundary) {
        byte[] octets = entity.octets();
        byte[] mark = ofBoundary(boundary);
        List<int[]> found = new ArrayList<>();
        for (int at = entity.body(); at < entity.end(); ) {
            int next = Entity.afterLine(octets, at, entity.end());
            int behind = behind(octets, at, next, mark);
            if (behind >= 0) {
                boolean isLast = next - behind >= 2 && octets[behind] == '-' && octets[behind + 1] == '-';
                if (isBlank(octets, isLast ? behind + 2 : behind, next)) {
                    found.add(new int[] {at, next, isLast ? 1 : 0});
                }
            }
            at = next;
        }
        return found;
    }

    /** The place behind the mark that the line begins with, or -1. */
    private static int behind(byte[] octets, int from, int end, byte[] mark) {
        if (end - from < mark.length) {
            return -1;
        }
        for (int i = 0; i < mark.length; i++) {
            if (octets[from + i] != mark[i]) {
                return -1;
            }
        }
        return from + mark.length;
    }

    private static boolean isBlank(byte[] octets, int from, int end) {
        for (int at = from; at < end; at++) {
            if (octets[at] != ' ' && octets[at] != '\t' && octets[at] != '\r' && octets[at] != '\n') {
                return false;
            }
        }
        return true;
    }

    /** Without the end of line that belongs to the boundary behind it. */
    private static int beforeLine(byte[] octets, int from, int line) {
        int end = line;
        end -= end > from && octets[end - 1] == '\n' ? 1 : 0;
        return end - (end > from && octets[end - 1] == '\r' ? 1 : 0);
    }
}
