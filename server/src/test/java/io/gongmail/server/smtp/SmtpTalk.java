package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * A connection to the server as a transcript: {@code hears} is what the server is sent, {@code says} what it answers. A
 * reply that does not come within half a minute fails the test.
 */
final class SmtpTalk implements AutoCloseable {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private List<String> reply = List.of();

    SmtpTalk(SSLSocket socket) {
        this.socket = socket;
        try {
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends lines, each with its CRLF, in one write. */
    SmtpTalk hears(String... lines) {
        return hearsRaw(String.join("\r\n", lines) + "\r\n");
    }

    /** Sends {@code octets} as they are, one for each character up to U+00FF. */
    SmtpTalk hearsRaw(String octets) {
        return hearsBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmtpTalk hearsBytes(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one reply, all its lines (RFC 5321 §4.2.1), and checks how its last line begins. */
    SmtpTalk says(String start) {
        reply = readReply();
        assertThat(last()).as("the reply").startsWith(start);
        return this;
    }

    /** As {@link #says(String)}, and the code of the reason stands in it, too. */
    SmtpTalk says(String start, String code) {
        says(start);
        assertThat(last()).contains("(" + code + ")");
        return this;
    }

    /** The lines of the last reply, without code. */
    List<String> texts() {
        return reply.stream().map(line -> line.substring(4)).toList();
    }

    String last() {
        return reply.get(reply.size() - 1);
    }

    /** Whether an octet is there to be read, now. */
    boolean hasBeenAnswered() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has closed, and said nothing more. */
    void hangsUp() {
        try {
            assertThat(in.read()).as("end of stream").isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SmtpTalk ehlo() {
        return hears("EHLO client.example").says("250 ");
    }

    SmtpTalk authPlain(String user, String password) {
        return hears("AUTH PLAIN " + base64("\0" + user + "\0" + password));
    }

    /** A whole transaction; the reply to the end of data is left to be read. */
    SmtpTalk submits(String from, String to, String message) {
        hears("MAIL FROM:<" + from + ">").says("250 ");
        hears("RCPT TO:<" + to + ">").says("250 ");
        hears("DATA").says("354 ");
        return hearsRaw(message + "\r\n.\r\n");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> readReply() {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = readLine();
            assertThat(line).as("a line of a reply").matches("[2-5][0-9][0-9]([ -].*)?");
            assertThat(line.length()).as("octets without CRLF").isLessThanOrEqualTo(510);
            lines.add(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return List.copyOf(lines);
    }

    private String readLine() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new AssertionError("the server closed after \"" + line.toString(StandardCharsets.US_ASCII)
                            + "\", the reply before was " + reply);
                }
                line.write(octet);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            assertThat(text).as("a line ends in CRLF").endsWith("\r");
            String stripped = text.substring(0, text.length() - 1);
            assertThat(stripped.chars().allMatch(c -> c >= 0x20 && c < 0x7f))
                    .as("US-ASCII: " + stripped)
                    .isTrue();
            return stripped;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("silence instead of a reply, the one before was " + reply, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
