package io.gongmail.server.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/** A mail of the queue as a script sees it. For one thread. */
final class ArrivedMail implements Arriving {
    /** Of one field, and of one name. */
    private static final int LONGEST_VALUE = 64 * 1024;

    private static final int MOST_VALUES = 200;

    private final MimeMessage message;
    private final Optional<String> from;
    private final String to;
    private final ZonedDateTime now;
    private final long size;
    private final Predicate<String> mailboxes;

    ArrivedMail(Mail mail, String to, ZonedDateTime now, Predicate<String> mailboxes) throws MessagingException {
        this.message = mail.getMessage();
        this.from = mail.getMaybeSender().asOptional().map(MailAddress::asString);
        this.to = to;
        this.now = now;
        this.size = mail.getMessageSize();
        this.mailboxes = mailboxes;
    }

    @Override
    public List<String> header(String name) {
        return rawHeader(name).stream().map(ArrivedMail::decoded).toList();
    }

    @Override
    public List<String> rawHeader(String name) {
        String[] found;
        try {
            found = message.getHeader(name);
        } catch (MessagingException e) {
            throw new IllegalStateException("a queued message cannot be read", e);
        }
        List<String> values = new ArrayList<>();
        for (String value : found == null ? new String[0] : found) {
            if (values.size() < MOST_VALUES) {
                String cut = value.substring(0, Math.min(value.length(), LONGEST_VALUE));
                values.add(utf8(MimeUtility.unfold(cut)).strip());
            }
        }
        return values;
    }

    /** RFC 6532: octets above US-ASCII are UTF-8, where they are any; the header was read octet by octet. */
    private static String utf8(String value) {
        if (value.chars().allMatch(c -> c < 128) || value.chars().anyMatch(c -> c > 255)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(value).strip();
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    @Override
    public Optional<String> from() {
        return from;
    }

    @Override
    public String to() {
        return to;
    }

    @Override
    public ZonedDateTime now() {
        return now;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Optional<List<String>> body(BodyTransform wanted) {
        try (InputStream octets = new MimeMessageInputStream(message)) {
            return BodyText.of(octets, wanted);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a queued message cannot be read", e);
        }
    }

    @Override
    public boolean hasMailbox(String name) {
        return name.equalsIgnoreCase("INBOX") || mailboxes.test(name);
    }
}
