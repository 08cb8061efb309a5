package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.tls.TlsContexts.Library;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateGateTest {
    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void isShutUntilTheVerdictAndThenOpens(Library library, String version) {
        Pair pair = Gated.pair(library, version, Gated.HONG, MailProtocol.IMAP, Gated.ACCEPTS)
                .shake();

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
        Pair pair = Gated.pair(library, version, Gated.HONG, MailProtocol.IMAP, Gated.ACCEPTS)
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
        Pair pair = Gated.pair(library, version, Gated.HONG, MailProtocol.IMAP, Gated.ACCEPTS)
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
    void whoDoesNotHoldTheKeyIsNeverJudged(Library library, String version) {
        TestKeys stolen = Gated.HONG.withKeyOf(Gated.PEOPLE.issue("thief"));
        Pair pair = Gated.pair(library, version, stolen, MailProtocol.IMAP, Gated.ACCEPTS)
                .shake();

        assertThat(pair.threads.waiting()).isZero();
        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.heard()).doesNotContain("BYE").doesNotContain("OK");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#librariesAndVersions")
    void theVerdictIsLeftForTheHandlersBehind(Library library, String version) {
        Pair pair = Gated.pair(library, version, Gated.HONG, MailProtocol.IMAP, Gated.ACCEPTS)
                .shake();
        SslHandler tls = pair.server.pipeline().get(SslHandler.class);

        assertThat(GatedPipeline.verdictOf(tls.engine().getSession())).isEmpty();

        pair.judged();

        assertThat(GatedPipeline.verdictOf(tls.engine().getSession())).contains(Pair.ACCEPTED);
    }

    @Test
    void theJudgeSeesTheChainAsItWasShown() {
        Pair pair = Gated.imap(peer -> {
            assertThat(peer.leaf()).isEqualTo(Gated.HONG.certificate());
            assertThat(peer.above()).containsExactly(Gated.PEOPLE.certificate());
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
        Pair pair = Gated.imap(Gated.ACCEPTS);
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
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();

        ChannelFuture write = pair.behind.ctx.writeAndFlush(Unpooled.copiedBuffer("leak", StandardCharsets.US_ASCII));
        pair.shake();

        assertThat(write.isSuccess()).isFalse();
        pair.judged();
        assertThat(pair.heard()).isEqualTo("* OK ready\r\n");
    }

    @Test
    void eventsAndFaultsBeforeTheVerdictReachNobody() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();

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
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();
        pair.server.pipeline().fireUserEventTriggered("event");

        pair.judged();

        assertThat(pair.behind.saw).contains("event String");
    }

    @Test
    void whoLeavesBeforeTheVerdictWasNeverThere() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();
        assertThat(pair.limits.open()).isEqualTo(1);

        pair.server.close();
        pair.judged();

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.limits.open()).isZero();
    }

    @Test
    void whoLeavesAfterTheVerdictIsSeenLeaving() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();
        pair.judged();

        pair.server.close();

        assertThat(pair.behind.saw).containsOnlyOnce("active").containsOnlyOnce("inactive");
        assertThat(pair.limits.open()).isZero();
    }

    @Test
    void aJudgeTooSlowIsATemporaryRefusalAndItsVerdictComesTooLate() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();

        pair.later(Gated.LIMIT.minusMillis(200));
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
        Pair pair = Gated.imap(Gated.ACCEPTS);
        pair.threads.full = true;

        pair.shake();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-153)\r\n");
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    @Adversary("a judge that throws")
    void aJudgeThatThrowsIsARefusal() {
        Pair pair = Gated.imap(peer -> {
            throw new IllegalStateException("broken");
        });

        pair.shake().judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-901)\r\n");
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    @Adversary("a judge that throws")
    void aJudgeThatRunsOutOfStackIsARefusal() {
        Pair pair = Gated.imap(peer -> {
            throw new StackOverflowError();
        });

        pair.shake().judged();

        assertThat(pair.heard()).isEqualTo("* BYE refused (G-901)\r\n");
    }

    @Test
    void floodingTheGateClosesIt() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();

        pair.says("x".repeat(Held.MOST_OCTETS + 1)).shake();

        assertThat(pair.server.isOpen()).isFalse();
        pair.judged();
        assertThat(pair.behind.saw).isEmpty();
    }

    @Test
    void floodingTheGateWithManySmallThingsClosesIt() {
        Pair pair = Gated.imap(Gated.ACCEPTS).shake();

        for (int i = 0; i < 300; i++) {
            pair.server.pipeline().fireUserEventTriggered("event");
        }

        assertThat(pair.server.isOpen()).isFalse();
    }

    @Test
    void octetsThatAreNotTlsReachNobody() {
        Pair pair = Gated.imap(Gated.ACCEPTS);

        pair.server.writeInbound(Unpooled.copiedBuffer("a1 LOGIN hong secret\r\n", StandardCharsets.US_ASCII));

        assertThat(pair.behind.saw).isEmpty();
        assertThat(pair.server.isOpen()).isFalse();
        assertThat(pair.limits.open()).isZero();
    }
}
