package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.tls.TlsContexts.Library;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateGateTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final CertificateJudge ACCEPTS = peer -> Pair.ACCEPTED;

    static TestKeys serverAuthority;
    static TestKeys serverKeys;
    static TestKeys people;
    static TestKeys hong;

    @BeforeAll
    static void makeKeys() {
        serverAuthority = TestKeys.authority("server CA");
        serverKeys = serverAuthority.issue("mail.moe.example");
        people = TestKeys.authority("people CA");
        hong = people.issue("hong");
    }

    private static TlsEncryption encryption(Library library) {
        return new TlsContexts(
                        List.of(new ServerKey(serverKeys.chain(), serverKeys.key())),
                        List.of(people.certificate()),
                        library,
                        Duration.ofSeconds(10))
                .toldByLine();
    }

    private static Pair pair(
            Library library, String version, @Nullable TestKeys keys, MailProtocol protocol, CertificateJudge judge) {
        return new Pair(
                encryption(library),
                new TlsClient(serverAuthority.certificate(), keys),
                version,
                protocol,
                judge,
                LIMIT);
    }

    private static Pair imap(CertificateJudge judge) {
        return pair(Library.JDK, "TLSv1.3", hong, MailProtocol.IMAP, judge);
    }

    private static Pair smtp(CertificateJudge judge) {
        return pair(Library.JDK, "TLSv1.3", hong, MailProtocol.SMTP, judge);
    }

    private static CertificateJudge refuses(RefusalReason reason) {
        return peer -> new Verdict.Refused(reason, List.of());
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void isShutUntilTheVerdictAndThenOpens(Library library, String version) {
        Pair pair = pair(library, version, hong, MailProtocol.IMAP, ACCEPTS).shake();

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.heard()).isEmpty();
        assertThat(pair.threads.waiting()).isEqualTo(1);

        pair.judged();

        assertThat(pair.behind.saw).startsWith("active").contains("complete").doesNotContain("inactive");
        assertThat(pair.heard()).isEqualTo("* OK ready\r\n");
        assertThat(pair.server.config().isAutoRead()).isTrue();
        assertThat(pair.server.pipeline().get(CertificateGate.class)).isNull();
        pair.says("a1 NOOP\r\n").shake();
        assertThat(pair.behind.saw).contains("read a1 NOOP");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void isShutForOctetsThatComeOneByOne(Library library, String version) {
        Pair pair = pair(library, version, hong, MailProtocol.IMAP, ACCEPTS)
                .octetByOctet()
                .shakeWithCommandInLastFlight("a1 NOOP\r\n");

        assertThat(pair.behind.saw).isEmpty();

        pair.judged();

        assertThat(pair.behind.saw).startsWith("active");
        assertThat(pair.behind.read.toString()).isEqualTo("a1 NOOP\r\n");
        assertThat(pair.heard()).isEqualTo("* OK ready\r\n");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void commandsInTheLastFlightWaitForTheVerdict(Library library, String version) {
        Pair pair = pair(library, version, hong, MailProtocol.IMAP, ACCEPTS)
                .shakeWithCommandInLastFlight("a1 NOOP\r\n")
                .says("a2 NOOP\r\n")
                .shake();

        assertThat(pair.behind.saw).isEmpty();

        pair.judged();

        assertThat(pair.behind.saw)
                .filteredOn(what -> !what.startsWith("event"))
                .startsWith("active", "read a1 NOOP", "read a2 NOOP", "complete");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void commandsInTheLastFlightOfSomebodyRefusedReachNobody(Library library, String version) {
        Pair pair = pair(library, version, hong, MailProtocol.IMAP, refuses(RefusalReason.REVOKED))
                .shakeWithCommandInLastFlight("a1 NOOP\r\n");

        pair.judged();

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.heard()).isEqualTo("* BYE refused (G-104)\r\n");
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void whoShowsNoCertificateIsToldSo(Library library, String version) {
        Pair pair = pair(library, version, null, MailProtocol.IMAP, ACCEPTS).shake();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-101)\r\n");
        assertThat(pair.threads.waiting()).isZero();
        assertThat(pair.behind.saw).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void whoDoesNotHoldTheKeyIsNeverJudged(Library library, String version) {
        TestKeys stolen = hong.withKeyOf(people.issue("thief"));
        Pair pair = pair(library, version, stolen, MailProtocol.IMAP, ACCEPTS).shake();

        assertThat(pair.threads.waiting()).isZero();
        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.heard()).doesNotContain("BYE").doesNotContain("OK");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void theVerdictIsLeftForTheHandlersBehind(Library library, String version) {
        Pair pair = pair(library, version, hong, MailProtocol.IMAP, ACCEPTS).shake();
        SslHandler tls = pair.server.pipeline().get(SslHandler.class);

        assertThat(GatedPipeline.verdictOf(tls.engine().getSession())).isEmpty();

        pair.judged();

        assertThat(GatedPipeline.verdictOf(tls.engine().getSession())).contains(Pair.ACCEPTED);
    }

    @Test
    void theJudgeSeesTheChainAsItWasShown() {
        Pair pair = imap(peer -> {
            assertThat(peer.leaf()).isEqualTo(hong.certificate());
            assertThat(peer.above()).containsExactly(people.certificate());
            return Pair.ACCEPTED;
        });

        pair.shake().judged();

        assertThat(pair.heard()).startsWith("* OK");
    }

    @Test
    void noGateLeavesNoVerdict() {
        assertThat(GatedPipeline.verdictOf(null)).isEmpty();
    }

    @Test
    void aReadAskedForFromBehindDoesNotReachTheSocket() {
        Pair pair = imap(ACCEPTS);
        AtomicInteger reads = new AtomicInteger();
        pair.server.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
                reads.incrementAndGet();
                ctx.read();
            }
        });
        pair.shakeWithCommandInLastFlight("a1 NOOP\r\n");
        int before = reads.get();

        pair.behind.ctx.read();
        assertThat(reads).hasValue(before);
        assertThat(pair.server.config().isAutoRead()).isFalse();

        pair.judged();
        pair.behind.ctx.read();
        assertThat(reads.get()).isGreaterThan(before);
    }

    @Test
    void nobodyBehindCanWriteBeforeTheVerdict() {
        Pair pair = imap(ACCEPTS).shake();

        ChannelFuture write = pair.behind.ctx.writeAndFlush(Unpooled.copiedBuffer("leak", StandardCharsets.US_ASCII));
        pair.shake();

        assertThat(write.isSuccess()).isFalse();
        pair.judged();
        assertThat(pair.heard()).isEqualTo("* OK ready\r\n");
    }

    @Test
    void eventsAndFaultsBeforeTheVerdictReachNobody() {
        Pair pair = imap(ACCEPTS).shake();

        pair.server.pipeline().fireUserEventTriggered("event");
        assertThat(pair.behind.saw).isEmpty();
        pair.server.pipeline().fireExceptionCaught(new IllegalStateException("broken"));

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.server.isOpen()).isFalse();
        pair.judged();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void anEventHeldBackIsReplayed() {
        Pair pair = imap(ACCEPTS).shake();
        pair.server.pipeline().fireUserEventTriggered("event");

        pair.judged();

        assertThat(pair.behind.saw).contains("event String");
    }

    @Test
    void whoLeavesBeforeTheVerdictWasNeverThere() {
        Pair pair = imap(ACCEPTS).shake();
        assertThat(pair.limits.open()).isEqualTo(1);

        pair.server.close();
        pair.judged();

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.limits.open()).isZero();
    }

    @Test
    void whoLeavesAfterTheVerdictIsSeenLeaving() {
        Pair pair = imap(ACCEPTS).shake();
        pair.judged();

        pair.server.close();

        assertThat(pair.behind.saw).containsOnlyOnce("active").containsOnlyOnce("inactive");
        assertThat(pair.limits.open()).isZero();
    }

    @Test
    void aJudgeTooSlowIsATemporaryRefusalAndItsVerdictComesTooLate() {
        Pair pair = imap(ACCEPTS).shake();

        pair.later(LIMIT.minusMillis(200));
        pair.shake();
        assertThat(pair.heard()).isEmpty();
        pair.later(Duration.ofMillis(400));
        pair.shake();
        assertThat(pair.heard()).isEqualTo("* BYE refused (G-154)\r\n");

        pair.judged();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void aFullQueueIsATemporaryRefusal() {
        Pair pair = imap(ACCEPTS);
        pair.threads.full = true;

        pair.shake();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-153)\r\n");
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void aJudgeThatThrowsIsARefusal() {
        Pair pair = imap(peer -> {
            throw new IllegalStateException("broken");
        });

        pair.shake().judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-901)\r\n");
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void aJudgeThatRunsOutOfStackIsARefusal() {
        Pair pair = imap(peer -> {
            throw new StackOverflowError();
        });

        pair.shake().judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-901)\r\n");
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyRefusalIsToldAndOpensNothing(RefusalReason reason) {
        Pair pair = imap(refuses(reason)).shake();

        pair.judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (" + reason.code() + ")\r\n");
        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void floodingTheGateClosesIt() {
        Pair pair = imap(ACCEPTS).shake();

        pair.says("x".repeat(Held.MOST_OCTETS + 1)).shake();

        assertThat(pair.server.isOpen()).isFalse();
        pair.judged();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void floodingTheGateWithManySmallThingsClosesIt() {
        Pair pair = imap(ACCEPTS).shake();

        for (int i = 0; i < 300; i++) {
            pair.server.pipeline().fireUserEventTriggered("event");
        }

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void afterARefusalWhatComesIsDroppedUpToABound() {
        Pair pair = imap(refuses(RefusalReason.EXPIRED)).shake();
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
        Pair pair = imap(refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.later(Duration.ofMillis(1_900));
        assertThat(pair.server.isOpen()).isTrue();
        pair.later(Duration.ofMillis(200));

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void afterItsFinalRefusalSmtpAnswersUntilQuit() {
        Pair pair = smtp(refuses(RefusalReason.EXPIRED)).shakeWithCommandInLastFlight("EHLO pc\r\n");
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
        Pair pair = smtp(refuses(RefusalReason.REVOCATION_STALE)).shake();
        pair.judged();

        assertThat(pair.heard()).isEqualTo("421 4.7.0 (G-152)\r\n");
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInCommands() {
        Pair pair = smtp(refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.says("NOOP\r\n".repeat(Refusing.MOST_COMMANDS + 50)).shake();

        assertThat(pair.heard().lines().filter(line -> line.startsWith("503"))).hasSize(Refusing.MOST_COMMANDS);
        assertThat(pair.clientSawEnd()).isTrue();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInOctets() {
        Pair pair = smtp(refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();

        pair.says("x".repeat(Refusing.MOST_OCTETS + 1)).shake();

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void theConversationAfterARefusalIsBoundedInTime() {
        Pair pair = smtp(refuses(RefusalReason.EXPIRED)).shake();
        pair.judged();
        assertThat(pair.server.isOpen()).isTrue();

        pair.later(Duration.ofMillis(2_100));

        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void octetsThatAreNotTlsReachNobody() {
        Pair pair = imap(ACCEPTS);

        pair.server.writeInbound(Unpooled.copiedBuffer("a1 LOGIN hong secret\r\n", StandardCharsets.US_ASCII));

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.limits.open()).isZero();
    }
}
