package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is pushed to a peer that does not read, by others' changes while it idles (RFC 9051 §6.3.13), is bounded too. */
class UnreadAnswersTest {
    private static final int MEBIBYTE = 1024 * 1024;

    private final CommandDecoder commands = new CommandDecoder(
            QuotaParsers.decoder(),
            new CommandBounds(8_192, 4_096, MEBIBYTE),
            Path.of("none"),
            new Outlet(),
            new Compression(Duration.ofSeconds(30)));
    private final EmbeddedChannel channel = new EmbeddedChannel(commands);

    @AfterEach
    void free() {
        channel.finishAndReleaseAll();
    }

    private void push(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            channel.write(Unpooled.wrappedBuffer(new byte[MEBIBYTE]));
        }
        channel.runPendingTasks();
    }

    @Test
    @Adversary("a peer that reads nothing")
    void whoLeavesTooMuchUnreadIsLeft() {
        int most = (int) (CommandDecoder.MOST_UNREAD / MEBIBYTE);
        push(most - 1);
        assertThat(channel.isOpen()).isTrue();
        push(3);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatIsReadCountsNoLonger() {
        int most = (int) (CommandDecoder.MOST_UNREAD / MEBIBYTE);
        for (int i = 0; i < 3; i++) {
            push(most - 1);
            channel.flush();
            channel.releaseOutbound();
        }
        assertThat(channel.isOpen()).isTrue();
    }
}
