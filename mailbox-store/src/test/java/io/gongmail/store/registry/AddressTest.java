package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    void theirOrderIsThatOfTheirTexts() {
        List<String> texts = List.of(
                "a@x", "a@x.y", "a@y", "a+b@x", "a-b@x", "a.b@x", "a0@x", "a_b@x", "aa@x", "ab@x", "b@x", "0@x",
                "a.b@w");
        List<Address> some = texts.stream().map(Address::of).toList();
        for (Address one : some) {
            for (Address other : some) {
                assertThat(Integer.signum(one.compareTo(other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
            }
        }
    }

    /** Of all short texts of the characters that matter. */
    @Test
    void anAddressIsWhatTheGrammarSays() {
        Pattern localPart = Pattern.compile("[a-z0-9_+-]+(\\.[a-z0-9_+-]+)*");
        Pattern domain = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
        List<String> texts = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= 5; length++) {
            int end = texts.size();
            for (; from < end; from++) {
                for (char c : new char[] {'a', '9', '.', '-', '_', 'A', '`', '{', '/', ':'}) {
                    texts.add(texts.get(from) + c);
                }
            }
        }
        for (String text : texts) {
            assertThat(isAddress(text, "x"))
                    .as(text)
                    .isEqualTo(localPart.matcher(text).matches());
            assertThat(isAddress("a", text))
                    .as(text)
                    .isEqualTo(domain.matcher(text).matches());
        }
        assertThat(texts).hasSize(111_111);
    }

    private static boolean isAddress(String localPart, String domain) {
        try {
            return new Address(localPart, domain).domain().equals(domain);
        } catch (IllegalArgumentException e) {
            return false;
        }
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
