package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalAddressTest {
    @Test
    void oneAddressIsWrittenInManyWaysAndKeptInOne() {
        InternationalAddress hong = new InternationalAddress("홍길동.mail", "moe.example");
        assertThat(InternationalAddress.parse("홍길동.mail@moe.example")).contains(hong);
        assertThat(InternationalAddress.parse("홍길동.MAIL@MOE.example")).contains(hong);
        // As macOS writes it.
        assertThat(InternationalAddress.parse(Normalizer.normalize("홍길동", Normalizer.Form.NFD) + ".mail@moe.example"))
                .contains(hong);
        assertThat(hong).hasToString("홍길동.mail@moe.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hong@moe.example", // that is an Address
                "홍길동",
                "@moe.example",
                "홍길동@",
                "홍길동@교육부.example",
                "홍 길동@moe.example",
                "홍..길동@moe.example",
                ".홍@moe.example",
                "홍.@moe.example",
                "홍*@moe.example",
                "홍/길동@moe.example",
                "\"홍\"@moe.example",
                "홍\u0000@moe.example",
                "홍\u200b길동@moe.example",
                "ㅎㅗㅇ@moe.example",
                "洪吉童@moe.example",
                "홍а@moe.example", // Cyrillic
                "홍\u0130@moe.example", // its lower case begins with an i
                "홍ｋim@moe.example", // of full width
                "\ud83d홍@moe.example"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(InternationalAddress.parse(text)).isEmpty();
    }

    /** RFC 5321 §4.5.3.1.1 counts octets. */
    @Test
    void lengthsAreInOctets() {
        assertThat(InternationalAddress.parse("가".repeat(21) + "@moe.example")).isPresent();
        assertThat(InternationalAddress.parse("가".repeat(22) + "@moe.example")).isEmpty();
        assertThatThrownBy(() -> new InternationalAddress("Hong홍", "moe.example"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
