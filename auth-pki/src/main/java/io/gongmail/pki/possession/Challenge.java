package io.gongmail.pki.possession;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is to be signed: a short text that binds the signature to one purpose, one subject, one host, one end and one
 * number, so that it serves nowhere else and no second time.
 *
 * <pre>
 * Gongmail challenge 1
 * purpose: register-certificate
 * subject: 8c0e2f5e-6d2b-4b43-9a6d-0f5d6f1c2b3a
 * host: mail.gongmail.example
 * expires: 2026-11-24T10:15:00Z
 * nonce: 00112233445566778899aabbccddeeff
 * </pre>
 *
 * Lines end in LF, the last one too; the text is UTF-8.
 *
 * @param purpose what the signature is good for
 * @param subject the application's id or the account's address; 1 to 320 characters without control characters
 * @param host the server that asks, by its name
 * @param expires the instant from which it is good no more, in whole seconds
 * @param nonce the one-time number, 128 bit in lower-case hexadecimal
 */
public record Challenge(Purpose purpose, String subject, String host, Instant expires, String nonce) {
    private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,320}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,255}");
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern TEXT = Pattern.compile("Gongmail challenge 1\n"
            + "purpose: ([^\n]{1,64})\n"
            + "subject: ([^\n]{1,320})\n"
            + "host: ([^\n]{1,255})\n"
            + "expires: ([^\n]{1,40})\n"
            + "nonce: ([^\n]{32})\n");

    /** @throws IllegalArgumentException when a part is out of its bounds */
    public Challenge {
        if (!SUBJECT.matcher(subject).matches()
                || !HOST.matcher(host).matches()
                || !NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("not a challenge");
        }
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
    }

    /** With a new one-time number from {@code random}. */
    public static Challenge fresh(Purpose purpose, String subject, String host, Instant expires, SecureRandom random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return new Challenge(purpose, subject, host, expires, HexFormat.of().formatHex(nonce));
    }

    /** Reads what {@link #text()} wrote; empty when it is anything else. */
    public static Optional<Challenge> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Stream.of(Purpose.values())
                    .filter(purpose -> purpose.token().equals(parts.group(1)))
                    .findFirst()
                    .map(purpose -> new Challenge(
                            purpose, parts.group(2), parts.group(3), Instant.parse(parts.group(4)), parts.group(5)))
                    // One text for one challenge: another spelling of the same instant is not ours.
                    .filter(challenge -> challenge.text().equals(text));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The text to sign. */
    public String text() {
        return "Gongmail challenge 1\npurpose: " + purpose.token() + "\nsubject: " + subject + "\nhost: " + host
                + "\nexpires: " + expires + "\nnonce: " + nonce + "\n";
    }

    /** Whether it is good no more at {@code now}. */
    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }

    byte[] octets() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
