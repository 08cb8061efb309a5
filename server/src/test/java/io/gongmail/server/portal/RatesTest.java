package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RatesTest {
    private long now;
    private final Rates rates = new Rates(60, () -> now);

    @Test
    void soManyAreLetThroughAndThenOneASecond() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < 60; i++) {
            assertThat(rates.take(address)).isTrue();
        }
        assertThat(rates.take(address)).isFalse();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(rates.take(address)).isTrue();
        assertThat(rates.take(address)).isFalse();
    }

    @Test
    void nobodySavesUpMoreThanAMinute() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        rates.take(address);
        now += TimeUnit.DAYS.toNanos(1);
        for (int i = 0; i < 60; i++) {
            assertThat(rates.take(address)).isTrue();
        }
        assertThat(rates.take(address)).isFalse();
    }

    @Test
    void ofIpVersionSixANetworkIsOne() throws UnknownHostException {
        for (int i = 0; i < 60; i++) {
            assertThat(rates.take(InetAddress.getByName("2001:db8::" + Integer.toHexString(i))))
                    .isTrue();
        }
        assertThat(rates.take(InetAddress.getByName("2001:db8::ffff"))).isFalse();
        assertThat(rates.take(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
        assertThat(rates.take(InetAddress.getByName("192.0.2.1"))).isTrue();
    }
}
