package io.gongmail.server.notice;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticePriority;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.mail.internet.InternetAddress;

/**
 * A letter as a message (RFC 5322, RFC 2045), with the fields that {@link NoticeFields} reads. Of the same letter under the same id at the
 * same time it is the same to the octet. Immutable.
 */
final class NoticeMessage {
    static final String ID = "X-Gongmail-Notice-Id";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final int LONGEST_PLAIN = 60;

    /** Octets in one encoded word, so that it is within the 75 characters of RFC 2047 §2. */
    private static final int IN_A_WORD = 42;

    private NoticeMessage() {}

    /**
     * @param agency the name of the author's
     * @param at when it was written
     */
    static byte[] written(WrittenNotice letter, String agency, UUID id, Instant at) {
        String domain = letter.author().domain();
        List<String> lines = new ArrayList<>(List.of(
                "From: " + from(letter.author(), agency),
                "To: <notice@" + domain + ">",
                "Subject: " + words(letter.subject()),
                "Date: " + date(at),
                "Message-ID: <" + id + "." + Long.toString(at.toEpochMilli(), 36) + "@" + domain + ">",
                ID + ": " + id,
                "X-Gongmail-Audience: " + words(letter.audience())));
        if (letter.priority() != NoticePriority.NORMAL) {
            lines.add("Importance: " + (letter.priority() == NoticePriority.URGENT ? "high" : "low"));
        }
        if (letter.mustRead()) {
            lines.add("X-Gongmail-Must-Read: yes");
        }
        letter.corrects().ifPresent(number -> lines.add(NoticeFields.CORRECTS + ": " + number));
        letter.at().ifPresent(time -> lines.add("X-Gongmail-Notice-At: " + time));
        letter.expires().ifPresent(time -> lines.add("Expires: " + date(time)));
        lines.add("MIME-Version: 1.0");
        if (letter.enclosures().isEmpty()) {
            lines.addAll(text(letter.text()));
        } else {
            parts(lines, letter, "=_" + id.toString().replace("-", ""));
        }
        return String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 2046 §5.1. No line of base64 has {@code =_} in it. */
    private static void parts(List<String> lines, WrittenNotice letter, String boundary) {
        lines.addAll(List.of("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"", "", "--" + boundary));
        lines.addAll(text(letter.text()));
        for (Enclosure enclosure : letter.enclosures()) {
            lines.addAll(List.of(
                    "--" + boundary,
                    // A mail program goes by the name; nothing in it is taken for text of ours.
                    "Content-Type: application/octet-stream",
                    "Content-Disposition: attachment;",
                    " filename*=UTF-8''" + extended(enclosure.name()),
                    "Content-Transfer-Encoding: base64",
                    "",
                    Base64.getMimeEncoder().encodeToString(enclosure.octets())));
        }
        lines.addAll(List.of("--" + boundary + "--", ""));
    }

    private static List<String> text(String text) {
        String whole = text.endsWith("\n") ? text : text + "\n";
        return List.of(
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder()
                        .encodeToString(whole.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                "");
    }

    private static String date(Instant at) {
        return DATE.format(at.atZone(KOREA));
    }

    private static String from(Address author, String agency) {
        try {
            return new InternetAddress(author.toString(), agency, "UTF-8").toString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 2047 §5 (1), unless it is short and plain. */
    private static String words(String text) {
        boolean isPlain = text.length() <= LONGEST_PLAIN
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                && !text.contains("=?")
                && !text.contains("  ");
        if (isPlain) {
            return text;
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int c : text.codePoints().toArray()) {
            int more = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > IN_A_WORD) {
                words.add(word(word.toString()));
                word.setLength(0);
                octets = 0;
            }
            word.appendCodePoint(c);
            octets += more;
        }
        words.add(word(word.toString()));
        return String.join("\r\n ", words);
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /** RFC 2231 §4: every octet but letters and digits, so that none means anything to anybody. */
    private static String extended(String name) {
        StringBuilder extended = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean isPlain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '.';
            extended.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return extended.toString();
    }
}
