package io.gongmail.server.imap.scripts;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mpt.api.Continuation;
import org.apache.james.mpt.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * A script's connection, over TLS. All that is said and heard goes through as it is, but for four things: the greeting, which
 * names this server where scripts expect James' words; the lines of {@link Translation}; name and password in LOGIN, which are a
 * person's; and the certificate to be shown, which is known only when somebody signs in: until then it is that of the script's
 * first user, and where somebody else signs in, this connects anew. Behind LOGOUT the connection has to have ended (RFC 9051
 * §6.1.3): then what a suite says to clean up after each of its scripts goes nowhere, and is answered by nothing.
 */
final class ScriptSession implements Session {
    /** What a script waits for comes at once or never. */
    private static final int TIMEOUT_MILLIS = 4_000;

    private static final Pattern LOGIN = Pattern.compile("(\\S+ LOGIN )(\\S+) (\\S+)", Pattern.CASE_INSENSITIVE);
    private static final String JAMES_GREETING = "* OK IMAP4rev1 Server ready";

    private final ScriptHost host;
    private final Continuation continuation;
    private @Nullable Socket socket;
    private @Nullable InputStream in;
    private @Nullable TestPerson shown;
    private boolean greeted;
    private boolean loggedOut;
    private String asked = "";

    ScriptSession(ScriptHost host, Continuation continuation) {
        this.host = host;
        this.continuation = continuation;
    }

    @Override
    public void start() throws IOException {
        connect(host.firstPerson());
    }

    private void connect(TestPerson person) throws IOException {
        stop();
        socket = TestTls.connect(host.port(), host.server().authority().serverCa(), person.certificate());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        shown = person;
        greeted = false;
        loggedOut = false;
    }

    @Override
    public void writeLine(String line) throws IOException {
        if (loggedOut) {
            return;
        }
        String said = line;
        asked = line;
        Matcher login = LOGIN.matcher(line);
        if (login.matches()) {
            Optional<TestPerson> person = host.person(login.group(2));
            if (person.isPresent()) {
                if (!person.get().equals(shown)) {
                    connect(person.get());
                    readLine();
                }
                said = login.group(1) + person.get().address() + " " + host.password(login.group(2), login.group(3));
            }
        }
        Socket connected = Objects.requireNonNull(socket);
        connected.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.UTF_8));
        connected.getOutputStream().flush();
    }

    @Override
    public String readLine() throws IOException {
        InputStream from = Objects.requireNonNull(in);
        if (loggedOut) {
            if (from.read() >= 0) {
                throw new IOException("the server goes on talking after LOGOUT");
            }
            return "";
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int octet = from.read(); octet != '\n'; octet = from.read()) {
            if (octet < 0) {
                throw new EOFException("the server has closed after " + octets.toString(StandardCharsets.UTF_8));
            }
            octets.write(octet);
        }
        String line = octets.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
        loggedOut = line.matches("\\S+ OK LOGOUT completed\\.");
        if (!greeted) {
            greeted = true;
            return line.startsWith("* OK ") ? JAMES_GREETING : line;
        }
        if (line.startsWith("+ ")) {
            continuation.doContinue();
        }
        return Translation.ofJames(asked, line);
    }

    /** What James does for its REINIT: a session that nobody has signed in to, and whose greeting nobody reads. */
    @Override
    public void restart() throws IOException {
        connect(Objects.requireNonNull(shown));
        readLine();
    }

    @Override
    public void stop() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    /** Nothing here is still to come once a command is answered. */
    @Override
    public void await() {}
}
