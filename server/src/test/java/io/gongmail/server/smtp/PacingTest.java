package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class PacingTest {
    private final Pacing pacing = new Pacing();
    private final EmbeddedChannel channel = new EmbeddedChannel(pacing);

    private boolean reads() {
        channel.runPendingTasks();
        return channel.config().isAutoRead();
    }

    private void comes(int octets) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[octets]));
    }

    @Test
    void whatIsDealtWithMakesRoomAgain() {
        comes(Pacing.MOST_WAITING);
        assertThat(reads()).isTrue();
        comes(1);
        assertThat(reads()).isFalse();
        pacing.dealtWith(1);
        assertThat(reads()).isTrue();
    }

    @Test
    void whoTakesNoRepliesIsNotReadFrom() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        assertThat(reads()).isFalse();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        assertThat(reads()).isTrue();
    }

    @Test
    void nothingIsHeldBack() {
        comes(10);
        comes(Pacing.MOST_WAITING);
        assertThat(channel.inboundMessages()).hasSize(2);
    }
}
