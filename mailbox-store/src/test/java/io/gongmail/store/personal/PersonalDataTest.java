package io.gongmail.store.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed opens in its place under its key, and nowhere else. */
class PersonalDataTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Place PLACE = new Place("application", "name", "7");

    private final PersonalKeys keys = PersonalKeys.fresh(RANDOM);
    private final PersonalData personal = new PersonalData(keys, RANDOM);

    @ParameterizedTest
    @ValueSource(strings = {"홍길동", "", "01012341234", "𠮷野"})
    void opensInItsPlace(String text) throws Unopened {
        assertThat(personal.open(PLACE, personal.seal(PLACE, text).text())).isEqualTo(text);
    }

    @Test
    void isNeverTheSameTwiceAndShowsNothing() {
        String sealed = personal.seal(PLACE, "hong gildong").text();
        assertThat(personal.seal(PLACE, "hong gildong").text()).isNotEqualTo(sealed);
        assertThat(sealed).matches("v1\\.1\\.[A-Za-z0-9_-]{54}").doesNotContain("hong");
    }

    @Test
    void opensInNoOtherPlace() {
        String sealed = personal.seal(PLACE, "홍길동").text();
        for (Place other : List.of(
                new Place("account", "name", "7"),
                new Place("application", "phone", "7"),
                new Place("application", "name", "8"),
                new Place("application", "name\0" + "7", ""))) {
            refuses(personal, other, sealed);
        }
    }

    @Test
    void isRefusedWithAnyLetterChanged() {
        String sealed = personal.seal(PLACE, "홍길동").text();
        for (int i = 0; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            refuses(personal, PLACE, sealed.substring(0, i) + other + sealed.substring(i + 1));
        }
        refuses(personal, PLACE, sealed.substring(0, sealed.length() - 4));
        refuses(personal, PLACE, "");
        refuses(personal, PLACE, "홍길동");
        refuses(personal, PLACE, "v1.1.AAAA");
    }

    @Test
    void isRefusedWithoutItsKeyAndByAnotherOfTheSameNumber() {
        String sealed = personal.seal(PLACE, "홍길동").text();
        refuses(new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM), PLACE, sealed);
        refuses(personal, PLACE, sealed.replaceFirst("v1\\.1\\.", "v1.2."));
    }

    @Test
    void saysNothingOfTheContentWhenRefused() {
        String sealed = personal.seal(PLACE, "홍길동").text();
        assertThatThrownBy(() -> personal.open(new Place("application", "name", "8"), sealed))
                .isInstanceOf(Unopened.class)
                .hasMessageContaining("application.name of 8")
                .hasMessageNotContaining(sealed)
                .hasNoCause();
    }

    @Test
    void afterAnotherKeyCameTheOldOneStillOpens() throws Unopened {
        String before = personal.seal(PLACE, "홍길동").text();
        personal.replace(keys.withAnother(RANDOM));
        assertThat(personal.open(PLACE, before)).isEqualTo("홍길동");
        PersonalData.Sealed after = personal.seal(PLACE, "홍길동");
        assertThat(after.by()).isEqualTo(2);
        assertThat(after.text()).startsWith("v1.2.");
        refuses(new PersonalData(keys, RANDOM), PLACE, after.text());
    }

    @Test
    void asOfNowStaysWhateverBecomesOfTheKeys() {
        PersonalData now = personal.asOfNow();
        personal.replace(keys.withAnother(RANDOM));
        assertThat(now.seal(PLACE, "x").by()).isEqualTo(1);
    }

    @Test
    void anIndexIsEqualForEqualTextsOfAKindUnderAKey() {
        String index = personal.index("ci", "text");
        assertThat(personal.index("ci", "text")).isEqualTo(index).matches("[0-9a-f]{64}");
        assertThat(personal.index("ci", "texts")).isNotEqualTo(index);
        assertThat(personal.index("phone", "text")).isNotEqualTo(index);
        assertThat(new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM).index("ci", "text"))
                .isNotEqualTo(index);
        personal.replace(keys.withAnother(RANDOM));
        assertThat(personal.index("ci", "text")).isNotEqualTo(index);
        assertThat(personal.indexes("ci", "text")).containsExactly(index, personal.index("ci", "text"));
    }

    private static void refuses(PersonalData by, Place place, String sealed) {
        assertThatThrownBy(() -> by.open(place, sealed)).isInstanceOf(Unopened.class);
    }
}
