package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.RefusalReason;
import io.gongmail.server.tls.TlsContexts.Library;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What who is refused hears, and how the connection ends after it. */
class RefusingTest {
    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void commandsInTheLastFlightOfSomebodyRefusedReachNobody(Library library, String version) {
        Pair pair = Gated.pair(library, version, Gated.HONG, MailProtocol.IMAP, Gated.refuses(RefusalReason.REVOKED))
                .shakeWithCommandInLastFlight("a1 NOOP\r\n");

        pair.judged();

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.heard()).isEqualTo("* BYE refused (G-104)\r\n");
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void whoShowsNoCertificateIsToldSo(Library library, String version) {
        Pair pair = Gated.pair(library, version, null, MailProtocol.IMAP, Gated.ACCEPTS)
                .shake();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-101)\r\n");
        assertThat(pair.threads.waiting()).isZero();
        assertThat(pair.behind.saw).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyRefusalIsToldAndOpensNothing(RefusalReason reason) {
        Pair pair = Gated.imap(Gated.refuses(reason)).shake();

        pair.judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (" + reason.code() + ")\r\n");
        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void afterARefusalWhatComesIsDroppedUpToABound() {
        Pair pair = Gated.imap(Gated.refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.raw(Refusing.MOST_OCTETS);
        assertThat(pair.server.isOpen()).isTrue();
        pair.raw(1);

        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.limits.open()).isZero();
    }

    @Test
    void afterARefusalTheTimerClosesWhatThePeerKeepsOpen() {
        Pair pair = Gated.imap(Gated.refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.later(Duration.ofMillis(1_900));
        assertThat(pair.server.isOpen()).isTrue();
        pair.later(Duration.ofMillis(200));

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void afterItsFinalRefusalSmtpAnswersUntilQuit() {
        Pair pair = Gated.smtp(Gated.refuses(RefusalReason.EXPIRED)).shakeWithCommandInLastFlight("EHLO pc\r\n");
        pair.judged();

        assertThat(pair.heard()).startsWith("554 5.7.1 (G-103)\r\n503 ");
        assertThat(pair.clientSawEnd()).isFalse();
        pair.says("MAIL FROM:<hong@moe.example>\r\n").shake();
        pair.says("quit\r\n").shake();

        assertThat(pair.heard().lines().map(line -> line.substring(0, 3))).containsExactly("554", "503", "503", "221");
        assertThat(pair.clientSawEnd()).isTrue();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void afterItsTemporaryRefusalSmtpClosesAtOnce() {
        Pair pair = Gated.smtp(Gated.refuses(RefusalReason.REVOCATION_STALE)).shake();
        pair.judged();

        assertThat(pair.heard()).isEqualTo("421 4.7.0 (G-152)\r\n");
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInCommands() {
        Pair pair = Gated.smtp(Gated.refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.says("NOOP\r\n".repeat(LastLine.MOST_COMMANDS + 50)).shake();

        assertThat(pair.heard().lines().filter(line -> line.startsWith("503"))).hasSize(LastLine.MOST_COMMANDS);
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInOctets() {
        Pair pair = Gated.smtp(Gated.refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.says("x".repeat(Refusing.MOST_OCTETS + 1)).shake();

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInTime() {
        Pair pair = Gated.smtp(Gated.refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();
        assertThat(pair.server.isOpen()).isTrue();

        pair.later(Duration.ofMillis(2_100));

        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.behind.saw).isEmpty();
    }
}
