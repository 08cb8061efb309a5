package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final Address HONG = Address.of("hong.gildong@moe.example");
    private final PasswordRules rules = new PasswordRules(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tr0ub4dor",
                "eight ch",
                "correct horse battery staple",
                "aaaaaaab",
                "비밀번호여덟글자",
                "hong.gildong1",
                "password, but longer",
                "13572468"
            })
    void whatIsLongEnoughAndNotEverybodysWillDo(String password) {
        assertThat(rules.wrong(HONG, password.toCharArray())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sevench",
                "비밀번호일곱자",
                "aaaaaaaa",
                "hong.gildong@moe.example",
                "Hong.Gildong@MOE.example",
                "hong.gildong",
                "HONG.GILDONG"
            })
    void tooShortOneCharacterOrTheAddressIsTooSimple(String password) {
        assertThat(rules.wrong(HONG, password.toCharArray()).map(PasswordOutcome.Refused::code))
                .contains("G-221");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PassWord",
                "password1",
                "P@ssw0rd2026!",
                "qwertyuiop",
                "1q2w3e4r",
                "1q2w3e4r5t6y!!",
                "dkssudgktpdy",
                "dkssud1234",
                "korea.kr1",
                "01234567",
                "12345678",
                "7890123456",
                "87654321",
                "0987654321"
            })
    void whatEverybodyTriesFirstIsTooCommonInAnyCaseAndWithAnyTail(String password) {
        assertThat(rules.wrong(HONG, password.toCharArray()).map(PasswordOutcome.Refused::code))
                .contains("G-224");
    }

    /** Each Hangul syllable, and each emoji of two Java chars, is one character to the person who types it. */
    @ParameterizedTest
    @CsvSource({"3, true", "4, false"})
    void lengthIsCountedInCharactersAsAPersonCounts(int faces, boolean tooShort) {
        String password = "😀😁😂🤣".substring(0, 2 * faces) + "abcd";
        assertThat(rules.wrong(HONG, password.toCharArray()).isPresent()).isEqualTo(tooShort);
    }

    @ParameterizedTest
    @CsvSource({"1024, false", "1025, true"})
    void longerThanSignInWouldHashIsRefused(int length, boolean refused) {
        String password = "ab".repeat(length).substring(0, length);
        assertThat(rules.wrong(HONG, password.toCharArray()).isPresent()).isEqualTo(refused);
    }
}
