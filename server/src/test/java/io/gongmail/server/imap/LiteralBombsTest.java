package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals that are too large, are none, lie about their length or come in thousands (RFC 9051 §4.3, RFC 7888 §4). */
class LiteralBombsTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{4294967296}",
                "{4294967296+}",
                "~{4294967296+}",
                "{99999999999999999999}",
                "{99999999999999999999+}",
                "{18446744073709551620+}",
                "{9223372036854775807+}",
                "{9223372036854775808+}",
                "{2147483648}"
            })
    @Adversary("a literal that nobody could hold")
    void whatNobodyCouldHoldIsRefusedBeforeItIsSent(String literal) {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + literal).says("a1 BAD [TOOBIG]").says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent " + literal).says("a1 NO [TOOBIG]");
            if (literal.endsWith("+}")) {
                imap.says("* BYE");
                assertThat(imap.closes()).isEmpty();
            } else {
                imap.does("a2 NOOP");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{-1}", "{-1+}", "{+1}", "{}", "{+}", "{1-}", "{ 1}", "{1", "1}", "{0x5}", "{1}{", "{1.5}"})
    void whatIsNoLiteralIsBadAndTheNextCommandWorks(String literal) {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent " + literal).says("a1 BAD");
            imap.hears("a2 SEARCH SUBJECT " + literal).says("a2");
            assertThat(imap.answer()).doesNotStartWith("a2 OK");
            imap.does("a3 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 0)");
        }
    }

    @Test
    void hundredsInOneCommandAreTakenWhereTheyAreArguments() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 SEARCH" + " SUBJECT {1+}\r\nx".repeat(400)).says("a2 OK");
        }
    }

    @Test
    @Adversary("a literal that nobody could hold")
    void stringsOfACommandAreBoundedTogether() {
        String some = "{40000+}\r\n" + "x".repeat(40_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 SEARCH TEXT " + some).says("a2 OK");
            imap.hears("a3 SEARCH TEXT " + some + " TEXT " + some).says("a3 BAD");
            imap.hears("a4 CREATE {4000000+}\r\n" + "x".repeat(4_000_000)).says("a4 BAD");
            imap.does("a5 NOOP");
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
    }

    /** What does not fit into memory goes to a file, and a connection that asks for a thousand of them gets one. */
    @Test
    @Adversary("literals by the thousand")
    void thoseThatDoNotFitIntoMemoryCostOneFile() {
        String large = "x".repeat(ReceivedCommand.IN_MEMORY);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + large.length() + "+}\r\n" + large + " {1+}\r\nx".repeat(700) + " {100+}");
            Awaitility.await().untilAsserted(() -> assertThat(spooled()).isPositive());
            imap.hears("x".repeat(100)).says("a1 NO [LIMIT]");
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
        // The same once more, looked at in the middle: the last literal is not whole.
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + large.length() + "+}\r\n" + large + " {1+}\r\nx".repeat(90) + " {100}");
            imap.says("+");
            assertThat(spooled()).isEqualTo(1);
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
    }

    /** Octets of one are not those of another, be they in memory or in the file. */
    @Test
    void messagesThatShareAFileComeBackAsTheyWere() {
        String first = "Subject: first\r\n\r\n" + "1".repeat(ReceivedCommand.IN_MEMORY);
        String second = "Subject: second\r\n\r\n" + "2".repeat(70_000);
        String third = "Subject: third\r\n\r\n3\r\n";
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Archive" + literal(first) + literal(second) + literal(third))
                    .says("a1 OK");
            imap.does("a2 SELECT Archive").does("a3 FETCH 1:3 BODY.PEEK[]");
            assertThat(imap.told().stream()
                            .filter(told -> told.contains(" FETCH (BODY[] "))
                            .map(told -> told.substring(told.indexOf("\r\n") + 2, told.length() - 1))
                            .toList())
                    .containsExactly(first, second, third);
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
    }

    private static String literal(String octets) {
        return " {" + octets.length() + "+}\r\n" + octets;
    }

    @Test
    void oneThatEndsTooEarlyIsNotStored() {
        String message = "Subject: cut\r\n\r\n" + "x".repeat(400_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + 2 * message.length() + "+}\r\n" + message);
            Awaitility.await().untilAsserted(() -> assertThat(spooled()).isPositive());
        }
        Awaitility.await().untilAsserted(() -> assertThat(spooled()).isZero());
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 0)");
        }
    }

    /** RFC 9051 §4.3: a literal has as many octets as it says, and what follows is the command's rest, or the next one. */
    @Test
    void whatIsMoreThanItSaidIsTakenForCommands() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {10+}\r\nSubject: x\r\na2 CREATE Taken\r\na3 NOOP")
                    .says("a1 OK")
                    .says("a2 OK")
                    .says("a3 OK");
            imap.hears("a4 APPEND Sent {10+}\r\nSubject: xyz\r\na5 NOOP")
                    .says("a4 BAD")
                    .says("a5 OK");
            imap.does("a6 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 1)");
        }
    }

    /** Files without a name that hold literals now, of this process. */
    private long spooled() {
        Path folder = server.spool();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> leadsInto(each, folder)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsInto(Path link, Path folder) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith(folder + "/literal-");
        } catch (NoSuchFileException e) {
            return false; // closed meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 9051 §2.2.1: a line has an end, in 64 KiB at the latest as it is set up here. */
    @Test
    void aLineOf64KibibytesIsBadAndBoundedEvenWithoutAnEnd() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            for (String command : List.of("CREATE ", "SEARCH ", "", "FETCH 1 (")) {
                imap.hears("a1 " + command + "x".repeat(65_536)).says("a1 BAD");
            }
            imap.hears("a2 CREATE " + "x".repeat(4_000_000) + "\r\na3 NOOP")
                    .says("a2 BAD")
                    .says("a3 OK");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + "x".repeat(12_000)).says("a1 BAD").says("* BYE");
        }
    }
}
