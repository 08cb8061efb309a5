package io.gongmail.server.tables;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RootDSE;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.Doors;
import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.directory.DirectoryListener;
import io.gongmail.server.managesieve.ManageSieveListener;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.smtp.Submitters;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.MailProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a running server announces, before sign-in and after it, to an official and to an agency's account, as rows call it. */
final class Announced {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final TestServer server = TestServer.shared();
    private final List<TestPerson> people = List.of(server.person("announced"), server.agency("announced"));
    private final Map<String, Set<String>> names = new TreeMap<>();

    private Announced() {}

    /** By the section of {@code extensions.txt}. */
    static Map<String, Set<String>> all() throws Exception {
        Announced announced = new Announced();
        for (TestPerson person : announced.people) {
            announced.imap(person);
            announced.submission(person);
            announced.manageSieve(person);
            announced.directory(person);
        }
        return announced.names;
    }

    private void note(String section, String name) {
        names.computeIfAbsent(section, first -> new TreeSet<>()).add(name);
    }

    /** Lines of text over a socket. */
    private record Lines(Socket socket, BufferedReader in) implements AutoCloseable {
        static Lines of(Socket socket) throws IOException {
            return new Lines(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }

        /** Up to the line of which that holds, and with it. */
        List<String> until(Predicate<String> last) throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                if (last.test(line)) {
                    return lines;
                }
            }
            throw new IOException("the connection ended after " + lines);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Lines connect(int port, Issued shown) throws IOException {
        return Lines.of(TestTls.connect(port, server.authority().serverCa(), shown));
    }

    private static String plain(TestPerson person) {
        return Base64.getEncoder()
                .encodeToString(("\0" + person.address() + "\0" + person.password()).getBytes(StandardCharsets.UTF_8));
    }

    private void imap(TestPerson person) throws IOException {
        try (Lines imap = connect(server.imap().port(), person.certificate())) {
            imap.until(line -> line.startsWith("* OK"));
            for (String command : List.of("CAPABILITY", "AUTHENTICATE PLAIN " + plain(person), "CAPABILITY")) {
                imap.say("a " + command);
                List<String> answer = imap.until(line -> line.startsWith("a "));
                if (!answer.get(answer.size() - 1).startsWith("a OK")) {
                    throw new IOException(command + " is not answered OK: " + answer);
                }
                answer.stream()
                        .filter(line -> line.startsWith("* CAPABILITY "))
                        .flatMap(line -> List.of(line.split(" ")).stream().skip(2))
                        .forEach(name -> note("IMAP", name));
            }
        }
    }

    private void submission(TestPerson person) throws IOException {
        SubmissionConfig config =
                new SubmissionConfig("127.0.0.1", 0, 100, 100, 12_288, DataSize.kibibytes(64), 10, LONG, LONG);
        try (SubmissionListener listener = server.submission(
                config,
                server.encryption(),
                server.gate(MailProtocol.SMTP, server.judging(), new ConnectionLimits(100, 100)),
                Submitters.people(server.registry().sentAs()),
                server.signIn(),
                server.mail().queueFactory())) {
            listener.start();
            try (Lines smtp = connect(listener.port(), person.certificate())) {
                smtp.until(line -> line.startsWith("220 "));
                for (String command :
                        List.of("EHLO client.example", "AUTH PLAIN " + plain(person), "EHLO client.example")) {
                    smtp.say(command);
                    List<String> answer = smtp.until(line -> line.matches("\\d{3} .*"));
                    if (!answer.get(answer.size() - 1).startsWith("2")) {
                        throw new IOException(command + " is refused: " + answer);
                    }
                    if (command.startsWith("EHLO")) {
                        answer.stream().skip(1).map(line -> line.substring(4)).forEach(this::keyword);
                    }
                }
            }
        }
    }

    private void keyword(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("AUTH") || words[0].equals("LIMITS")) {
            for (int i = 1; i < words.length; i++) {
                note("Submission", words[0] + " " + words[i].replaceFirst("=.*", ""));
            }
        } else {
            note("Submission", words[0]);
        }
    }

    private void manageSieve(TestPerson person) throws IOException, InterruptedException {
        try (ManageSieveListener listener =
                server.manageSieve(new ManageSieveConfig(Doors.OPEN, "127.0.0.1", 0, 100, 100, LONG, LONG))) {
            listener.start();
            try (Lines sieve = Lines.of(new Socket("127.0.0.1", listener.port()))) {
                sieve.until(line -> line.startsWith("OK")).forEach(this::capability);
            }
            try (Lines sieve = connect(listener.port(), person.certificate())) {
                sieve.until(line -> line.startsWith("OK")).forEach(this::capability);
                sieve.say("AUTHENTICATE \"PLAIN\" \"" + plain(person) + "\"");
                sieve.until(line -> line.startsWith("OK"));
                sieve.say("CAPABILITY");
                sieve.until(line -> line.startsWith("OK")).forEach(this::capability);
            }
        }
    }

    private void capability(String line) {
        if (!line.startsWith("\"")) {
            return;
        }
        String[] strings = line.substring(1, line.length() - 1).split("\" \"", -1);
        String values = strings.length > 1 ? strings[1] : "";
        switch (strings[0]) {
            case "SIEVE" -> List.of(values.split(" ")).forEach(name -> note("Sieve", name));
            case "SASL" -> {
                for (String mechanism : values.split(" ")) {
                    if (!mechanism.isEmpty()) {
                        note("ManageSieve", "SASL " + mechanism);
                    }
                }
            }
            default -> note("ManageSieve", strings[0]);
        }
    }

    private void directory(TestPerson person) throws IOException, InterruptedException, LDAPException {
        try (DirectoryListener listener = server.directory(new DirectoryConfig(
                Doors.OPEN,
                "127.0.0.1",
                0,
                100,
                100,
                "o=Government of Korea,c=KR",
                Visibility.ALL,
                EnumSet.allOf(PersonDetail.class),
                500,
                Duration.ofSeconds(10),
                Duration.ZERO,
                LONG,
                LONG))) {
            listener.start();
            try (LDAPConnection ldap = new LDAPConnection(
                    TestTls.context(server.authority().serverCa(), person.certificate())
                            .getSocketFactory(),
                    "127.0.0.1",
                    listener.port())) {
                root(ldap.getRootDSE());
                ldap.bind(person.address(), person.password());
                root(ldap.getRootDSE());
            }
        }
    }

    private void root(RootDSE root) {
        for (String attribute : List.of("supportedControl", "supportedExtension", "supportedFeatures")) {
            for (String value : values(root, attribute)) {
                note("LDAP", value);
            }
        }
        for (String mechanism : values(root, "supportedSASLMechanisms")) {
            note("LDAP", "SASL " + mechanism);
        }
    }

    private static String[] values(RootDSE root, String attribute) {
        String[] values = root.getAttributeValues(attribute);
        return values == null ? new String[0] : values;
    }
}
