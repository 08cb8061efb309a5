package io.gongmail.server.notice;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticePriority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.server.core.MimeMessageInputStream;

/**
 * What a message says of the notice that it is.
 *
 * @param audience the expression; empty where it tells none
 * @param key what its sender calls it
 * @param sha256 of what makes it this notice and no other: from whom, to whom, what, when; not of fields that each attempt may write
 *     anew
 * @param at when it goes, at the earliest
 * @param expires when it goes no more
 * @param corrects the number of the one whose place it takes, as it is written; empty where it takes none's
 */
public record NoticeFields(
        String audience,
        String key,
        String subject,
        NoticePriority priority,
        boolean mustRead,
        String sha256,
        Optional<Instant> at,
        Optional<Instant> expires,
        String corrects) {
    static final String CORRECTS = "X-Gongmail-Corrects";

    private static final String AUDIENCE = "X-Gongmail-Audience";
    private static final String ID = "X-Gongmail-Notice-Id";
    private static final String MESSAGE_ID = "Message-ID";
    private static final String AT = "X-Gongmail-Notice-At";
    /** RFC 4021 §2.1.50. */
    private static final String EXPIRES = "Expires";

    private static final String MUST_READ = "X-Gongmail-Must-Read";
    private static final List<String> ONCE = List.of(AUDIENCE, ID, MESSAGE_ID, AT, EXPIRES, MUST_READ, CORRECTS);
    private static final List<String> PRIORITIES = List.of("Importance", "Priority", "X-Priority");
    private static final List<String> YES = List.of("yes", "true", "1");
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_KEY = 998; // RFC 5322 §2.1.1

    /**
     * Reads them. A field that may stand once and stands twice is refused (G-946), as is a time that is none (G-943, G-944).
     *
     * @param named the saved audience that it was sent to; empty where the message is to tell it
     */
    static Ruling<NoticeFields> read(MimeMessage message, Address author, String named)
            throws MessagingException, IOException {
        for (String name : ONCE) {
            String[] values = message.getHeader(name);
            if (values != null && values.length > 1) {
                return Ruling.refused("G-946", "name", name);
            }
        }
        String audience = named.isEmpty() ? text(message, AUDIENCE) : named;
        String own = text(message, ID);
        String key = shortened(own.isEmpty() ? text(message, MESSAGE_ID) : own, LONGEST_KEY);
        String subject = shortened(text(message, "Subject").replaceAll("\\p{Cntrl}", " "), LONGEST_SUBJECT);
        NoticePriority priority = priority(message);
        boolean mustRead = YES.contains(text(message, MUST_READ).toLowerCase(Locale.ROOT));
        String sha256 = sha256(message, author, audience, subject);
        Ruling<Optional<Instant>> expires = time(text(message, EXPIRES), "G-944");
        String corrects = text(message, CORRECTS);
        return time(text(message, AT), "G-943")
                .then(at -> expires.then(end -> Ruling.granted(
                        new NoticeFields(audience, key, subject, priority, mustRead, sha256, at, end, corrects))));
    }

    private static String shortened(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    /** The value of a field, unfolded and decoded (RFC 2047); empty where it has none. */
    private static String text(MimeMessage message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        if (values == null) {
            return "";
        }
        String value = MimeUtility.unfold(values[0]);
        try {
            return MimeUtility.decodeText(value).strip();
        } catch (UnsupportedEncodingException e) {
            return value.strip();
        }
    }

    /** Importance (RFC 4021 §2.1.54), Priority (§2.1.55), and what most programs write. */
    static NoticePriority priority(MimeMessage message) throws MessagingException {
        for (String name : PRIORITIES) {
            String value = text(message, name).toLowerCase(Locale.ROOT);
            if (value.matches("(high|urgent|[12]).*")) {
                return NoticePriority.URGENT;
            }
            if (value.matches("(low|non-urgent|[45]).*")) {
                return NoticePriority.LOW;
            }
        }
        return NoticePriority.NORMAL;
    }

    /** RFC 3339, or as in a Date field (RFC 5322 §3.3). */
    private static Ruling<Optional<Instant>> time(String text, String code) {
        if (text.isEmpty()) {
            return Ruling.granted(Optional.empty());
        }
        for (DateTimeFormatter form :
                List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME, DateTimeFormatter.RFC_1123_DATE_TIME)) {
            try {
                return Ruling.granted(
                        Optional.of(OffsetDateTime.parse(text, form).toInstant()));
            } catch (DateTimeException e) {
                // In the other form, perhaps.
            }
        }
        return Ruling.refused(code, "found", text);
    }

    /** Of a message, as what its notice's record says. */
    public static String sha256(MimeMessage message, Address author, String audience, String subject)
            throws MessagingException, IOException {
        MessageDigest digest = digest();
        for (String part : List.of(
                author.toString(),
                audience,
                subject,
                text(message, AT),
                text(message, EXPIRES),
                text(message, MUST_READ),
                text(message, "Content-Type"))) {
            digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String corrects = text(message, CORRECTS);
        if (!corrects.isEmpty()) {
            digest.update((CORRECTS + ": " + corrects + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = new MimeMessageInputStream(message)) {
            skipHeader(in);
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Up to the first empty line (RFC 5322 §2.1). */
    private static void skipHeader(InputStream in) throws IOException {
        int inLine = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                if (inLine == 0) {
                    return;
                }
                inLine = 0;
            } else if (octet != '\r') {
                inLine++;
            }
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
