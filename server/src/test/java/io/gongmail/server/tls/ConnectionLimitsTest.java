package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private static EmbeddedChannel connect(ConnectionLimits limits, String address) {
        return new EmbeddedChannel(limits.handler()) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 4_711);
            }
        };
    }

    @Test
    void admitsUpToItsBoundInAll() {
        ConnectionLimits limits = new ConnectionLimits(2, 2);
        EmbeddedChannel first = connect(limits, "192.0.2.1");

        assertThat(connect(limits, "192.0.2.2").isOpen()).isTrue();
        assertThat(connect(limits, "192.0.2.3").isOpen()).isFalse();
        assertThat(limits.open()).isEqualTo(2);
        first.close();
        assertThat(connect(limits, "192.0.2.3").isOpen()).isTrue();
    }

    @Test
    void admitsUpToItsBoundFromOneAddress() {
        ConnectionLimits limits = new ConnectionLimits(10, 2);
        EmbeddedChannel first = connect(limits, "192.0.2.1");
        connect(limits, "192.0.2.1");

        assertThat(connect(limits, "192.0.2.1").isOpen()).isFalse();
        assertThat(connect(limits, "192.0.2.2").isOpen()).isTrue();
        assertThat(limits.open()).isEqualTo(3);
        first.close();
        assertThat(connect(limits, "192.0.2.1").isOpen()).isTrue();
    }

    @Test
    void countsANetworkOfIpv6AsOneAddress() {
        ConnectionLimits limits = new ConnectionLimits(10, 1);
        connect(limits, "2001:db8:0:1::1");

        assertThat(connect(limits, "2001:db8:0:1::2").isOpen()).isFalse();
        assertThat(connect(limits, "2001:db8:0:2::1").isOpen()).isTrue();
    }

    @Test
    void forgetsAddressesThatHaveLeft() {
        ConnectionLimits limits = new ConnectionLimits(100, 1);
        List<EmbeddedChannel> channels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            channels.add(connect(limits, "192.0.2." + i));
            connect(limits, "192.0.2." + i);
        }
        assertThat(limits.addresses()).isEqualTo(50);

        channels.forEach(EmbeddedChannel::close);

        assertThat(limits.addresses()).isZero();
        assertThat(limits.open()).isZero();
    }

    @Test
    void refusesToAdmitNobody() {
        assertThatThrownBy(() -> new ConnectionLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConnectionLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
