package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Vacation;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * An automatic answer as RFC 3834 §3.1 has it: nothing of the mail answered is in it but its subject and its id. Made twice for
 * the same mail at the same time it is the same to the octet.
 */
final class AutoReply {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,250}>");
    private static final int MOST_REFERENCES = 10;
    private static final int LONGEST_FIELD = 16 * 1024;

    private final String hostName;

    AutoReply(String hostName) {
        this.hostName = hostName;
    }

    /** @param at when the answer was written */
    byte[] to(MimeMessage answered, MailAddress sender, Account owner, Answer answer, UUID id, Instant at)
            throws MessagingException {
        Optional<String> messageId =
                ids(answered.getHeader("Message-ID", null)).stream().findFirst();
        List<String> lines = new ArrayList<>(List.of(
                "From: " + from(owner),
                "To: <" + sender.asString() + ">",
                "Subject: " + encoded("Subject: ", subject(answered, answer)),
                "Date: " + DATE.format(at.atZone(KOREA)),
                "Message-ID: <" + id + "@" + hostName + ">"));
        messageId.ifPresent(replied -> {
            lines.add("In-Reply-To: " + replied);
            lines.add("References: " + String.join("\r\n ", references(answered, replied)));
        });
        lines.addAll(List.of("Auto-Submitted: auto-replied", "MIME-Version: 1.0"));
        lines.addAll(answer.mime() ? entity(answer.text()) : plain(answer.text()));
        return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> plain(String text) {
        return List.of(
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64",
                "",
                Base64.getMimeEncoder()
                        .encodeToString(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                "");
    }

    /** RFC 5230 §4.5: as it was written, but for the version, which stands there already. */
    private static List<String> entity(String text) {
        List<String> lines = new ArrayList<>();
        boolean inFields = true;
        for (String line : text.split("\n", -1)) {
            inFields &= !line.isEmpty();
            if (!inFields || !line.regionMatches(true, 0, "MIME-Version:", 0, 13)) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String from(Account owner) {
        try {
            return new InternetAddress(owner.address().toString(), owner.name(), "UTF-8").toString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 3834 §3.1.5. */
    private static String subject(MimeMessage answered, Answer answer) throws MessagingException {
        if (!answer.subject().isEmpty()) {
            return answer.subject();
        }
        String subject = decoded(answered.getHeader("Subject", null)).replaceAll("[\\p{Cntrl}\\s]+", " ");
        int end = Math.min(subject.length(), Vacation.LONGEST_SUBJECT);
        return "Auto: "
                + subject.substring(0, end > 0 && Character.isHighSurrogate(subject.charAt(end - 1)) ? end - 1 : end)
                        .strip();
    }

    private static String decoded(@Nullable String value) {
        if (value == null || value.length() > LONGEST_FIELD) {
            return "";
        }
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    private static String encoded(String field, String text) {
        try {
            return MimeUtility.fold(field.length(), MimeUtility.encodeText(text, "UTF-8", "B"));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first and the last ones, then the one answered (RFC 5322 §3.6.4). */
    private static List<String> references(MimeMessage answered, String messageId) {
        List<String> before;
        try {
            before = ids(answered.getHeader("References", null));
            if (before.isEmpty()) {
                before = ids(answered.getHeader("In-Reply-To", null));
                before = before.size() == 1 ? before : List.of();
            }
        } catch (MessagingException e) {
            before = List.of();
        }
        List<String> references = new ArrayList<>(before);
        while (references.size() >= MOST_REFERENCES) {
            references.remove(1);
        }
        references.add(messageId);
        return references;
    }

    private static List<String> ids(@Nullable String value) {
        return value == null || value.length() > LONGEST_FIELD
                ? List.of()
                : MESSAGE_ID.matcher(value).results().map(MatchResult::group).toList();
    }
}
