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

    /** Letters that look like one of US-ASCII's, or become one when their case is changed or their form is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u212Aim@x", // Kelvin sign, whose lower case is k
                "kim@\u212A",
                "k\u0131m@x", // dotless i, whose upper case is I
                "K\u0130M@x", // dotted I
                "\uFF4Bim@x", // fullwidth k
                "k\u0456m@x", // Cyrillic i
                "kim\u200B@x", // zero width space
                "ki\u00ADm@x", // soft hyphen
                "kim\u0301@x", // combining accent
                "kim\uFF20x", // fullwidth @
                "kim@x\uFF0Ecom", // fullwidth full stop
                "\u202Ekim@x" // right-to-left override
            })
    @Adversary("user name with homoglyphs")
    void whatLooksLikeAnAddressIsNone(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    @Adversary("user name of 1 MiB")
    void lengthsAreBounded() {
        String mebibyte = "a".repeat(1 << 20);
        assertThat(Address.parse(mebibyte + "@x")).isEmpty();
        assertThat(Address.parse("a@" + mebibyte)).isEmpty();
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
