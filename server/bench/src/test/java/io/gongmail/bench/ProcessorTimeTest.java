package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.bench.ProcessorTime.Stat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    private static final String REST = " S 7 12 12 0 -1 4194560 100 200 300 400 11 22 33 44 20 0 1 0 555 666 77";

    @Test
    void aLineCountsUserAndSystemTimeAndThoseOfChildrenThatEnded() {
        assertThat(Stat.parse("12 (dovecot)" + REST)).isEqualTo(new Stat(12, 7, 11 + 22 + 33 + 44));
    }

    @Test
    void aNameMayHoldSpacesAndParentheses() {
        assertThat(Stat.parse("12 (imap-login: a) b (c) 9 9)" + REST)).isEqualTo(new Stat(12, 7, 110));
        assertThat(Stat.parse("12 ())" + REST)).isEqualTo(new Stat(12, 7, 110));
    }

    @Test
    void aLineThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Stat.parse("12 dovecot" + REST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Stat.parse("12 (dovecot) S 7 12 12 0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTreeIsARootAndAllBelowItAndNobodyElse() throws IOException {
        List<Stat> all = List.of(
                new Stat(1, 0, 1_000_000),
                new Stat(20, 10, 100),
                new Stat(10, 1, 10),
                new Stat(30, 20, 1_000),
                new Stat(11, 1, 5_000),
                new Stat(21, 11, 5_000));
        assertThat(ProcessorTime.ofTree(10, all)).isEqualTo(Duration.ofMillis(11_100));
    }

    @Test
    void aRootThatIsGoneIsTold() {
        assertThatThrownBy(() -> ProcessorTime.ofTree(10, List.of(new Stat(20, 10, 1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10");
    }

    @Test
    void thisProcessHasUsedSome() throws IOException {
        assertThat(ProcessorTime.ofTree(ProcessHandle.current().pid())).isPositive();
    }
}
