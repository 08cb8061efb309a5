package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that are made to hurt: each is kept octet for octet, listed, looked into and searched like others, within seconds.
 * A parser without bounds is busy with some of them for hours, or is out of memory or stack.
 */
class HostileMessagesTest {
    /** Far more than any of it takes, and far less than it takes without the bounds. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final int MEBIBYTE = 1024 * 1024;
    private static final TestServer SERVER = TestServer.shared();
    private static ImapListener listener;

    private final TestPerson hong = SERVER.person("hong");

    @BeforeAll
    static void listen() throws Exception {
        ImapConfig usual = TestServer.imapConfig();
        listener = SERVER.imap(new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.maxCompressed(),
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                DataSize.mebibytes(64),
                usual.idleTimeout(),
                usual.timeToSignIn(),
                usual.metadataEntries(),
                usual.metadataValue(),
                usual.withheld()));
        listener.start();
    }

    @AfterAll
    static void close() {
        listener.close();
    }

    private ImapTalk signedIn() {
        return ImapTalk.showing(listener.port(), hong.certificate())
                .says("* OK")
                .does("in LOGIN " + hong.address() + " " + hong.password());
    }

    private static String nested(int levels, IntFunction<String> header) {
        StringBuilder message = new StringBuilder("Subject: found\r\n");
        for (int i = 0; i < levels; i++) {
            message.append(header.apply(i));
        }
        return message.append("\r\ntext\r\n").toString();
    }

    /** A field of at least so many octets, folded, that is made of {@code piece} again and again. */
    private static String field(String name, int octets, IntFunction<String> piece) {
        StringBuilder field = new StringBuilder(name).append(':');
        int line = field.length();
        for (int i = 0; field.length() < octets; i++) {
            String next = piece.apply(i);
            if (field.length() - line + next.length() > 900) {
                field.append("\r\n");
                line = field.length();
            }
            field.append(field.length() == line ? " " : "").append(next);
        }
        return field.append("\r\n").toString();
    }

    static Stream<Named<String>> messages() {
        String end = "\r\nthe text\r\n";
        String subject = "Subject: found\r\n";
        return Stream.of(
                Named.of(
                        "1,000 multiparts, one in the other",
                        nested(
                                1_000,
                                i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n")),
                Named.of(
                        "1,000 messages, one in the other", nested(1_000, i -> "Content-Type: message/rfc822\r\n\r\n")),
                Named.of(
                        "50 multiparts whose boundaries nearly match, with 8 MiB within",
                        nested(
                                        50,
                                        i -> "Content-Type: multipart/mixed; boundary=\"" + "-".repeat(66) + i
                                                + "\"\r\n\r\n--" + "-".repeat(66) + i + "\r\n")
                                + ("-".repeat(900) + "\r\n").repeat(9_000)),
                Named.of(
                        "a boundary of 1 MiB, nearly matched",
                        subject + "Content-Type: multipart/mixed;\r\n boundary=\"" + "-".repeat(MEBIBYTE)
                                + "x\"\r\n\r\n" + ("-".repeat(900) + "\r\n").repeat(9_000)),
                Named.of(
                        "100,000 parts",
                        subject + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                                + "--b\r\n\r\nx\r\n".repeat(100_000) + "--b--\r\n"),
                Named.of("a line of 10 MiB", subject + "\r\n" + "x".repeat(10 * MEBIBYTE) + "\r\n"),
                Named.of(
                        "a header field of 10 MiB in one line",
                        subject + "X-Long: " + "x".repeat(10 * MEBIBYTE) + "\r\n" + end),
                Named.of(
                        "a subject of 10 MiB of encoded words that do not end",
                        field("Subject", 10 * MEBIBYTE, i -> "=?a") + end),
                Named.of(
                        "a subject of 10 MiB of encoded words of unknown character sets",
                        field("Subject", 10 * MEBIBYTE, i -> " =?x" + i + "?Q?a?=") + end),
                Named.of(
                        "10 MiB of addresses",
                        subject
                                + field(
                                        "To",
                                        10 * MEBIBYTE,
                                        i -> (i == 0 ? "" : ", ") + "\"p" + i + "\" <p" + i + "@x.kr>")
                                + end),
                Named.of(
                        "10 MiB of comments in comments",
                        subject + field("From", 10 * MEBIBYTE, i -> "((((((((((((((((") + end),
                Named.of(
                        "10 MiB of pieces of one parameter",
                        subject
                                + field(
                                        "Content-Disposition",
                                        10 * MEBIBYTE,
                                        i -> (i == 0 ? "attachment" : "") + "; filename*" + i + "=a")
                                + end),
                Named.of(
                        "10 MiB of parameters",
                        subject
                                + field(
                                        "Content-Type",
                                        10 * MEBIBYTE,
                                        i -> (i == 0 ? "text/plain" : "") + "; p" + i + "*=utf-8''%41")
                                + end),
                Named.of(
                        "10 MiB of references",
                        subject + field("References", 10 * MEBIBYTE, i -> " <" + i + "@x.kr>") + end),
                Named.of("100,000 header fields", subject + "X-A: b\r\n".repeat(100_000) + end),
                Named.of("a million header fields", subject + "a:\r\n".repeat(1_000_000) + end),
                Named.of(
                        "a part with 100,000 header fields",
                        subject + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                                + "X-A: b\r\n".repeat(100_000) + "\r\npart\r\n--b--\r\n"),
                Named.of(
                        "a multipart without a boundary",
                        subject + "Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n"),
                Named.of(
                        "a multipart whose boundary never comes",
                        subject + "Content-Type: multipart/mixed; boundary=b\r\n" + end),
                Named.of(
                        "a character set that there is not",
                        subject + "Content-Type: text/plain; charset=\"klingon-\u0001\"\r\n" + end),
                Named.of(
                        "base64 that is none",
                        subject + "Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                                + "====*(&^%\r\n=A=B=C\r\nQQ=Q\u00ff\r\n"),
                Named.of(
                        "a message in base64 that is none",
                        subject + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n=*=\r\n"),
                Named.of(
                        "quoted-printable that is none",
                        subject + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n==\r\n=4\r\n="),
                Named.of(
                        "encoded words that are none",
                        subject
                                + "From: =?utf-8?B?!!!!?= <a@b.kr>, =??Q?x?=, =?utf-8?X?x?= <>, =?utf-8?Q?=0D=0A?= <a@b>\r\n"
                                + "To: =?UTF-16?B?2AA=?= <x@y.kr>\r\nCc: undisclosed:;,,<@a,@b:c@d>\r\n" + end),
                Named.of(
                        "parameters that are none",
                        subject
                                + "Content-Type: text/plain; name*0*=klingon'x'%ZZ%; name*2=\"; name*99999999999=x; =; ;;\r\n"
                                + "Content-Disposition: attachment; filename*=utf-8''%E0%A4; filename*1*=x'y\r\n"
                                + end),
                Named.of("no header", "\r\nthe text\r\n"),
                Named.of("no end of the header", "Subject: found\r\nX: y"),
                Named.of("bare CR and LF everywhere", "Subject: found\n\rX: y\r\r\n\nthe\rtext\n.\n"));
    }

    private static byte[] octets(String message) {
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] command(String line, byte[] literal) {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes((line + " {" + literal.length + "+}\r\n").getBytes(StandardCharsets.US_ASCII));
        command.writeBytes(literal);
        command.writeBytes(new byte[] {'\r', '\n'});
        return command.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void itIsKeptListedLookedIntoAndSearched(String message) {
        byte[] octets = octets(message);
        try (ImapTalk imap = signedIn()) {
            timed(imap, command("p APPEND INBOX", octets), "p OK");
            timed(imap, "s SELECT INBOX");
            timed(imap, "f1 FETCH 1 (ENVELOPE BODY BODYSTRUCTURE RFC822.SIZE)");
            assertThat(imap.told("* 1 FETCH"))
                    .singleElement()
                    .asString()
                    .contains("ENVELOPE (", "BODYSTRUCTURE (", "BODY (", "RFC822.SIZE " + octets.length);
            timed(imap, "f2 FETCH 1 (BODY.PEEK[1] BODY.PEEK[1.2] BODY.PEEK[1.MIME] BODY.PEEK[2.1.TEXT])");
            assertThat(imap.told("* 1 FETCH")).isNotEmpty();
            timed(imap, "f3 FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT TO)] BODY.PEEK[TEXT]<0.10> PREVIEW)");
            timed(imap, "f4 FETCH 1 BODY.PEEK[]");
            byte[] told = imap.toldOctets();
            assertThat(java.util.Arrays.mismatch(
                            java.util.Arrays.copyOfRange(told, told.length - octets.length - 1, told.length - 1),
                            octets))
                    .isEqualTo(-1);
            timed(imap, "q1 SEARCH TEXT \"nowhere to be found\"");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH");
            timed(imap, "q2 SEARCH OR SUBJECT found HEADER X-A b");
            timed(imap, "q3 UID SORT (SUBJECT FROM SIZE) UTF-8 ALL");
            timed(imap, "c COPY 1 Archive");
        }
    }

    private static void timed(ImapTalk imap, String command) {
        timed(imap, (command + "\r\n").getBytes(StandardCharsets.US_ASCII), command.split(" ", 2)[0] + " OK");
    }

    private static void timed(ImapTalk imap, byte[] command, String answer) {
        long begin = System.nanoTime();
        imap.hears(command).says(answer);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(answer).isLessThan(PATIENCE);
    }

    /** Looked through for its encoded words it takes minutes, for each mailbox that it is put into. */
    @Test
    @Adversary("a message that its readers choke on")
    void aSubjectOfSomeMebibytesIsTakenAtOnce() {
        byte[] message = octets(field("Subject", 4 * MEBIBYTE, i -> "=?a") + "\r\ntext\r\n");
        try (ImapTalk imap = signedIn()) {
            timed(imap, command("p APPEND INBOX", message), "p OK");
        }
    }

    /** What stands behind a field that is too long, and in the body, is found all the same. */
    @Test
    @Adversary("a message that its readers choke on")
    void whatStandsBehindALongFieldIsToldAndFound() {
        String message =
                "X-Long: " + "x".repeat(2 * MEBIBYTE) + "\r\nSubject: behind\r\nContent-Type: multipart/mixed;\r\n"
                        + " boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\nthe second\r\n--b--\r\n";
        try (ImapTalk imap = signedIn()) {
            timed(imap, command("p APPEND INBOX", octets(message)), "p OK");
            imap.does("s SELECT INBOX").does("f1 FETCH 1 (ENVELOPE BODY BODY.PEEK[2] BODY.PEEK[TEXT]<0.3>)");
            assertThat(imap.told("* 1 FETCH"))
                    .singleElement()
                    .asString()
                    .contains("\"behind\"", "\"MIXED\"", "BODY[2] {10}\r\nthe second", "BODY[TEXT]<0> {3}\r\n--b");
            imap.does("q1 SEARCH TEXT \"the second\"");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 1");
            imap.does("q2 SEARCH SUBJECT behind");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 1");
        }
    }

    /** What is told as one part has one: nobody parses it for the others. */
    @Test
    @Adversary("a part of a message that has too many")
    void ofAMessageThatIsToldAsOnePartTheOtherPartsAreNil() {
        String message = nested(60, i -> "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
        try (ImapTalk imap = signedIn()) {
            timed(imap, command("p APPEND INBOX", octets(message)), "p OK");
            imap.does("s SELECT INBOX").does("f1 FETCH 1 (BODY)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\"OCTET-STREAM\"", " " + message.length() + ")");
            imap.does("f2 FETCH 1 (BODY.PEEK[1] BODY.PEEK[1.1] BODY.PEEK[2] BODY.PEEK[1.1.1.1.1.HEADER])");
            assertThat(imap.told("* 1 FETCH"))
                    .containsExactly("* 1 FETCH (BODY[1] {" + message.length() + "}\r\n" + message
                            + " BODY[1.1] NIL BODY[2] NIL BODY[1.1.1.1.1.HEADER] NIL)");
        }
    }
}
