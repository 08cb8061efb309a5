package io.gongmail.server.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tests hold of a mail. */
class TestsTest {
    private static final Letter LETTER = Letter.with(
            "From: =?x?= Kim <Kim@MOE.gongmail.example>",
            "To: 홍길동 <hong@moe.gongmail.example>, team: a@x.kr, b@x.kr;",
            "Subject: [Gongmail] 회의 Notice 007*",
            "X-Score: 0042 points",
            "X-Empty:",
            "Received: one",
            "Received: two");

    /** RFC 5228 §2.7.1. */
    @ParameterizedTest
    @CsvSource({
        "is, '[gongmail] 회의 notice 007*', true",
        "is, '[gongmail]', false",
        "contains, 'NOTICE', true",
        "contains, '', true",
        "contains, '회의', true",
        "matches, '*', true",
        "matches, '[*] ?? notice*', true",
        "matches, '[*] ? notice*', false",
        "matches, '*007\\\\*', true",
        "matches, '*notice 00?\\\\*', true",
        "matches, '*notice', false",
        "matches, '', false",
    })
    void aHeaderIsComparedAsAsked(String how, String key, boolean holds) {
        assertThat(LETTER.is("header :" + how + " \"SUBJECT\" \"" + key + "\"")).isEqualTo(holds);
    }

    @Test
    void octetsTellCaseApart() {
        assertThat(LETTER.is("header :comparator \"i;octet\" :contains \"subject\" \"notice\""))
                .isFalse();
        assertThat(LETTER.is("header :comparator \"i;octet\" :contains \"subject\" \"Notice\""))
                .isTrue();
    }

    @Test
    void oneOfSeveralFieldsAndKeysIsEnough() {
        assertThat(LETTER.is("header [\"x-none\", \"received\"] [\"three\", \"two\"]"))
                .isTrue();
        assertThat(LETTER.is("header \"x-none\" \"\"")).isFalse();
        assertThat(LETTER.is("header \"x-empty\" \"\"")).isTrue();
    }

    /** RFC 5228 §5.1. */
    @ParameterizedTest
    @CsvSource({
        ":all, from, kim@moe.gongmail.example, true",
        ":localpart, from, kim, true",
        ":domain, from, moe.gongmail.example, true",
        ":domain, from, kim, false",
        ":all, to, b@x.kr, true",
        ":localpart, to, hong, true",
        ":all, to, 홍길동, false",
    })
    void anAddressIsComparedByItsPart(String part, String field, String key, boolean holds) {
        assertThat(LETTER.is("address " + part + " \"" + field + "\" \"" + key + "\""))
                .isEqualTo(holds);
    }

    /** RFC 5228 §5.4. */
    @Test
    void theEnvelopeIsNotTheHeader() {
        assertThat(LETTER.is("envelope :all \"from\" \"kim@moe.gongmail.example\"", "envelope"))
                .isTrue();
        assertThat(LETTER.is("envelope :localpart \"TO\" \"hong\"", "envelope")).isTrue();
        Letter bounce = new Letter(LETTER.fields(), Optional.empty(), "hong@x.kr", 5, Set.of());
        assertThat(bounce.is("envelope \"from\" \"\"", "envelope")).isTrue();
        assertThat(bounce.is("envelope :domain \"from\" \"\"", "envelope")).isTrue();
        assertThat(bounce.is("envelope :contains \"from\" \"kim\"", "envelope")).isFalse();
    }

    @Test
    void existenceSizeAndLogic() {
        assertThat(LETTER.is("exists [\"from\", \"x-empty\"]")).isTrue();
        assertThat(LETTER.is("exists [\"from\", \"x-none\"]")).isFalse();
        assertThat(LETTER.is("size :over 999")).isTrue();
        assertThat(LETTER.is("size :over 1000")).isFalse();
        assertThat(LETTER.is("size :under 1000")).isFalse();
        assertThat(LETTER.is("size :under 1K")).isTrue();
        assertThat(LETTER.is("allof (true, not false)")).isTrue();
        assertThat(LETTER.is("allof (true, false)")).isFalse();
        assertThat(LETTER.is("anyof (false, true)")).isTrue();
        assertThat(LETTER.is("anyof (false, false)")).isFalse();
    }

    /** RFC 5231, RFC 4790 §9.1. */
    @ParameterizedTest
    @CsvSource({
        ":value \"gt\", x-score, 41, true",
        ":value \"gt\", x-score, 42, false",
        ":value \"eq\", x-score, 42, true",
        ":value \"lt\", x-score, 100, true",
        ":value \"gt\", subject, 99999999999999999999999, true",
        ":value \"eq\", subject, none, true",
        ":is, x-score, 42, true",
        ":count \"ge\", received, 2, true",
        ":count \"ne\", received, 2, false",
        ":count \"eq\", x-none, 0, true",
    })
    void numbersAreCompared(String how, String field, String key, boolean holds) {
        assertThat(LETTER.is(
                        "header " + how + " :comparator \"i;ascii-numeric\" \"" + field + "\" \"" + key + "\"",
                        "relational",
                        "comparator-i;ascii-numeric"))
                .isEqualTo(holds);
    }

    @Test
    void flagsAndMailboxesAreAskedFor() {
        assertThat(Letter.places(LETTER.by("require \"imap4flags\"; addflag \"A B\"; if hasflag \"b\" { discard; }")))
                .isEmpty();
        assertThat(LETTER.is("hasflag :count \"ge\" \"1\"", "imap4flags", "relational"))
                .isFalse();
        assertThat(LETTER.is("mailboxexists [\"보관\", \"Work.Mail\"]", "mailbox"))
                .isTrue();
        assertThat(LETTER.is("mailboxexists [\"보관\", \"none\"]", "mailbox")).isFalse();
    }

    /** With a plain backtracking matcher this takes longer than the world stands. */
    @Test
    void noPatternTakesLong() {
        Letter long1 = Letter.with("Subject: " + "a".repeat(60_000));
        assertThat(long1.is("header :matches \"subject\" \"" + "*a".repeat(20) + "*b\""))
                .isFalse();
        String test = "header :matches \"subject\" \"*" + "a".repeat(4_000) + "b\"";
        assertThat(long1.failsBy("\nif " + test + " { keep; }"))
                .isEqualTo("line 2: the script has too much to compare in this mail");
    }
}
