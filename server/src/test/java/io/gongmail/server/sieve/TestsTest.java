package io.gongmail.server.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    /** RFC 5233 §4: the first separator counts, and a detail that is not there is none, not an empty one. */
    @ParameterizedTest
    @CsvSource({
        ":user, hong+mail@x.kr, hong, true",
        ":user, hong@x.kr, hong, true",
        ":user, hong+a+b@x.kr, hong, true",
        ":user, +a@x.kr, '', true",
        ":user, hong+mail@x.kr, hong+mail, false",
        ":detail, hong+mail@x.kr, MAIL, true",
        ":detail, hong+a+b@x.kr, a+b, true",
        ":detail, hong+@x.kr, '', true",
        ":detail, hong@x.kr, '', false",
        ":detail, hong@x.kr, hong, false",
        ":detail, hong@x+y.kr, y.kr, false",
        ":localpart, hong+mail@x.kr, hong+mail, true",
    })
    void anAddressHasAUserAndADetail(String part, String address, String key, boolean holds) {
        assertThat(Letter.with("To: <" + address + ">").is("address " + part + " \"to\" \"" + key + "\"", "subaddress"))
                .isEqualTo(holds);
        Letter enveloped = new Letter(List.of(), Optional.of(address), "a@x.kr", 5, Set.of());
        assertThat(enveloped.is("envelope " + part + " \"from\" \"" + key + "\"", "envelope", "subaddress"))
                .isEqualTo(holds);
    }

    private static final Letter DATED = Letter.with(
            "Date: Sat, 28 Feb 2026 18:04:05 -0500",
            "Received: from a; b; Sun, 1 Mar 2026 08:04:06 +0900 (KST)",
            "Subject: Sun, 1 Mar 2026",
            "X-None: no date");

    /** RFC 5260 §4.2, in the zone of the server, which is that of Seoul here. */
    @ParameterizedTest
    @CsvSource({
        "year, 2026, true",
        "month, 03, true",
        "day, 01, true",
        "date, 2026-03-01, true",
        "julian, 61100, true",
        "hour, 08, true",
        "minute, 04, true",
        "second, 05, true",
        "time, 08:04:05, true",
        "iso8601, 2026-03-01T08:04:05+09:00, true",
        "std11, 'Sun, 01 Mar 2026 08:04:05 +0900', true",
        "zone, +0900, true",
        "WEEKDAY, 0, true",
        "hour, 8, false",
        "day, 28, false",
    })
    void aDateIsComparedByItsPart(String part, String key, boolean holds) {
        assertThat(DATED.is("date \"date\" \"" + part + "\" \"" + key + "\"", "date"))
                .isEqualTo(holds);
    }

    /** RFC 5260 §4.1. */
    @Test
    void aDateIsInTheZoneThatIsAskedFor() {
        assertThat(DATED.is("date :originalzone \"date\" \"std11\" \"Sat, 28 Feb 2026 18:04:05 -0500\"", "date"))
                .isTrue();
        assertThat(DATED.is("date :zone \"-0330\" \"date\" \"iso8601\" \"2026-02-28T19:34:05-03:30\"", "date"))
                .isTrue();
        assertThat(DATED.is("date \"received\" \"time\" \"08:04:06\"", "date")).isTrue();
        assertThat(DATED.is("date :value \"ge\" \"date\" \"hour\" \"08\"", "date", "relational"))
                .isTrue();
    }

    @Test
    void whatIsNoDateHasNoPart() {
        assertThat(DATED.is("date :matches \"x-none\" \"year\" \"*\"", "date")).isFalse();
        assertThat(DATED.is("date :matches \"x-missing\" \"year\" \"*\"", "date"))
                .isFalse();
        assertThat(Letter.with("Date: " + "9".repeat(500))
                        .is("date :count \"eq\" \"date\" \"year\" \"0\"", "date", "relational"))
                .isTrue();
    }

    /** RFC 5260 §5. */
    @Test
    void theTimeIsThatAtWhichItArrives() {
        assertThat(LETTER.is("currentdate \"iso8601\" \"2026-03-01T08:05:09+09:00\"", "date"))
                .isTrue();
        assertThat(LETTER.is("currentdate :zone \"+0000\" \"date\" \"2026-02-28\"", "date"))
                .isTrue();
        assertThat(LETTER.is("currentdate \"weekday\" [\"0\", \"6\"]", "date")).isTrue();
        assertThat(LETTER.is("currentdate :value \"lt\" \"hour\" \"08\"", "date", "relational"))
                .isFalse();
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
