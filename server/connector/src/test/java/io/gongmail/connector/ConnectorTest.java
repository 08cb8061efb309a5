package io.gongmail.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.settings.KeyPin;
import io.gongmail.connector.testing.Account;
import io.gongmail.connector.testing.FakeImap;
import io.gongmail.connector.testing.MailServer;
import io.gongmail.connector.testing.Program;
import io.gongmail.connector.testing.Talks;
import io.gongmail.connector.testing.TestPki;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a small real TLS server. */
@Timeout(120)
class ConnectorTest {
    private static final String SIGN_IN = Talks.imap().get("AUTHENTICATE PLAIN, at once");

    @Test
    void everyWayToSignInGoesThroughWithThePersonsCertificate() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                MailServer smtp = MailServer.smtp();
                Running running = new Running.Builder()
                        .imap(imap.port())
                        .smtp(smtp.port())
                        .start()) {
            for (Map.Entry<String, String> way : Talks.imap().entrySet()) {
                try (Program program = running.imap()) {
                    program.say(way.getValue());
                    assertThat(program.hear("a1 ")).as(way.getKey()).startsWith("a1 OK [CAPABILITY IMAP4rev1 COMPRESS");
                    program.say("echo, please\r\n");
                    assertThat(program.hear()).isEqualTo("echo, please");
                }
            }
            for (Map.Entry<String, String> way : Talks.smtp().entrySet()) {
                try (Program program = running.smtp()) {
                    for (byte octet : way.getValue().getBytes(StandardCharsets.UTF_8)) {
                        program.socket().getOutputStream().write(octet);
                    }
                    assertThat(program.hear("235 ")).as(way.getKey()).isEqualTo("235 2.7.0 signed in");
                    program.say("echo, please\r\n");
                    assertThat(program.hear()).isEqualTo("echo, please");
                }
            }
            assertThat(imap.shown()).containsOnly(TestPki.person().certificate());
            assertThat(smtp.shown()).containsOnly(TestPki.person().certificate());
        }
    }

    @Test
    void whoDoesNotKnowTheSecretGetsNowhere() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program program = running.imap()) {
            program.say("a1 LOGIN " + Account.ADDRESS + " " + Account.quoted(Account.PASSWORD) + "\r\n");
            assertThat(program.hear("a1 ")).startsWith("a1 NO [AUTHENTICATIONFAILED] the user name must be");
            program.say("a2 SELECT INBOX\r\n");
            assertThat(program.hear()).isEqualTo("a2 BAD sign in first");
            assertThat(imap.served().get(0).heard()).isEmpty();
            assertThat(running.script.told()).contains("비밀값").contains("the connector's secret");
        }
    }

    @Test
    void aRefusedCertificateIsToldInTheProtocolAndOnTheTerminalInBothLanguages() throws Exception {
        String words = "certificate expired on 2026-10-01T00:00:00Z; renew it at https://portal.example/ (G-103)";
        try (MailServer imap = MailServer.refusing("* BYE [CONTACTADMIN] " + words);
                MailServer smtp = MailServer.refusing("554 5.7.1 " + words);
                Running running = new Running.Builder()
                        .imap(imap.port())
                        .smtp(smtp.port())
                        .start();
                Program reader = running.imap();
                Program writer = running.smtp()) {
            assertThat(reader.hear()).isEqualTo("* BYE [CONTACTADMIN] " + words);
            assertThat(reader.isAtEnd()).isTrue();
            assertThat(writer.hear()).isEqualTo("554 5.7.1 " + words);
            assertThat(running.script.told())
                    .contains(words)
                    .contains("인증서가 2026-10-01T00:00:00Z에 만료되었습니다. https://portal.example/ 에서 인증서를 갱신하십시오. (G-103)")
                    .containsOnlyOnce("(G-103)\n"); // the second is the same within a minute
        }
    }

    @Test
    void aServerThatIsNotThePinnedOneHearsNothing() throws Exception {
        KeyPin right = KeyPin.of(TestPki.server().certificate());
        KeyPin other = KeyPin.of(TestPki.person().certificate());
        Optional<Path> anchors = Optional.of(TestPki.serverAnchors());
        try (MailServer imap = MailServer.imap(MailServer::echo)) {
            assertThat(greeted(imap, "localhost", anchors, List.of(right))).startsWith("* OK");
            assertThat(greeted(imap, "localhost", Optional.empty(), List.of(other, right)))
                    .startsWith("* OK");
            assertThat(imap.shown()).hasSize(2);
            String otherKey =
                    "* BYE [CONTACTADMIN] this is not your mail server: its key is not the one in your settings";
            assertThat(greeted(imap, "localhost", Optional.empty(), List.of(other)))
                    .startsWith(otherKey)
                    .contains(right.base64());
            assertThat(greeted(imap, "localhost", anchors, List.of(other))).startsWith(otherKey);
            assertThat(greeted(imap, "localhost", Optional.of(TestPki.otherAnchors()), List.of(right)))
                    .contains("its certificate is not from the authority in your settings");
            assertThat(imap.shown()).hasSize(2);
        }
        Issued elsewhere = TestPki.authority().serverWithEcKey(List.of("mail.other.example"));
        try (MailServer imap = new MailServer(elsewhere, FakeImap::new, MailServer::echo)) {
            String otherName = "* BYE [CONTACTADMIN] this is not your mail server: its certificate is for another name";
            assertThat(greeted(imap, "localhost", anchors, List.of())).startsWith(otherName);
            assertThat(greeted(imap, "localhost", Optional.empty(), List.of(KeyPin.of(elsewhere.certificate()))))
                    .startsWith(otherName);
            assertThat(imap.shown()).isEmpty();
        }
    }

    /** The JDK's judge takes a certificate that is its own anchor without looking at its dates. */
    @Test
    void aServersCertificateThatIsPastItsTimeIsRefusedEvenIfItsKeyIsPinned(@TempDir Path folder) throws Exception {
        Clock then = Clock.fixed(Instant.parse("2020-01-01T00:00:00Z"), ZoneOffset.UTC);
        Issued old = DemoAuthority.open(folder, then, new SecureRandom()).serverWithEcKey(List.of("localhost"));
        try (MailServer imap = new MailServer(old, FakeImap::new, MailServer::echo)) {
            String outOfTime = "* BYE [CONTACTADMIN] the certificate of the mail server is not valid now";
            assertThat(greeted(imap, "localhost", Optional.empty(), List.of(KeyPin.of(old.certificate()))))
                    .startsWith(outOfTime);
            assertThat(greeted(imap, "localhost", Optional.of(folder.resolve("server-ca.pem")), List.of()))
                    .startsWith(outOfTime);
            assertThat(imap.shown()).isEmpty();
        }
    }

    private static String greeted(MailServer imap, String host, Optional<Path> anchors, List<KeyPin> pins)
            throws Exception {
        try (Running running = new Running.Builder()
                        .host(host)
                        .imap(imap.port())
                        .trust(anchors, pins)
                        .start();
                Program program = running.imap()) {
            return program.hear();
        }
    }

    @Test
    void aServerThatIsOutOfReachOrNoneIsToldInWords() throws Exception {
        try (Running running = new Running.Builder().start();
                Program reader = running.imap();
                Program writer = running.smtp()) {
            assertThat(reader.hear()).startsWith("* BYE [UNAVAILABLE] the mail server cannot be reached");
            assertThat(writer.hear()).startsWith("421 4.3.0 the mail server cannot be reached");
        }
        try (MailServer smtp = MailServer.smtp();
                Running running = new Running.Builder().imap(smtp.port()).start();
                Program program = running.imap()) {
            assertThat(program.hear()).startsWith("* BYE [CONTACTADMIN] what answers there is no mail server");
        }
    }

    @Test
    void aHandshakeThatTheServerBreaksOffIsToldInWords() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder()
                        .imap(imap.port())
                        .person(TestPki.authority().foreign("교육부", "001외국인001"))
                        .start();
                Program program = running.imap()) {
            assertThat(program.hear())
                    .startsWith("* BYE [")
                    .contains("] the mail server broke the TLS handshake off (");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, * BYE [CONTACTADMIN] a line or literal is too long", "true, 554 5.7.1 a line or literal is too"
    })
    void aLineOf64KibIsNotHeld(boolean smtp, String told) throws Exception {
        try (MailServer server = smtp ? MailServer.smtp() : MailServer.imap(MailServer::echo);
                Running running = new Running.Builder()
                        .imap(server.port())
                        .smtp(server.port())
                        .start();
                Program program = smtp ? running.smtp() : running.imap()) {
            program.hear(smtp ? "220 " : "* OK");
            program.say("x".repeat(64 * 1024));
            assertThat(program.hear()).startsWith(told);
            await().until(() -> running.connector().connections() == 0);
        }
    }

    @Test
    void connectionsAreCounted() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running =
                        new Running.Builder().imap(imap.port()).most(2).start();
                Program first = running.imap();
                Program second = running.imap()) {
            assertThat(first.hear()).startsWith("* OK");
            assertThat(second.hear()).startsWith("* OK");
            try (Program third = running.imap()) {
                assertThat(third.hear()).startsWith("* BYE [UNAVAILABLE] too many connections");
                assertThat(third.isAtEnd()).isTrue();
            }
            first.close();
            await().until(() -> running.connector().connections() == 1);
            try (Program third = running.imap()) {
                assertThat(third.hear()).startsWith("* OK");
            }
        }
    }

    @Test
    void whoDoesNotSignInOrSaysNothingIsEndedInTime() throws Exception {
        Duration brief = Duration.ofMillis(600);
        Duration tick = Duration.ofMillis(50);
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder()
                        .imap(imap.port())
                        .limits(new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1), brief, tick))
                        .start();
                Program idle = running.imap();
                Program signedIn = running.imap()) {
            signedIn.say(SIGN_IN);
            signedIn.hear("a1 OK");
            idle.hear("* OK");
            assertThat(idle.isAtEnd()).isTrue();
            signedIn.say("still there\r\n");
            assertThat(signedIn.hear()).isEqualTo("still there");
        }
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder()
                        .imap(imap.port())
                        .limits(new Limits(Duration.ofMinutes(1), brief, brief, tick))
                        .start();
                Program idle = running.imap()) {
            idle.say(SIGN_IN);
            idle.hear("a1 OK");
            assertThat(idle.isAtEnd()).isTrue();
            await().until(() -> running.connector().connections() == 0);
        }
    }

    @Test
    void closingEndsEveryConnectionAndFreesThePorts() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program waiting = running.imap();
                Program signedIn = running.imap()) {
            waiting.hear("* OK");
            signedIn.say(SIGN_IN);
            signedIn.hear("a1 OK");
            InetSocketAddress address = running.connector().address(Protocol.IMAP);
            running.close();
            assertThat(ends(waiting)).isTrue();
            assertThat(ends(signedIn)).isTrue();
            await().until(() -> isRefused(address));
        }
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (Program program = new Program(address)) {
            return !program.socket().isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean ends(Program program) {
        try {
            return program.isAtEnd();
        } catch (IOException e) {
            return true; // reset
        }
    }

    @Test
    void itListensOnLoopbackAlone() throws Exception {
        try (MailServer imap = MailServer.imap(MailServer::echo);
                Running running = new Running.Builder().imap(imap.port()).start()) {
            InetSocketAddress address = running.connector().address(Protocol.IMAP);
            assertThat(address.getAddress().isLoopbackAddress()).isTrue();
            List<String> reached = new ArrayList<>();
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (var own : Collections.list(each.getInetAddresses())) {
                    if (!own.isLoopbackAddress()) {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(own, address.getPort()), 2_000);
                            reached.add(own.toString());
                        } catch (IOException e) {
                            continue; // as it should be
                        }
                    }
                }
            }
            assertThat(reached).isEmpty();
        }
    }

    @Test
    void aCertificateThatEndsSoonIsToldAtTheStart() throws Exception {
        Clock later = Clock.fixed(
                TestPki.person().certificate().getNotAfter().toInstant().minus(Duration.ofDays(12)), ZoneOffset.UTC);
        try (Running running = new Running.Builder().clock(later).start()) {
            assertThat(running.script.told()).contains("인증서가 12일 뒤").contains("your certificate ends in 12 days");
        }
        try (Running running = new Running.Builder()
                .clock(Clock.offset(later, Duration.ofDays(13)))
                .start()) {
            assertThat(running.script.told()).contains("your certificate ended on");
        }
        try (Running running = new Running.Builder()
                .clock(Clock.offset(later, Duration.ofDays(-20)))
                .start()) {
            assertThat(running.script.told()).isEmpty();
        }
    }
}
