package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private static final String TITLE = "Username\thdr.message-id";
    private static final List<String> TWO = List.of("a@x.example", "b@x.example");

    private static NoticeTally tally(List<String> lines) throws IOException {
        NoticeTally tally = new NoticeTally(new boolean[] {true, true});
        MessageIds.tell(lines, TWO, 2, tally);
        return tally;
    }

    @Test
    void everybodyWithEachOnceIsWhole() throws Exception {
        NoticeTally tally = tally(List.of(
                TITLE,
                "a@x.example\t<notice-0@bench.example>",
                "a@x.example\t<notice-1@bench.example>",
                "B@x.example\t<notice-1@bench.example>",
                "b@x.example\t<notice-0@bench.example>"));
        assertThat(tally.missed()).isZero();
        assertThat(tally.doubled()).isZero();
    }

    @Test
    void whoHasNothingMissesAll() throws Exception {
        assertThat(tally(List.of(TITLE)).missed()).isEqualTo(4);
        assertThat(tally(List.of()).missed()).isEqualTo(4);
    }

    @Test
    void aSecondCopyAndAStrangeMessageAreTooMany() throws Exception {
        NoticeTally tally = tally(List.of(
                TITLE,
                "a@x.example\t<notice-0@bench.example>",
                "a@x.example\t<notice-0@bench.example>",
                "a@x.example\t<other@bench.example>",
                "b@x.example\t<notice-2@bench.example>"));
        assertThat(tally.doubled()).isEqualTo(3);
    }

    @Test
    void whatIsNoLineOfTheTableIsAnError() {
        assertThatThrownBy(() -> tally(List.of(TITLE, "doveadm(a): Error"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> tally(List.of(TITLE, "c@x.example\t<notice-0@bench.example>")))
                .isInstanceOf(IOException.class);
    }
}
