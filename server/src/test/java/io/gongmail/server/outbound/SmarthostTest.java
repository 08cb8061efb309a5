package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.OutboundConfig;
import io.gongmail.server.config.OutboundConfig.Security;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message at the next hop: taken, to be tried again, or refused for good; and never in clear where it must not be. */
class SmarthostTest {
    private static final byte[] MESSAGE = "From: <a@moe.example>\r\nSubject: =?UTF-8?B?7IaM7Iud?=\r\n\r\n.news\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String TO = "hong@elsewhere.example";

    @TempDir
    static Path folder;

    private static Path anchor;

    @BeforeAll
    static void makeAuthority() throws Exception {
        DemoAuthority authority = DemoAuthority.open(folder.resolve("pki"), Clock.systemUTC(), new SecureRandom());
        anchor = folder.resolve("pki/server-ca.pem");
        DemoAuthority.write(authority.server(List.of("localhost")), folder.resolve("localhost"), "hop", "changeit");
        DemoAuthority.write(authority.server(List.of("other.example")), folder.resolve("other"), "hop", "changeit");
        Files.writeString(folder.resolve("password"), "s3cret-Of-The-Hop\n");
    }

    private static SSLContext tls(String name) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(folder.resolve(name).resolve("hop.p12").toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static NextHop to(ScriptedHop hop, Security security, List<Path> anchors, String user) throws IOException {
        return Smarthost.of(
                new OutboundConfig("localhost", hop.port(), security, anchors, user, folder.resolve("password")),
                "mail.moe.example");
    }

    private static String outcome(Handed handed) {
        return handed.fold(
                taken -> "taken",
                later -> (later.ofThisAlone() ? "later " : "later all ") + later.why(),
                never -> "never " + never.why());
    }

    @Test
    void itIsTakenOverTlsWithNothingToComeBack() throws Exception {
        for (Security security : List.of(Security.STARTTLS, Security.TLS)) {
            try (ScriptedHop hop = new ScriptedHop(tls("localhost"), security == Security.TLS)) {
                assertThat(outcome(to(hop, security, List.of(anchor), "").hand("", TO, MESSAGE)))
                        .isEqualTo("taken");
                assertThat(hop.heard)
                        .contains("tls MAIL FROM:<>", "tls RCPT TO:<" + TO + ">", "tls DATA")
                        .noneMatch(line -> line.startsWith("clear ") && !line.matches("clear (EHLO .*|STARTTLS)"));
                assertThat(hop.messages)
                        .singleElement()
                        .satisfies(message -> assertThat(message)
                                .contains("Subject: =?UTF-8?B?7IaM7Iud?=")
                                .endsWith("\r\n\r\n..news"));
            }
        }
    }

    /** RFC 6152 §3: with BODY=8BITMIME where that is offered, and returned where not. */
    @Test
    void eightBitsAreToldAndGoOnlyWhereTheyAreTaken() throws Exception {
        byte[] message = "From: <a@moe.example>\r\n\r\n소식\r\n".getBytes(StandardCharsets.UTF_8);
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true)) {
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, message)))
                    .isEqualTo("never the next server does not take 8-bit content");
            assertThat(hop.messages).isEmpty();
            hop.says("EHLO", "250-next.example\r\n250 8BITMIME");
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, message)))
                    .isEqualTo("taken");
            assertThat(hop.heard).contains("tls MAIL FROM:<a@moe.example> BODY=8BITMIME");
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, MESSAGE)))
                    .isEqualTo("taken");
            assertThat(hop.heard).contains("tls MAIL FROM:<a@moe.example>");
        }
    }

    /** RFC 6531 §3.1: a header in UTF-8 goes where SMTPUTF8 is offered, and is returned where not. */
    @Test
    void aHeaderInUtf8IsToldAndGoesOnlyWhereItIsTaken() throws Exception {
        byte[] message = "From: <a@moe.example>\r\nSubject: 소식\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8);
        try (ScriptedHop hop =
                new ScriptedHop(tls("localhost"), true).says("EHLO", "250-next.example\r\n250 8BITMIME")) {
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, message)))
                    .startsWith("never ");
            assertThat(hop.messages).isEmpty();
            hop.says("EHLO", "250-next.example\r\n250-SMTPUTF8\r\n250 8BITMIME");
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, message)))
                    .isEqualTo("taken");
            assertThat(hop.heard).contains("tls MAIL FROM:<a@moe.example> BODY=8BITMIME SMTPUTF8");
        }
    }

    @Test
    void whoHasAUserSignsInAndOnlyOverTls() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), false)) {
            assertThat(outcome(to(hop, Security.STARTTLS, List.of(anchor), "gongmail")
                            .hand("", TO, MESSAGE)))
                    .isEqualTo("taken");
            String proof = Base64.getEncoder()
                    .encodeToString("gongmail\0gongmail\0s3cret-Of-The-Hop".getBytes(StandardCharsets.US_ASCII));
            assertThat(String.join("\n", hop.heard)).contains("tls AUTH PLAIN").contains(proof);
            assertThat(hop.heard).noneMatch(line -> line.startsWith("clear AUTH"));
        }
    }

    @Test
    void whereStarttlsIsNotOfferedNothingIsSaid() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), false).says("EHLO", "250 next.example")) {
            assertThat(outcome(to(hop, Security.STARTTLS, List.of(anchor), "gongmail")
                            .hand("", TO, MESSAGE)))
                    .startsWith("later");
            assertThat(hop.heard).noneMatch(line -> line.contains("MAIL") || line.contains("AUTH"));
        }
    }

    @Test
    void aCertificateOfAnotherNameOrAuthorityIsNotBelieved() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("other"), false)) {
            assertThat(outcome(to(hop, Security.STARTTLS, List.of(anchor), "").hand("", TO, MESSAGE)))
                    .startsWith("later");
            assertThat(hop.messages).isEmpty();
        }
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true)) {
            assertThat(outcome(to(hop, Security.TLS, List.of(), "").hand("", TO, MESSAGE)))
                    .as("by the authorities of the Java installation")
                    .startsWith("later");
            assertThat(hop.messages).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 later, later 451",
        "MAIL, 421 4.3.2 closing, later all 421",
        "MAIL, 550 5.7.1 not from you, never",
        "RCPT, 450 4.2.1 greylisted, later 450",
        "RCPT, 550 5.1.1 no such person, never",
        "DATA, 452 4.3.1 full, later",
        "DATA, 554 5.7.1 no, never",
        "., 451 4.3.0 later, later",
        "., 554 5.7.1 no, never",
        "., '', later",
        "RCPT, '', later all",
        "AUTH, 535 5.7.8 who are you, later all"
    })
    void aRefusalIsJudgedByItsCode(String command, String answer, String expected) throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true).says(command, answer)) {
            String outcome =
                    outcome(to(hop, Security.TLS, List.of(anchor), "gongmail").hand("", TO, MESSAGE));
            assertThat(outcome).startsWith(expected).doesNotContain("s3cret");
            if (expected.equals("never")) {
                assertThat(outcome).contains(answer.substring(0, 3));
            }
        }
    }

    @Test
    void whatWasTakenStaysTakenHoweverTheTalkEnds() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true).says("QUIT", "")) {
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("", TO, MESSAGE)))
                    .isEqualTo("taken");
        }
    }

    @Test
    void aHopThatIsNotThereIsTriedAgain() throws Exception {
        ScriptedHop gone = new ScriptedHop(tls("localhost"), true);
        gone.close();
        assertThat(outcome(to(gone, Security.TLS, List.of(anchor), "").hand("", TO, MESSAGE)))
                .startsWith("later");
    }

    @Test
    void withoutANameMailToOtherServersIsOff() throws Exception {
        NextHop off = Smarthost.of(
                new OutboundConfig("", 587, Security.STARTTLS, List.of(), "", folder.resolve("none")), "mail.example");
        assertThat(outcome(off.hand("", TO, MESSAGE))).isEqualTo("never mail to other servers is off");
    }

    @Test
    void aPasswordOrAnAnchorThatCannotBeReadIsToldWithItsFile() {
        assertThatThrownBy(() -> Smarthost.of(
                        new OutboundConfig(
                                "localhost", 587, Security.TLS, List.of(), "user", folder.resolve("missing")),
                        "mail.example"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password-file")
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> Smarthost.of(
                        new OutboundConfig(
                                "localhost",
                                587,
                                Security.TLS,
                                List.of(folder.resolve("no-anchor")),
                                "",
                                folder.resolve("password")),
                        "mail.example"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-anchor");
    }
}
