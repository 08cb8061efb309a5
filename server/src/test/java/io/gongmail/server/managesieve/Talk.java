package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A client that says what it is told to. */
final class Talk implements AutoCloseable {
    private Socket socket;

    private Talk(Socket socket) {
        this.socket = socket;
    }

    static Talk overTls(int port, X509Certificate anchor, @Nullable Issued shown) throws IOException {
        return new Talk(TestTls.connect(port, anchor, shown));
    }

    static Talk plainly(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        return new Talk(socket);
    }

    /** From now on by TLS. */
    void startTls(X509Certificate anchor, @Nullable Issued shown) throws IOException {
        socket = TestTls.over(socket, anchor, shown);
    }

    static String plain(TestPerson person) {
        return plain("", person.address(), person.password());
    }

    static String plain(String identity, String login, String password) {
        return Base64.getEncoder()
                .encodeToString((identity + '\0' + login + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }

    static String literal(String text) {
        return "{" + text.getBytes(StandardCharsets.UTF_8).length + "+}\r\n" + text;
    }

    /** As it stands. */
    void sends(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Says a line; the whole answer, which begins so in its last line. */
    String does(String line, String begins) throws IOException {
        sends(line + "\r\n");
        String answer = answer();
        assertThat(last(answer)).as(answer).startsWith(begins);
        return answer;
    }

    /** Up to the line of OK, NO or BYE (RFC 5804 §1.2), literals and all. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        while (true) {
            String line = line();
            answer.append(line).append('\n');
            boolean isLast = line.matches("(OK|NO|BYE)( .*)?");
            while (line.matches(".*\\{\\d+}")) {
                int octets = Integer.parseInt(line.substring(line.lastIndexOf('{') + 1, line.length() - 1));
                answer.append(new String(socket.getInputStream().readNBytes(octets), StandardCharsets.UTF_8));
                line = line();
                answer.append(line).append('\n');
            }
            if (isLast) {
                return answer.toString();
            }
        }
    }

    private static String last(String answer) {
        int at =
                Math.max(Math.max(answer.lastIndexOf("\nOK"), answer.lastIndexOf("\nNO")), answer.lastIndexOf("\nBYE"));
        return answer.substring(at + 1);
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            assertThat(octet).as("the connection ended after: %s", line).isNotNegative();
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\r");
        return text.substring(0, text.length() - 1);
    }

    /** All that is still said until the server ends the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
