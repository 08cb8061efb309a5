package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.ByteSource;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.OutboundConfig;
import io.gongmail.server.config.OutboundConfig.Security;
import io.gongmail.server.config.OutboundRoute;
import io.gongmail.server.config.TlsPolicy;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.ScriptedHop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where mail goes by its domain; and a message at the smarthost: taken, to be tried again, or refused for good, and never in clear
 * where it must not be.
 */
class RoutingTest {
    private static final byte[] MESSAGE = "From: <a@moe.example>\r\nSubject: =?UTF-8?B?7IaM7Iud?=\r\n\r\n.news\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String TO = "hong@elsewhere.example";

    @TempDir
    static Path folder;

    private static Path anchor;
    private static SSLContext localhost;
    private static SSLContext other;
    private static Trial trial;

    @BeforeAll
    static void makeAuthority() throws Exception {
        DemoAuthority authority = Trial.authority(folder);
        anchor = folder.resolve("pki/server-ca.pem");
        localhost = Trial.tls(authority, folder, "localhost");
        other = Trial.tls(authority, folder, "other.example");
        Files.writeString(folder.resolve("password"), "s3cret-Of-The-Hop\n");
        trial = new Trial();
    }

    @AfterAll
    static void close() throws Exception {
        trial.close();
    }

    private static SSLContext tls(String name) {
        return name.equals("localhost") ? localhost : other;
    }

    private static Routing to(ScriptedHop hop, Security security, List<Path> anchors, String user) throws IOException {
        return trial.of(
                new OutboundConfig("localhost", hop.port(), security, anchors, user, folder.resolve("password")));
    }

    private static String outcome(Handed handed) {
        return Trial.outcome(handed);
    }

    private static Routing routed(OutboundRoute... routes) throws IOException {
        return trial.routing(TlsPolicy.OPPORTUNISTIC, routes);
    }

    private static OutboundRoute entry(String text) throws IOException {
        Path conf = Files.createDirectories(
                Files.createTempDirectory(folder, "home").resolve("conf"));
        Files.writeString(
                conf.resolve("gongmail.ini"),
                "[server]\nmode = demo\n[outbound]\nsmarthost = smart.example\nroutes = " + text + "\n");
        return GongmailConfig.read(conf)
                .config()
                .orElseThrow()
                .outbound()
                .routes()
                .get(0);
    }

    @Test
    void theFirstRouteThatFitsCounts() throws Exception {
        Routing routing = routed(
                entry("one.lab.example=off"),
                entry("*.lab.example=relay.lab.example:2525"),
                entry("partner.example=mx required"));
        assertThat(routing.destination("one.lab.example")).isEqualTo("one.lab.example");
        assertThat(routing.goesTo("one.lab.example")).isFalse();
        assertThat(routing.destination("TWO.lab.example")).isEqualTo("relay.lab.example:2525");
        assertThat(routing.destination("three.lab.example")).isEqualTo("relay.lab.example:2525");
        assertThat(routing.destination("lab.example")).as("not itself").isEqualTo("lab.example");
        assertThat(routing.goesTo("partner.example")).isTrue();
        assertThat(routing.goesTo(Trial.SERVED)).as("what is delivered here").isFalse();
        assertThat(routing.goesTo("[192.0.2.1]")).isFalse();
        assertThat(outcome(routing.hand("", "a@one.lab.example", MESSAGE)))
                .isEqualTo("never mail to other servers is off");
    }

    @Test
    void mailForADomainOfARouteGoesToItsHost() throws Exception {
        try (ScriptedHop hop = new ScriptedHop(localhost, false)) {
            Routing routing = trial.trusting(anchor)
                    .routing(
                            TlsPolicy.OPPORTUNISTIC,
                            Trial.route("elsewhere.example", "localhost", hop.port(), TlsPolicy.REQUIRED));
            assertThat(outcome(routing.hand("", TO, MESSAGE))).isEqualTo("taken");
            assertThat(hop.heard).contains("tls RCPT TO:<" + TO + ">");
        }
    }

    /** RFC 8689 §4.2.1: to a host that an administrator has named, over TLS, if that one asks the next for the same. */
    @ParameterizedTest
    @EnumSource(
            value = TlsPolicy.class,
            names = {"NONE", "OPPORTUNISTIC", "REQUIRED"})
    void whatIsToGoOverTlsAloneGoesToWhoPromisesTheSame(TlsPolicy usual) throws Exception {
        Order order = new Order("a@moe.example", List.of(TO), ByteSource.wrap(MESSAGE), true, 0);
        try (ScriptedHop hop = new ScriptedHop(localhost, false)) {
            Routing routing = trial.trusting(anchor)
                    .routing(TlsPolicy.OPPORTUNISTIC, Trial.route("elsewhere.example", "localhost", hop.port(), usual));
            assertThat(outcome(routing.hand(order).get(0))).isEqualTo("never the next server does not take REQUIRETLS");
            hop.says("EHLO", "250-next.example\r\n250-STARTTLS\r\n250 REQUIRETLS");
            assertThat(outcome(routing.hand(order).get(0))).isEqualTo("taken");
            assertThat(hop.heard)
                    .contains("tls MAIL FROM:<a@moe.example> REQUIRETLS")
                    .noneMatch(line -> line.startsWith("clear MAIL"));
            hop.heard.clear();
            hop.says("EHLO", "250-next.example\r\n250 REQUIRETLS");
            assertThat(outcome(routing.hand(order).get(0)))
                    .as("without STARTTLS")
                    .startsWith("later");
        }
        try (ScriptedHop hop = new ScriptedHop(other, false)) {
            Routing routing = trial.trusting(anchor)
                    .routing(TlsPolicy.OPPORTUNISTIC, Trial.route("elsewhere.example", "localhost", hop.port(), usual));
            assertThat(outcome(routing.hand(order).get(0)))
                    .as("the name of another")
                    .startsWith("later");
        }
    }

    /** RFC 8689 §4.2.1: DNS that nobody has signed tells nothing that could be relied on. */
    @Test
    void whatIsToGoOverTlsAloneGoesToNoExchangerThatAnybodyCouldHaveNamed() throws Exception {
        assertThat(outcome(routed().hand(new Order("a@moe.example", List.of(TO), ByteSource.wrap(MESSAGE), true, 0))
                        .get(0)))
                .startsWith("never REQUIRETLS");
    }

    /** A loop to ourselves, whatever DNS says. */
    @Test
    void whatIsServedHereIsSentNowhere() throws Exception {
        assertThat(outcome(routed().hand("", "kim@" + Trial.SERVED, MESSAGE))).startsWith("never mail for this domain");
        assertThat(outcome(routed().hand("", "kim@[192.0.2.1]", MESSAGE))).startsWith("never mail is sent to domains");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hong", "hong@", "@x.example", "a@x.example>\r\nDATA", "<a@x.example>", "a b@x .example"})
    void whatIsNoAddressIsSentNowhere(String recipient) throws Exception {
        assertThat(outcome(routed().hand("", recipient, MESSAGE))).isEqualTo("never no mail address");
        assertThat(outcome(routed().hand("x\r\nRSET@moe.example", TO, MESSAGE))).isEqualTo("never no mail address");
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

    /** RFC 6531 §3.5, §3.4: mail for a Korean name goes where SMTPUTF8 is offered, and is returned where not, with what it lacks. */
    @Test
    void anAddressInUtf8IsToldAndGoesOnlyWhereItIsTaken() throws Exception {
        String korean = "홍길동@partner.other.example";
        try (ScriptedHop hop =
                new ScriptedHop(tls("localhost"), true).says("EHLO", "250-next.example\r\n250 8BITMIME")) {
            assertThat(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", korean, MESSAGE))
                    .isEqualTo(
                            new Handed.Never("5.6.7", "the next server does not take addresses beyond US-ASCII", ""));
            assertThat(hop.heard).noneMatch(line -> line.contains("MAIL") || line.contains("RCPT"));
            hop.says("EHLO", "250-next.example\r\n250 SMTPUTF8");
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", korean, MESSAGE)))
                    .as("RFC 6531 §3.1: it would have to take 8BITMIME too")
                    .startsWith("never ");
            assertThat(hop.messages).isEmpty();
            hop.says("EHLO", "250-next.example\r\n250-SMTPUTF8\r\n250 8BITMIME");
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", korean, MESSAGE)))
                    .isEqualTo("taken");
            assertThat(hop.heard).contains("tls MAIL FROM:<a@moe.example> BODY=8BITMIME SMTPUTF8");
        }
    }

    /** RFC 6531 §3.5: "non-ASCII addresses not permitted" is said of those that are. */
    @Test
    void whoIsBesideAnAddressInUtf8GetsTheMailAllTheSame() throws Exception {
        try (ScriptedHop hop =
                new ScriptedHop(tls("localhost"), true).says("EHLO", "250-next.example\r\n250 8BITMIME")) {
            List<String> both = List.of("홍길동@partner.other.example", "hong@partner.other.example");
            Order order = new Order("a@moe.example", both, ByteSource.wrap(MESSAGE), false, 0);
            assertThat(to(hop, Security.TLS, List.of(anchor), "").hand(order))
                    .extracting(RoutingTest::outcome)
                    .containsExactly("never the next server does not take addresses beyond US-ASCII", "taken");
        }
    }

    /** RFC 6531 §3.1: a header in UTF-8 goes where SMTPUTF8 is offered, and is returned where not. */
    @Test
    void aHeaderInUtf8IsToldAndGoesOnlyWhereItIsTaken() throws Exception {
        byte[] message = "From: <a@moe.example>\r\nSubject: 소식\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8);
        try (ScriptedHop hop =
                new ScriptedHop(tls("localhost"), true).says("EHLO", "250-next.example\r\n250 8BITMIME")) {
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "").hand("a@moe.example", TO, message)))
                    .isEqualTo("never the next server does not take a header in UTF-8");
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
                    .encodeToString("\0gongmail\0s3cret-Of-The-Hop".getBytes(StandardCharsets.US_ASCII));
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

    /** What somebody on the way puts behind the go-ahead was not said under TLS: not one word of it is believed. */
    @Test
    void whatIsSaidInClearBehindStarttlsIsNotBelieved() throws Exception {
        byte[] message = "From: <a@moe.example>\r\n\r\n소식\r\n".getBytes(StandardCharsets.UTF_8);
        String offers = "\r\n250-evil.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH LOGIN";
        String takes = offers + "\r\n235 known\r\n250 sender\r\n250 recipient\r\n354 go on\r\n250 taken\r\n221 bye";
        for (String behind : List.of(offers, takes)) {
            try (ScriptedHop hop = new ScriptedHop(tls("localhost"), false).says("STARTTLS", "220 go on" + behind)) {
                assertThat(outcome(to(hop, Security.STARTTLS, List.of(anchor), "gongmail")
                                .hand("a@moe.example", TO, message)))
                        .startsWith("later");
                assertThat(hop.heard).isNotEmpty().allMatch(line -> line.matches("clear (EHLO .*|STARTTLS)"));
                assertThat(hop.messages).isEmpty();
            }
        }
    }

    /**
     * What lies in the store need not have come by SMTP: whatever its lines end in, at the next hop there is one message, its lines
     * ended by CRLF, with one end of data (RFC 5321 §2.3.8, §4.5.2).
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r\n.\r\n",
                "\r.\r\n",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r\n.\r\r\n",
                "\r\r\n.\r\r\n",
                "\n\n.\n\n",
                "\n..\n.\n",
                "\r",
                "\n"
            })
    void nothingIsSmuggledToTheNextHop(String end) throws Exception {
        String message = "From: <a@moe.example>" + end + "X: y\r\n\r\nfirst" + end
                + "MAIL FROM:<boss@moe.example>\r\nRCPT TO:<x@elsewhere.example>\r\nDATA\r\nsecond" + end + "third";
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true)) {
            assertThat(outcome(to(hop, Security.TLS, List.of(anchor), "")
                            .hand("a@moe.example", TO, message.getBytes(StandardCharsets.ISO_8859_1))))
                    .isEqualTo("taken");
            assertThat(hop.messages).singleElement().asString().contains("third");
            assertThat(hop.heard).filteredOn(line -> line.contains("MAIL")).hasSize(1);
            String sent = hop.octets();
            String data = sent.substring(sent.indexOf("DATA\r\n") + 6, sent.indexOf("QUIT\r\n"));
            assertThat(data).doesNotContainPattern("\r(?!\n)|(?<!\r)\n").endsWith("\r\n.\r\n");
            assertThat(data.substring(0, data.length() - 3)).doesNotContainPattern("(^|\n)\\.(\r|$)");
        }
    }

    /** An address that ends its command would begin another; so would one with letters whose last octets are CR and LF. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@moe.example>\r\nRCPT TO:<x@elsewhere.example",
                "a@moe.example>\nRSET",
                "a@moe.example>\rRSET",
                "a@moe.example>\u010d\u010aRSET",
                "a\0@moe.example",
                "\"a\r\nRSET\r\n\"@moe.example"
            })
    @Adversary("a command within an address")
    void anAddressWithMoreThanAnAddressIsNotSent(String address) throws Exception {
        try (ScriptedHop hop = new ScriptedHop(tls("localhost"), true)) {
            NextHop next = to(hop, Security.TLS, List.of(anchor), "");
            assertThat(outcome(next.hand(address, TO, MESSAGE))).isEqualTo("never no mail address");
            assertThat(outcome(next.hand("", address, MESSAGE))).isEqualTo("never no mail address");
            assertThat(hop.heard).isEmpty();
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
        NextHop off = trial.of(new OutboundConfig("", 587, Security.STARTTLS, List.of(), "", folder.resolve("none")));
        assertThat(outcome(off.hand("", TO, MESSAGE))).isEqualTo("never mail to other servers is off");
    }

    @Test
    void aPasswordOrAnAnchorThatCannotBeReadIsToldWithItsFile() {
        assertThatThrownBy(() -> trial.of(new OutboundConfig(
                        "localhost", 587, Security.TLS, List.of(), "user", folder.resolve("missing"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password-file")
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> trial.of(new OutboundConfig(
                        "localhost",
                        587,
                        Security.TLS,
                        List.of(folder.resolve("no-anchor")),
                        "",
                        folder.resolve("password"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-anchor");
    }
}
