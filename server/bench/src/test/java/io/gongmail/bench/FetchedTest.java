package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchedTest {
    private static final String SENT = "X-Bench: 7b-1\r\nFrom: <a@b>\r\n\r\ntext\r\n";

    @Test
    void aMessageOfOursIsKnownByItsFieldWhateverStandsOnTopOfIt() {
        String text = "Return-Path: <a@b>\r\n" + SENT;
        String line = "* 1 FETCH (UID 12 BODY[] {" + text.length() + "}\n" + text + ")";
        assertThat(Fetched.of(line)).hasValueSatisfying(fetched -> {
            assertThat(fetched.uid()).isEqualTo(12);
            assertThat(fetched.id()).contains("7b-1");
            assertThat(fetched.text()).isEqualTo(text);
            assertThat(fetched.own()).isEqualTo(SENT);
        });
    }

    @Test
    void theUidMayStandBehindTheMessage() {
        String line = "* 1 FETCH (BODY[] {" + SENT.length() + "}\n" + SENT + " UID 3)";
        assertThat(Fetched.of(line).map(Fetched::uid)).contains(3L);
    }

    @Test
    void aMessageOfOthersHasNoId() {
        assertThat(Fetched.of("* 1 FETCH (UID 4 BODY[] {8}\nA: b\r\n\r\n)").map(Fetched::id))
                .hasValueSatisfying(id -> assertThat(id).isEmpty());
    }

    @Test
    void aLineWithoutMessageIsNone() {
        assertThat(Fetched.of("* 1 FETCH (UID 4)")).isEmpty();
        assertThat(Fetched.of("* 5 EXISTS")).isEmpty();
    }
}
