package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.DnsSimulator;
import io.gongmail.server.testing.ScriptedHop;
import io.gongmail.server.testing.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an official's mail program to a server that DNS names, over real sockets; {@code gongmail queue}; and who may not. */
class OutboundMailTest {
    private static final String FRIEND = "friend@other.example";

    @TempDir
    Path home;

    private DnsSimulator dns;
    private ScriptedHop exchanger;
    private RealServer real;

    @BeforeEach
    void starts() throws Exception {
        dns = new DnsSimulator();
        DemoAuthority.write(
                DemoAuthority.open(home.resolve("pki"), Clock.systemUTC(), new SecureRandom())
                        .server(List.of("mx.other.example")),
                home.resolve("other"),
                "mx",
                "changeit");
        exchanger = new ScriptedHop(InetAddress.getByName("127.0.0.5"), 0, tls(), false);
        dns.mx("other.example", 10, "mx.other.example").address("mx.other.example", "127.0.0.5");
        real = open();
    }

    private SSLContext tls() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(home.resolve("other/mx.p12").toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private RealServer open() throws Exception {
        return RealServer.open(
                home,
                Clock.systemUTC(),
                "[outbound]\ndefault = mx\nexchanger-tls = required\nanchors = pki/server-ca.pem\nexchanger-port = "
                        + exchanger.port() + "\ndns-servers = 127.0.0.1:"
                        + dns.address().getPort() + "\nretry-after = 1 h\n");
    }

    @AfterEach
    void stops() throws Exception {
        real.close();
        exchanger.close();
        dns.close();
    }

    private void sends(String name, Issued shown, String to) throws IOException {
        sends(name, shown, to, "");
    }

    private void sends(String name, Issued shown, String to, String parameters) throws IOException {
        try (Talk smtp = real.smtp(name, shown)) {
            smtp.says("MAIL FROM:<" + address(name) + ">" + parameters);
            smtp.hearsLine("250 ");
            smtp.says("RCPT TO:<" + to + ">");
            smtp.hearsLine("250 ");
            smtp.says("DATA");
            smtp.hearsLine("354 ");
            smtp.says("From: <" + address(name) + ">\r\nTo: <" + to
                    + ">\r\nSubject: hello\r\nMessage-ID: <1@client.example>\r\n\r\nhello\r\n.");
            smtp.hearsLine("250 ");
        }
    }

    private List<JsonNode> told(String... command) throws IOException {
        Said said = real.gongmail(command);
        assertThat(said.exit()).as(said.toString()).isZero();
        List<JsonNode> told = new ArrayList<>();
        for (String line : said.out().lines().toList()) {
            told.add(new ObjectMapper().readTree(line));
        }
        return told;
    }

    private JsonNode waiting() throws IOException {
        List<JsonNode> waiting = told("queue", "list", "outward", "--json");
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private boolean isEmpty() throws IOException {
        return told("queue", "list", "outward", "--json").isEmpty();
    }

    @Test
    void itGoesToTheExchangerThatDnsNamesOverTls() throws Exception {
        sends("hong", real.enrolled("hong"), FRIEND);
        await().untilAsserted(() -> assertThat(exchanger.messages).hasSize(1));
        assertThat(exchanger.messages.get(0)).contains("Subject: hello").endsWith("\r\n\r\nhello");
        assertThat(exchanger.heard).contains("tls MAIL FROM:<" + address("hong") + ">", "tls RCPT TO:<" + FRIEND + ">");
        assertThat(dns.asked).contains("other.example. MX");
        await().until(this::isEmpty);
    }

    @Test
    void whatWaitsIsSeenHeldAndReleasedAlsoAfterARestart() throws Exception {
        exchanger.says("RCPT", "451 4.7.1 greylisted");
        Issued hong = real.enrolled("hong");
        sends("hong", hong, FRIEND);
        await().until(() -> !isEmpty() && waiting().path("attempts").asInt() == 1);
        String id = waiting().path("id").asText();
        assertThat(waiting().path("answer").asText()).isEqualTo("mx.other.example: 451 4.7.1 greylisted");
        assertThat(waiting().path("standing").asText()).isEqualTo("DELAYED");

        real.close();
        real = open();
        JsonNode shown = told("queue", "show", id, "--json").get(0);
        assertThat(shown.path("attempts").asInt()).isEqualTo(1);
        assertThat(shown.path("recipients").asText()).isEqualTo(FRIEND);
        assertThat(shown.path("answers").path(FRIEND).asText()).contains("greylisted");

        told("queue", "hold", id, "--json");
        assertThat(waiting().path("standing").asText()).isEqualTo("HELD");
        assertThat(real.gongmail("queue", "retry", id).exit()).isEqualTo(1);
        exchanger.says("RCPT", "250 2.1.5 yes");
        told("queue", "release", id, "--json");
        await().untilAsserted(() -> assertThat(exchanger.messages).hasSize(1));
        await().until(this::isEmpty);
        assertThat(real.gongmail("queue", "show", id).exit()).isEqualTo(1);
        assertThat(real.gongmail("queue", "delete", id).err()).contains("there is no mail " + id);
        assertThat(real.gongmail("audit", "list", "--json").out())
                .contains("queue.mail-held", "queue.mail-released", id)
                .doesNotContain(FRIEND);
    }

    @Test
    void whatWaitsIsTriedAtOnceOrTakenAway() throws Exception {
        exchanger.says("RCPT", "451 4.7.1 greylisted");
        Issued hong = real.enrolled("hong");
        sends("hong", hong, FRIEND);
        await().until(() -> !isEmpty() && waiting().path("attempts").asInt() == 1);
        String id = waiting().path("id").asText();
        told("queue", "retry", id, "--json");
        await().until(() -> waiting().path("attempts").asInt() == 2);
        assertThat(told("queue", "delete", id, "--json").get(0).path("done").asText())
                .isEqualTo("1 deleted");
        assertThat(isEmpty()).isTrue();
        assertThat(exchanger.messages).isEmpty();
        assertThat(real.gongmail("queue", "show", "nowhere").exit()).isEqualTo(1);
        assertThat(real.gongmail("queue", "hold", "no-id").exit()).isEqualTo(2);
        assertThat(told("queue", "list", "--json").toString()).contains("\"outward\"", "\"spool\"");
    }

    /** RFC 6710: an administrator sees it, and a next hop that knows of it is told. */
    @Test
    void howUrgentItIsIsSeenAndToldToTheNextHop() throws Exception {
        exchanger
                .says("EHLO", "250-next.example\r\n250-STARTTLS\r\n250 MT-PRIORITY")
                .says("RCPT", "451 4.7.1 later");
        sends("hong", real.enrolled("hong"), FRIEND, " MT-PRIORITY=-4");
        await().until(() -> !isEmpty() && waiting().path("attempts").asInt() == 1);
        assertThat(waiting().path("priority").asInt()).isEqualTo(-4);
        exchanger.says("RCPT", "250 2.1.5 yes");
        told("queue", "retry", waiting().path("id").asText(), "--json");
        await().untilAsserted(() -> assertThat(exchanger.messages).hasSize(1));
        assertThat(exchanger.heard).contains("tls MAIL FROM:<" + address("hong") + "> MT-PRIORITY=-4");
        assertThat(exchanger.messages.get(0)).contains(" PRIORITY -4;", "\r\nMT-Priority: -4\r\n");
    }

    @Test
    void whatIsRefusedForGoodComesBack() throws Exception {
        exchanger.says("RCPT", "550 5.1.1 no such person");
        Issued hong = real.enrolled("hong");
        sends("hong", hong, FRIEND);
        try (Talk imap = real.imap("hong", hong)) {
            await().untilAsserted(() -> {
                imap.says("s1 STATUS INBOX (MESSAGES)");
                assertThat(imap.hearsAll("s1 ")).contains("MESSAGES 1)");
            });
            imap.says("s2 EXAMINE INBOX");
            imap.hearsLine("s2 OK");
            imap.says("s3 FETCH 1 BODY.PEEK[]");
            assertThat(imap.hearsAll("s3 "))
                    .contains("Status: 5.1.1")
                    .contains("Remote-MTA: dns; mx.other.example")
                    .contains("Diagnostic-Code: smtp; 550 5.1.1 no such person");
        }
    }

    /** RFC 5321 §7.1. */
    @Test
    void nobodyElsesMailIsSentOn() throws Exception {
        Issued hong = real.enrolled("hong");
        try (Talk smtp = new Talk(TestTls.connect(real.server.submissionPort(), real.authority.serverCa(), hong))) {
            smtp.hearsLine("220 ");
            smtp.says("EHLO client.example");
            smtp.hearsLine("250 ");
            for (String command : List.of("MAIL FROM:<" + address("hong") + ">", "RCPT TO:<" + FRIEND + ">", "DATA")) {
                smtp.says(command);
                smtp.hearsLine("530 ");
            }
        }
        Issued nobody = real.issued("001nobody001");
        try (Talk smtp = new Talk(TestTls.connect(real.server.relayPort(), real.authority.serverCa(), nobody))) {
            smtp.hearsLine("220 ");
            smtp.says("EHLO client.example");
            smtp.hearsLine("250 ");
            smtp.says("MAIL FROM:<stranger@evil.example>");
            smtp.hearsLine("530 ");
        }
        assertThat(isEmpty()).isTrue();
        assertThat(exchanger.connections).hasValue(0);
        assertThat(dns.asked).isEmpty();
    }
}
