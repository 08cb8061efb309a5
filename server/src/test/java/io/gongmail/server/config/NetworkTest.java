package io.gongmail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static InetAddress address(String text) {
        return InetAddresses.forString(text);
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.0.0.0,               true",
        "10.0.0.0/8,     10.255.255.255,         true",
        "10.0.0.0/8,     11.0.0.0,               false",
        "10.0.0.0/8,     9.255.255.255,          false",
        "192.0.2.128/25, 192.0.2.127,            false",
        "192.0.2.128/25, 192.0.2.128,            true",
        "0.0.0.0/0,      255.1.2.3,              true",
        "0.0.0.0/0,      2001:db8::1,            false",
        "192.0.2.1/32,   192.0.2.1,              true",
        "192.0.2.1/32,   192.0.2.0,              false",
        "2001:db8::/33,  2001:db8:7fff:ffff::1,  true",
        "2001:db8::/33,  2001:db8:8000::,        false",
        "::/0,           10.0.0.1,               false",
        "10.0.0.0/8,     ::ffff:10.1.2.3,        true"
    })
    void itContainsWhatBeginsLikeIt(String network, String address, boolean contains) {
        assertThat(network(network).contains(address(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/33", "::/0"})
    void itIsWrittenAsItIsRead(String text) {
        assertThat(network(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.0.0/8",
                "localhost/8",
                "2001:db8::/129",
                "2001:db8::1/64"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void theNetworkAroundAnAddressHasSoManyBitsOfIt() {
        assertThat(Network.around(address("203.0.113.9"), 16, 32)).isEqualTo(network("203.0.0.0/16"));
        assertThat(Network.around(address("2001:db8:1:2::3"), 16, 32)).isEqualTo(network("2001:db8::/32"));
        assertThat(Network.around(address("203.0.113.9"), 32, 32)).isEqualTo(network("203.0.113.9/32"));
    }

    @Test
    void itBeginsWhereItSays() {
        assertThatThrownBy(() -> new Network(address("10.0.0.1"), 8)).isInstanceOf(IllegalArgumentException.class);
    }
}
