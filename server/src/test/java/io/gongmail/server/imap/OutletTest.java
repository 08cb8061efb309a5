package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletTest {
    private final Outlet outlet = new Outlet();
    private final EmbeddedChannel channel = new EmbeddedChannel(outlet);
    private final List<String> ran = new ArrayList<>();

    @Test
    void whoWaitsForRoomGoesOnWhenThePeerHasRead() {
        full(true);
        assertThat(outlet.hasRoom()).isFalse();
        outlet.whenRoom(() -> ran.add("went on"));
        assertThat(ran).isEmpty();
        full(false);
        assertThat(ran).containsExactly("went on");
        full(true);
        full(false);
        assertThat(ran).as("once").hasSize(1);
    }

    @Test
    void whoAsksWhileThereIsRoomGoesOnAtOnce() {
        outlet.whenRoom(() -> ran.add("went on"));
        assertThat(ran).containsExactly("went on");
    }

    @Test
    void whoWaitsIsNotForgottenWhenTheConnectionEnds() {
        full(true);
        outlet.whenRoom(() -> ran.add(outlet.isOpen() ? "open" : "gone"));
        channel.close();
        assertThat(ran).containsExactly("gone");
    }

    @Test
    void whatIsWrittenLeaves() {
        ByteBuf octets = outlet.buffer(16);
        octets.writeCharSequence("hello", StandardCharsets.US_ASCII);
        outlet.write(octets);
        ByteBuf left = channel.readOutbound();
        assertThat(left.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
        left.release();
    }

    @Test
    void whatIsWrittenToNobodyIsFreed() {
        ByteBuf octets = outlet.buffer(16).writeByte(1);
        channel.close();
        outlet.write(octets);
        assertThat(octets.refCnt()).isZero();
    }

    private void full(boolean is) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !is);
        channel.runPendingTasks();
    }
}
