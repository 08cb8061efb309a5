package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of LIST (RFC 9051 §6.3.9.6). */
class ListPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*,a.b.c,true", "%,a,true", "%,a.b,false", "a.%,a.b,true", "a.%,a.b.c,false", "a.*,a.b.c,true", "a*,ab.c,true",
        "a%,ab,true", "a%c,a.c,false", "a*c,a.b.c,true", "*b,a.b,true", "*b,a.c,false", "%.%,a.b,true", "%.%,a,false",
        "inbox,INBOX,true", "Inbox,INBOX,true", "sent,Sent,false", "a,a,true", "a,b,false", "*%,a.b,true",
                "%*,a.b,true",
        "업무,업무,true", "업%,업무,true"
    })
    void aWildcardStandsForAnythingOrForAnythingOnItsLevel(String pattern, String name, boolean matches) {
        assertThat(new ListPattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void onlyAPatternThatEndsAtALevelAsksForLevels() {
        assertThat(new ListPattern("a.%").asksLevels()).isTrue();
        assertThat(new ListPattern("%*").asksLevels()).isFalse();
        assertThat(new ListPattern("a").asksLevels()).isFalse();
    }

    @Test
    @Timeout(10)
    void manyWildcardsTakeNoLonger() {
        ListPattern pattern = new ListPattern("*a".repeat(400) + "b");
        assertThat(pattern.matches("a".repeat(900))).isFalse();
    }
}
