package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A talking test connection: what the server hears and what it says. {@code says("a1 OK …")} reads up to the tagged answer
 * of a1 and keeps what came before it for {@link #told()}; the words expected must stand in the answer in their order.
 */
final class ImapTalk implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}\r\n$");

    private final Socket socket;
    private InputStream in;
    private OutputStream out;
    private List<String> told = List.of();
    private String answer = "";

    private ImapTalk(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** A connection showing that certificate, or none; nothing is read yet. */
    static ImapTalk showing(int port, @Nullable Issued certificate) {
        try {
            return new ImapTalk(
                    TestTls.connect(port, TestServer.shared().authority().serverCa(), certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of the person's, greeted. */
    static ImapTalk of(TestPerson person) {
        return showing(TestServer.shared().imap().port(), person.certificate()).says("* OK");
    }

    /** A connection of the person's, signed in. */
    static ImapTalk signedIn(TestPerson person) {
        return of(person)
                .hears("in LOGIN " + person.address() + " " + person.password())
                .says("in OK");
    }

    /** One line, or several joined by CRLF, in UTF-8; CRLF is added. */
    ImapTalk hears(String lines) {
        return hears((lines + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Octets as they are. */
    ImapTalk hears(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer with the first word expected ("a1", "*", "+") has the others in their order. */
    ImapTalk says(String expected) {
        String first = expected.split(" ", 2)[0];
        List<String> before = new ArrayList<>();
        String line = line();
        if (!first.equals("*") && !first.equals("+")) {
            while (line.startsWith("* ") || line.startsWith("+ ")) {
                assertThat(line).as("said instead of " + expected).doesNotStartWith("* BYE");
                before.add(line);
                line = line();
            }
        }
        told = before;
        answer = line;
        assertThat(line + "\n").as("before it: " + before).startsWith(first);
        int from = 0;
        for (String word : expected.split(" ")) {
            int at = line.indexOf(word, from);
            assertThat(at)
                    .as("\"%s\" says \"%s\" in order in: %s (before it: %s)", expected, word, line, before)
                    .isGreaterThanOrEqualTo(0);
            from = at + word.length();
        }
        return this;
    }

    /** Sends the command and expects it answered OK. */
    ImapTalk does(String tagged) {
        return hears(tagged).says(tagged.split(" ", 2)[0] + " OK");
    }

    /** From here on both sides compress, as was agreed (RFC 4978 §3). */
    ImapTalk compresses() {
        in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true), 512));
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), 512, true);
        return this;
    }

    /** Octets past what compresses. */
    ImapTalk hearsBare(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The untagged answers before the last tagged one, without CRLF at their ends, literals within. */
    List<String> told() {
        return told;
    }

    /** The untagged answers before the last tagged one that begin so. */
    List<String> told(String prefix) {
        return told.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    /** Those that begin so, read as UTF-8. */
    List<String> toldInUtf8(String prefix) {
        return told(prefix).stream()
                .map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    /** The same with octets as they came, for answers that are not text. */
    byte[] toldOctets() {
        return String.join("\r\n", told).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The last answer expected. */
    String answer() {
        return answer;
    }

    /** A message appended with CRLF line ends. */
    ImapTalk appends(String mailbox, String message) {
        return appends(mailbox, message.getBytes(StandardCharsets.UTF_8));
    }

    /** The same of octets. */
    ImapTalk appends(String mailbox, byte[] message) {
        hears("ap APPEND " + mailbox + " {" + message.length + "}").says("+");
        return hears(message).hears("").says("ap OK");
    }

    /** The server has closed the connection, after nothing more than what is given back. */
    List<String> closes() {
        List<String> last = new ArrayList<>();
        try {
            for (String line = lineOrEnd(); line != null; line = lineOrEnd()) {
                last.add(line);
            }
        } catch (UncheckedIOException e) {
            assertThat(e).as("closed, be it by a reset").hasCauseInstanceOf(IOException.class);
        }
        return last;
    }

    private String line() {
        String line = lineOrEnd();
        assertThat(line).as("the server has closed the connection").isNotNull();
        return line;
    }

    private @Nullable String lineOrEnd() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            while (true) {
                int octet = in.read();
                if (octet < 0) {
                    return octets.size() == 0 ? null : octets.toString(StandardCharsets.ISO_8859_1);
                }
                octets.write(octet);
                if (octet == '\n') {
                    String soFar = octets.toString(StandardCharsets.ISO_8859_1);
                    Matcher literal = LITERAL.matcher(soFar);
                    if (!literal.find()) {
                        return octets.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                    }
                    octets.write(in.readNBytes(Integer.parseInt(literal.group(1))));
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("silence instead of a line, after " + answer, e);
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
