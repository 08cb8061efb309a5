package io.gongmail.server.notice.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** A message in the making (RFC 5322), its lines ended by CRLF. Used by one thread. */
public final class LetterText {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    /** An encoded word has at most 75 characters (RFC 2047 §2): that many octets of text. */
    private static final int IN_ONE_WORD = 45;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(4 * 1024);

    /** Adds a line, in UTF-8. */
    public void line(String line) {
        octets.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the subject in encoded words (RFC 2047 §2). */
    public void subject(String subject) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < subject.length(); ) {
            int next = subject.codePointAt(at);
            if (octets(word.toString() + Character.toString(next)) > IN_ONE_WORD) {
                words.append(encoded(word)).append("\r\n "); // RFC 2047 §2
                word.setLength(0);
            }
            word.appendCodePoint(next);
            at += Character.charCount(next);
        }
        line("Subject: " + words + encoded(word));
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String encoded(StringBuilder word) {
        return "=?UTF-8?B?"
                + Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8))
                + "?=";
    }

    /** Adds the Date field (RFC 5322 §3.6.1). */
    public void date(ZonedDateTime at) {
        line("Date: " + dated(at));
    }

    /** As in a Date field (RFC 5322 §3.3). */
    public static String dated(ZonedDateTime at) {
        return DATE.format(at);
    }

    /** RFC 5322 §3.6.4; nothing where there is no id. */
    public void inReplyTo(String messageId) {
        if (!messageId.isEmpty()) {
            line("In-Reply-To: " + messageId);
            line("References: " + messageId);
        }
    }

    /** A part of plain text: the fields that tell of it, and it; lines ended by LF. */
    public void plain(String text) {
        part("text/plain; charset=utf-8", "", text.replace("\n", "\r\n"));
    }

    /**
     * Adds a part: the fields that tell of it, and it, in base64.
     *
     * @param name of a file; empty where it is none
     */
    public void part(String type, String name, String text) {
        line("Content-Type: " + type + (name.isEmpty() ? "" : "; name=\"" + name + "\""));
        if (!name.isEmpty()) {
            line("Content-Disposition: attachment; filename=\"" + name + "\""); // RFC 2183 §2.3
        }
        line("Content-Transfer-Encoding: base64");
        line("");
        line(Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All that was added. */
    public byte[] octets() {
        return octets.toByteArray();
    }
}
