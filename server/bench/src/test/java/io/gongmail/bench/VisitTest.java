package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.bench.Errand.Purpose;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class VisitTest {
    private final Results results = new Results();
    private long now;

    private EmbeddedChannel visit(Purpose purpose) throws SSLException {
        SslContext unused = SslContextBuilder.forClient().build();
        Visitor hong = new Visitor("hong", unused, "hong@example.org", "a \"b\\");
        return new EmbeddedChannel(new Visit(new Errand(hong, purpose), results, () -> now));
    }

    private static String said(EmbeddedChannel channel) {
        ByteBuf octets = channel.readOutbound();
        try {
            return octets == null ? "" : octets.toString(StandardCharsets.US_ASCII);
        } finally {
            if (octets != null) {
                octets.release();
            }
        }
    }

    @Test
    void aGreetingIsAllThatAHandshakeIsMadeFor() throws SSLException {
        EmbeddedChannel channel = visit(Purpose.GREETING);
        now = 5_000_000;
        channel.writeInbound("* OK ready");
        assertThat(results.succeeded()).isEqualTo(1);
        assertThat(results.milliseconds(1)).isEqualTo(5);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aSignInIsDoneWithTheAnswerToLoginAndOverWithTheOneToLogout() throws SSLException {
        EmbeddedChannel channel = visit(Purpose.SIGN_IN);
        channel.writeInbound("* OK ready");
        assertThat(said(channel)).isEqualTo("a LOGIN \"hong@example.org\" \"a \\\"b\\\\\"\r\n");
        channel.writeInbound("* CAPABILITY IMAP4rev1");
        assertThat(results.succeeded()).isZero();
        now = 7_000_000;
        channel.writeInbound("a OK done");
        assertThat(results.milliseconds(1)).isEqualTo(7);
        assertThat(said(channel)).isEqualTo("b LOGOUT\r\n");
        now = 9_000_000;
        channel.writeInbound("* BYE");
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound("b OK");
        assertThat(channel.isOpen()).isFalse();
        assertThat(results.succeeded()).isEqualTo(1);
        assertThat(results.failed()).isZero();
    }

    @Test
    void whatIsNotExpectedIsAFailureOnce() throws SSLException {
        for (List<String> lines :
                List.of(List.of("* BYE refused (G-103)"), List.of("* OK ready", "a NO refused"), List.<String>of())) {
            int before = results.failed();
            EmbeddedChannel channel = visit(Purpose.SIGN_IN);
            lines.forEach(channel::writeInbound);
            channel.close();
            assertThat(channel.isOpen()).isFalse();
            assertThat(results.failed()).isEqualTo(before + 1);
        }
        assertThat(results.succeeded()).isZero();
        assertThat(results.firstFailure())
                .hasValueSatisfying(why -> assertThat(why).contains("hong", "G-103"));
    }

    @Test
    void aRefusalIsWhatAFloodIsMadeFor() throws SSLException {
        visit(Purpose.REFUSAL).writeInbound("* BYE refused (G-103)");
        assertThat(results.succeeded()).isEqualTo(1);
        visit(Purpose.REFUSAL).writeInbound("* OK ready");
        assertThat(results.failed()).isEqualTo(1);
    }
}
