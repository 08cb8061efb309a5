package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of RFC 4978 is seen on one pipeline. */
class CompressionTest {
    private static final Duration REST = Duration.ofSeconds(30);

    /** Takes what is inflated, as long as it is to. */
    private final class Taker extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int most = Integer.MAX_VALUE;
        private @Nullable Throwable failed;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf octets = (ByteBuf) message;
            octets.forEachByte(octet -> {
                taken.write(octet);
                return true;
            });
            octets.release();
            if (taken.size() >= most) {
                compression.more(false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed = cause;
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    private final Compression compression = new Compression(REST);
    private final Taker taker = new Taker();
    private final EmbeddedChannel channel = new EmbeddedChannel(compression, taker);
    private final Inflater inflater = new Inflater(true);

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
        inflater.end();
        assertThat(compression.holdsDeflater()).isFalse();
    }

    private void begin(ByteBuf arrived) {
        compression.begin(channel.pipeline().lastContext(), arrived);
        channel.runPendingTasks();
    }

    private String inflated() throws DataFormatException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf octets = channel.readOutbound(); octets != null; octets = channel.readOutbound()) {
            byte[] some = new byte[octets.readableBytes()];
            octets.readBytes(some).release();
            inflater.setInput(some);
            byte[] buffer = new byte[1024];
            for (int made = inflater.inflate(buffer); made > 0; made = inflater.inflate(buffer)) {
                all.write(buffer, 0, made);
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    void untilItBeginsAllPassesAsItIs() {
        channel.writeOutbound(octets("* OK"));
        ByteBuf left = channel.readOutbound();
        assertThat(left.toString(StandardCharsets.UTF_8)).isEqualTo("* OK");
        left.release();
        channel.writeInbound(octets("a1 NOOP"));
        assertThat(taker.text()).isEqualTo("a1 NOOP");
    }

    @Test
    void whatIsFlushedCanBeReadWhole() throws DataFormatException {
        begin(Unpooled.EMPTY_BUFFER);
        for (String said : new String[] {"* 1 EXISTS\r\n", "x".repeat(300_000), "a1 OK\r\n"}) {
            channel.writeOutbound(octets(said));
            assertThat(inflated()).isEqualTo(said);
        }
    }

    @Test
    void whatIsNotFlushedIsNotToldWritten() throws DataFormatException {
        begin(Unpooled.EMPTY_BUFFER);
        ChannelFuture written = channel.write(octets("* BYE\r\n"));
        assertThat(written.isDone()).isFalse();
        channel.flush();
        assertThat(written.isSuccess()).isTrue();
        assertThat(inflated()).isEqualTo("* BYE\r\n");
    }

    @Test
    void aFlushOfNothingSaysNothing() {
        begin(Unpooled.EMPTY_BUFFER);
        channel.flush();
        assertThat((Object) channel.readOutbound()).isNull();
    }

    @Test
    void octetByOctetItIsTheSame() {
        begin(Unpooled.EMPTY_BUFFER);
        for (byte octet : CompressTest.deflated("a1 NOOP\r\n한글\r\n")) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(taker.text()).isEqualTo("a1 NOOP\r\n한글\r\n");
    }

    @Test
    void whatCameBehindTheCommandIsInflated() {
        begin(Unpooled.wrappedBuffer(CompressTest.deflated("a2 NOOP\r\n")));
        assertThat(taker.text()).isEqualTo("a2 NOOP\r\n");
    }

    /** A packet that becomes 64 MiB is inflated as far as it is taken, and nothing is read meanwhile. */
    @Test
    @Adversary("a packet that becomes gigabytes")
    void noMoreIsInflatedThanIsTaken() {
        begin(Unpooled.EMPTY_BUFFER);
        taker.most = 1;
        channel.writeInbound(Unpooled.wrappedBuffer(CompressTest.deflated("x".repeat(64 << 20))));
        assertThat(taker.taken.size()).isBetween(1, 8 * 1024);
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.runPendingTasks();
        assertThat(taker.taken.size()).isLessThanOrEqualTo(8 * 1024);
        compression.more(true);
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.runPendingTasks();
        assertThat(taker.taken.size()).isBetween(8 * 1024 + 1, 16 * 1024);
        taker.most = Integer.MAX_VALUE;
        compression.more(true);
        channel.runPendingTasks();
        assertThat(taker.taken.size()).isEqualTo(64 << 20);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whatIsNotCompressedIsAnErrorAndWhatFollowsPassesToBeDropped() {
        begin(Unpooled.EMPTY_BUFFER);
        channel.writeInbound(octets("a2 NOOP\r\n"));
        assertThat(taker.failed).isInstanceOf(DataFormatException.class);
        channel.writeInbound(octets("more"));
        assertThat(taker.text()).endsWith("more");
    }

    @Test
    void aStreamThatEndsIsAnError() {
        begin(Unpooled.EMPTY_BUFFER);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {3, 0}), octets("behind"));
        assertThat(taker.failed).isInstanceOf(DataFormatException.class);
    }

    /** The memory of a connection that says nothing is given back, and its peer does not notice. */
    @Test
    void afterARestItGoesOnWithAFreshWindow() throws DataFormatException {
        begin(Unpooled.EMPTY_BUFFER);
        channel.writeOutbound(octets("* 1 EXISTS\r\n"));
        assertThat(compression.holdsDeflater()).isTrue();
        rests();
        rests();
        assertThat(compression.holdsDeflater()).isFalse();
        channel.writeOutbound(octets("* 1 EXISTS\r\n* 2 EXISTS\r\n"));
        assertThat(inflated()).isEqualTo("* 1 EXISTS\r\n* 1 EXISTS\r\n* 2 EXISTS\r\n");
    }

    @Test
    void whoWaitsForAWriteLearnsThatTheConnectionEnded() {
        begin(Unpooled.EMPTY_BUFFER);
        ChannelFuture written = channel.write(octets("x"));
        channel.close();
        assertThat(written.isDone()).isTrue();
        assertThat(written.isSuccess()).isFalse();
        assertThat(channel.write(octets("y")).isSuccess()).isFalse();
    }

    private void rests() {
        channel.advanceTimeBy(REST.toMillis() + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
