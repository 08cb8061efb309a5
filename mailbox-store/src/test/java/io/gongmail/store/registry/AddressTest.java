package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void anAddressIsTheSameInAnyCase() {
        Address address = Address.parse("Official0001@MOE.Gongmail.Example").orElseThrow();
        assertThat(address).isEqualTo(new Address("official0001", "moe.gongmail.example"));
        assertThat(address).hasToString("official0001@moe.gongmail.example");
        assertThat(Address.of("a.b_c+d-e@x")).hasToString("a.b_c+d-e@x");
        assertThat(address.compareTo(Address.of("official0002@moe.gongmail.example")))
                .isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@x",
                "a@@x",
                "a@b@x",
                ".a@x",
                "a.@x",
                "a..b@x",
                "a b@x",
                "a@x..y",
                "a@-x",
                "a@x-",
                "a@x.",
                "a@.x",
                "a*@x",
                "a%@x",
                "a/b@x",
                "\"a\"@x",
                "a@[127.0.0.1]",
                "홍@x",
                "a@교육부",
                "a\n@x",
                "a@x\n",
                "a@x_y",
                "\u0131@x",
                "\u212A@\u212A\u0000"
            })
    void whatIsNoAccountsAddressIsNone(String text) {
        assertThat(Address.parse(text)).isEmpty();
        assertThatThrownBy(() -> Address.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsAreBounded() {
        String label = "d".repeat(63);
        String long189 = label + "." + label + "." + "d".repeat(61);
        assertThat(long189).hasSize(189);
        assertThat(Address.parse("l".repeat(64) + "@" + long189)).isPresent();
        assertThat(Address.parse("l".repeat(64) + "@" + long189 + "d")).isEmpty();
        assertThatThrownBy(() -> new Address("l".repeat(64), long189 + "d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Address.parse("l".repeat(65) + "@x")).isEmpty();
        assertThat(Address.parse("a@" + label)).isPresent();
        assertThat(Address.parse("a@" + label + "d")).isEmpty();
        assertThat(Address.isDomain(long189 + "." + label)).isTrue();
        assertThat(Address.isDomain(long189 + "." + label + ".d")).isFalse();
        assertThatThrownBy(() -> new Address("A", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Address("a", "X")).isInstanceOf(IllegalArgumentException.class);
    }
}
