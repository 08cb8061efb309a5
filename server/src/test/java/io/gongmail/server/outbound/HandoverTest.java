package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.ByteSource;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.TlsPolicy;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.ScriptedHop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message at a domain's mail exchangers: which of them gets it, how the way is protected, and what each recipient is told. */
class HandoverTest {
    private static final ByteSource MESSAGE = ByteSource.wrap(
            "From: <hong@moe.example>\r\nSubject: x\r\n\r\n.news\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final String TO = "kim@other.example";

    @TempDir
    static Path folder;

    private static Path anchor;
    private static SSLContext good;
    private static SSLContext misnamed;

    private Trial trial;

    @BeforeAll
    static void makeAuthority() throws Exception {
        DemoAuthority authority = Trial.authority(folder);
        anchor = folder.resolve("pki/server-ca.pem");
        good = Trial.tls(authority, folder, "mx1.other.example");
        misnamed = Trial.tls(authority, folder, "mx9.other.example");
    }

    @BeforeEach
    void open() throws Exception {
        trial = new Trial().trusting(anchor);
        trial.dns.mx("other.example", 10, "mx1.other.example").mx("other.example", 20, "mx2.other.example");
    }

    @AfterEach
    void close() throws Exception {
        trial.close();
    }

    private String handed(TlsPolicy policy) throws Exception {
        return Trial.outcomes(trial.routing(policy), MESSAGE, TO).get(0);
    }

    private static List<String> said(ScriptedHop hop) {
        return hop.heard.stream().filter(line -> !line.endsWith(" QUIT")).toList();
    }

    @Test
    void theFirstExchangerGetsItOverTls() throws Exception {
        ScriptedHop first = trial.hop(2, "mx1.other.example", good);
        ScriptedHop second = trial.hop(3, "mx2.other.example", good);
        for (TlsPolicy policy : List.of(TlsPolicy.OPPORTUNISTIC, TlsPolicy.REQUIRED)) {
            first.heard.clear();
            assertThat(handed(policy)).isEqualTo("taken");
            assertThat(said(first))
                    .containsExactly(
                            "clear EHLO " + Trial.US,
                            "clear STARTTLS",
                            "tls EHLO " + Trial.US,
                            "tls MAIL FROM:<hong@moe.example>",
                            "tls RCPT TO:<" + TO + ">",
                            "tls DATA");
        }
        assertThat(first.messages).hasSize(2).first().isEqualTo("From: <hong@moe.example>\r\nSubject: x\r\n\r\n..news");
        assertThat(second.connections).hasValue(0);
    }

    /** RFC 7435: encrypted to whoever it is, rather than in clear. */
    @Test
    void opportunisticTlsAsksForNoName() throws Exception {
        ScriptedHop hop = trial.hop(2, "mx1.other.example", misnamed);
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(hop.heard).contains("tls DATA");
    }

    @Test
    void opportunisticTlsThatIsNotOfferedOrDoesNotComeAboutIsNoReasonToSendNothing() throws Exception {
        ScriptedHop none = trial.hop(2, "mx1.other.example", good).says("EHLO", "250-next.example\r\n250 8BITMIME");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(none.heard).contains("clear DATA").noneMatch(line -> line.contains("STARTTLS"));
        none.says("EHLO", "250-next.example\r\n250 STARTTLS").says("STARTTLS", "454 4.7.0 not today");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(none.connections).hasValue(2);

        trial.dns.mx("broken.example", 10, "mx3.other.example");
        ScriptedHop broken = trial.hop(4, "mx3.other.example", null);
        assertThat(Trial.outcomes(trial.routing(TlsPolicy.OPPORTUNISTIC), MESSAGE, "kim@broken.example"))
                .containsExactly("taken");
        assertThat(broken.connections).as("in clear on a connection of its own").hasValue(2);
        assertThat(broken.heard).contains("clear STARTTLS", "clear DATA");
    }

    /** Never in clear, never to another name, never by an authority that is not trusted. */
    @Test
    @Adversary(
            "somebody on the way to another server who takes STARTTLS out of its reply, or shows a certificate of another name")
    void whereTlsIsRequiredNothingIsSaidWithoutIt() throws Exception {
        ScriptedHop stripped = trial.hop(2, "mx1.other.example", good).says("EHLO", "250 next.example");
        ScriptedHop other = trial.hop(3, "mx2.other.example", misnamed);
        assertThat(handed(TlsPolicy.REQUIRED)).startsWith("later all ");
        stripped.says("EHLO", "250-next.example\r\n250 STARTTLS").says("STARTTLS", "454 4.7.0 not today");
        assertThat(handed(TlsPolicy.REQUIRED)).isEqualTo("later all 454 4.7.0 not today");
        stripped.says("STARTTLS", "220 go on").says("EHLO", "250-next.example\r\n250 STARTTLS");
        trial.trusting(folder.resolve("pki/ca.pem"));
        assertThat(handed(TlsPolicy.REQUIRED)).as("of another authority").startsWith("later all TLS ");
        for (ScriptedHop hop : List.of(stripped, other)) {
            assertThat(hop.messages).isEmpty();
            assertThat(hop.heard).noneMatch(line -> line.matches(".*(MAIL|RCPT|DATA).*"));
        }
    }

    @Test
    void whereTlsIsRequiredAnExchangerThatHasItIsFound() throws Exception {
        trial.dns.mx("mixed.example", 10, "mx2.other.example").mx("mixed.example", 20, "mx1.other.example");
        trial.hop(3, "mx2.other.example", misnamed);
        ScriptedHop right = trial.hop(2, "mx1.other.example", good);
        assertThat(Trial.outcomes(trial.routing(TlsPolicy.REQUIRED), MESSAGE, "kim@mixed.example"))
                .containsExactly("taken");
        assertThat(right.messages).hasSize(1);
    }

    /** What was said in clear counts for nothing in TLS (RFC 3207 §4.2, and what was injected behind the 220). */
    @Test
    void whatFollowsTheReplyToStarttlsInClearIsNotReadAsIfItCameThroughTls() throws Exception {
        ScriptedHop hop = trial.hop(2, "mx1.other.example", good)
                .says("STARTTLS", "220 go on\r\n250-next.example\r\n250 AUTH PLAIN");
        assertThat(handed(TlsPolicy.REQUIRED)).startsWith("later all ");
        assertThat(hop.messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 5.7.1 go away", "421 4.3.2 not now", ""})
    void anExchangerThatDoesNotGreetIsPassedOver(String greeting) throws Exception {
        trial.hop(2, "mx1.other.example", good).says("220", greeting);
        ScriptedHop second = trial.hop(3, "mx2.other.example", good);
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(second.messages).hasSize(1);
    }

    @Test
    void whereNoneIsThereItIsTriedAgainAndWhereAllRefuseForGoodItIsNot() throws Exception {
        ScriptedHop first = trial.hop(2, "mx1.other.example", good).says("220", "554 5.7.1 go away");
        ScriptedHop second = trial.hop(3, "mx2.other.example", good).says("220", "554 5.7.1 you too");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("never 554 5.7.1 go away");
        second.says("220", "421 4.3.2 not now");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all ");
        first.close();
        second.close();
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all ");
    }

    @Test
    void whoClosesBeforeTheMessageIsPassedOver() throws Exception {
        ScriptedHop first = trial.hop(2, "mx1.other.example", good).says("RCPT", "421 4.3.2 closing");
        ScriptedHop second = trial.hop(3, "mx2.other.example", good);
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        first.says("RCPT", "250 2.1.5 yes").says("DATA", "");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(second.messages).hasSize(2);
    }

    /** RFC 1047: it may have been taken; whoever hands it to the next at once has it there twice. */
    @Test
    void afterTheMessageNobodyElseGetsItAtOnce() throws Exception {
        ScriptedHop first = trial.hop(2, "mx1.other.example", good).says(".", "");
        ScriptedHop second = trial.hop(3, "mx2.other.example", good);
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all ");
        first.says(".", "554 5.6.0 no");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("never 554 5.6.0 no");
        assertThat(second.connections).hasValue(0);
    }

    @Test
    void recipientsOfOneDomainShareATransactionAndEachIsToldWhatWasSaidOfIt() throws Exception {
        ScriptedHop hop = trial.hop(2, "mx1.other.example", good)
                .says("RCPT TO:<no@other.example>", "550 5.1.1 no such person")
                .says("RCPT TO:<full@other.example>", "452 4.2.2 full");
        assertThat(Trial.outcomes(
                        trial.routing(TlsPolicy.OPPORTUNISTIC),
                        MESSAGE,
                        "kim@other.example",
                        "no@other.example",
                        "lee@OTHER.example",
                        "full@other.example"))
                .containsExactly("taken", "never 550 5.1.1 no such person", "taken", "later 452 4.2.2 full");
        assertThat(hop.messages).hasSize(1);
        assertThat(hop.heard).filteredOn(line -> line.contains("MAIL FROM")).hasSize(1);
        assertThat(trial.routing(TlsPolicy.OPPORTUNISTIC)
                        .hand(new Order("", List.of("no@other.example"), MESSAGE, false, 0)))
                .containsExactly(new Handed.Never("5.1.1", "550 5.1.1 no such person", "mx1.other.example"));
    }

    /** RFC 5321 §4.5.3.1.8 and §4.5.3.1.10. */
    @Test
    void moreThanAHundredGoInSeveralTransactions() throws Exception {
        ScriptedHop hop =
                trial.hop(2, "mx1.other.example", good).says("RCPT TO:<r7@other.example>", "552 too many recipients");
        String[] many = IntStream.range(0, 150)
                .mapToObj(i -> "r" + i + "@other.example")
                .toArray(String[]::new);
        List<String> outcomes = Trial.outcomes(trial.routing(TlsPolicy.OPPORTUNISTIC), MESSAGE, many);
        assertThat(hop.messages).hasSize(2);
        assertThat(hop.connections).hasValue(1);
        assertThat(outcomes.get(7)).isEqualTo("later 552 too many recipients");
        assertThat(outcomes).filteredOn("taken"::equals).hasSize(149);
    }

    @Test
    void whatIsTooLargeForItIsNotSent() throws Exception {
        ScriptedHop hop = trial.hop(2, "mx1.other.example", null).says("EHLO", "250-next.example\r\n250 SIZE 20");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("never the next server takes no more than 20 octets");
        assertThat(hop.heard).noneMatch(line -> line.contains("MAIL"));
        hop.says("EHLO", "250-next.example\r\n250 SIZE 2000");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(hop.heard).contains("clear MAIL FROM:<hong@moe.example> SIZE=" + MESSAGE.size());
    }

    /** RFC 6710 §4: as a parameter of MAIL, to who has announced it. */
    @Test
    void thePriorityOfAMessageIsToldToWhoKnowsOfIt() throws Exception {
        ScriptedHop hop =
                trial.hop(2, "mx1.other.example", null).says("EHLO", "250-next.example\r\n250 MT-PRIORITY MIXER");
        for (int priority : new int[] {-9, 0, 4}) {
            assertThat(trial.routing(TlsPolicy.OPPORTUNISTIC)
                            .hand(new Order("a@moe.example", List.of(TO), MESSAGE, false, priority)))
                    .singleElement()
                    .isInstanceOf(Handed.Taken.class);
        }
        assertThat(hop.heard)
                .filteredOn(line -> line.contains("MAIL FROM"))
                .containsExactly(
                        "clear MAIL FROM:<a@moe.example> MT-PRIORITY=-9",
                        "clear MAIL FROM:<a@moe.example>",
                        "clear MAIL FROM:<a@moe.example> MT-PRIORITY=4");
        hop.heard.clear();
        hop.says("EHLO", "250-next.example\r\n250 MT-PRIORITYX");
        trial.routing(TlsPolicy.OPPORTUNISTIC).hand(new Order("a@moe.example", List.of(TO), MESSAGE, false, 9));
        assertThat(hop.heard).contains("clear MAIL FROM:<a@moe.example>");
    }

    @Test
    void whoKnowsNoEhloIsGreetedByHelo() throws Exception {
        ScriptedHop hop = trial.hop(2, "mx1.other.example", good).says("EHLO", "502 what?");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("taken");
        assertThat(hop.heard).contains("clear HELO " + Trial.US, "clear DATA");
        assertThat(handed(TlsPolicy.REQUIRED)).startsWith("later all ");
    }

    @Test
    void whoeverSaysNothingOrTooMuchIsLeft() throws Exception {
        trial.replyTime = Duration.ofSeconds(1);
        ScriptedHop hop = trial.hop(2, "mx1.other.example", null).says("MAIL", ScriptedHop.SILENCE);
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all ");
        hop.says("MAIL", "250-" + "x".repeat(10_000) + "\r\n250 yes");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all a reply's line of more than ");
        hop.says("MAIL", "250-x\r\n".repeat(500) + "250 yes");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all a reply of more than ");
        hop.says("MAIL", "hello there");
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).isEqualTo("later all it speaks no SMTP");
        assertThat(hop.messages).isEmpty();
    }

    /** However it is spent: each step is within its own limit here. */
    @Test
    void allOfAnAttemptIsBounded() throws Exception {
        trial.replyTime = Duration.ofSeconds(30);
        trial.attemptTime = Duration.ofSeconds(2);
        trial.hop(2, "mx1.other.example", null).says("MAIL", ScriptedHop.SILENCE);
        trial.hop(3, "mx2.other.example", null).says("220", ScriptedHop.SILENCE);
        long begin = System.nanoTime();
        assertThat(handed(TlsPolicy.OPPORTUNISTIC)).startsWith("later all ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }
}
