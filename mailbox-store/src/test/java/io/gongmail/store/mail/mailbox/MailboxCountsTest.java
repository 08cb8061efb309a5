package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.mailbox.MailboxCounts.Counts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MailboxCountsTest {
    private static final long MAILBOX = 7;
    private static final MailboxNumber ID = new MailboxNumber(MAILBOX);

    private final Map<Long, Counts> table = new HashMap<>();
    private int reads;
    private Runnable meanwhile = () -> {};
    private final MailboxCounts counts = new MailboxCounts(
            mailbox -> {
                Optional<Counts> read = Optional.ofNullable(table.get(mailbox));
                reads++;
                meanwhile.run();
                return read;
            },
            1 << 20);

    private static Counts with(long messages) {
        return new Counts(messages, messages + 1, messages, 0, messages * 100, 0, List.of("$MustRead"));
    }

    private void commits(long mailbox, Counts now) {
        table.put(mailbox, now);
        Committed changes = new Committed();
        changes.count(mailbox, now);
        counts.committed(changes);
    }

    @Test
    void theTableIsReadOnceAndThenWhatIsCommittedIsTold() {
        table.put(MAILBOX, with(3));

        assertThat(counts.of(ID)).isEqualTo(with(3));
        commits(MAILBOX, with(4));
        commits(MAILBOX + 1, with(9));

        assertThat(counts.of(ID)).isEqualTo(with(4));
        assertThat(counts.of(ID).last())
                .hasValueSatisfying(uid -> assertThat(uid.asLong()).isEqualTo(4));
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatWasReadBeforeACommitIsNotKeptWhenThatWasToldMeanwhile() {
        table.put(MAILBOX, with(3));
        meanwhile = () -> {
            meanwhile = () -> {};
            commits(MAILBOX, with(4));
        };

        assertThat(counts.of(ID)).isEqualTo(with(3)); // it was asked before the change was acknowledged
        assertThat(counts.of(ID)).isEqualTo(with(4));
    }

    @Test
    void whatIsAtHandIsToldAtOnce() {
        table.put(MAILBOX, with(3));
        assertThat(counts.tell(ID, Counts::messages).block()).isEqualTo(3L);
        assertThat(counts.tell(ID, now -> Thread.currentThread()).block()).isEqualTo(Thread.currentThread());
    }

    /** Whoever selects a mailbox takes what is recent; that the writer was told is known only later. */
    @Test
    void aMarkGoesOnAndNeverBack() {
        table.put(MAILBOX, with(3));
        Counts before = counts.of(ID);

        assertThat(counts.mark(ID, before, 3)).isTrue();
        assertThat(counts.of(ID)).isEqualTo(before.markedAt(3));
        assertThat(counts.mark(ID, before, 3)).as("the second who takes it").isFalse();

        commits(MAILBOX, with(4)); // a message that came before the writer was told
        assertThat(counts.of(ID).recentMark()).isEqualTo(3);
        assertThat(counts.of(ID).messages()).isEqualTo(4);
    }

    /** Two who miss it at once: the second to come back from the table has not seen the mark. */
    @Test
    void aMarkIsNotUndoneByWhoReadTheTableBeforeIt() {
        table.put(MAILBOX, with(3));
        meanwhile = () -> {
            meanwhile = () -> {};
            assertThat(counts.mark(ID, counts.of(ID), 3)).isTrue();
        };

        assertThat(counts.of(ID).recentMark()).isEqualTo(3);
        assertThat(counts.of(ID).recentMark()).isEqualTo(3);
    }

    @Test
    void whatIsDroppedIsEmpty() {
        table.put(MAILBOX, with(3));
        counts.of(ID);

        table.remove(MAILBOX);
        Committed changes = new Committed();
        changes.drop(MAILBOX);
        counts.committed(changes);

        assertThat(counts.of(ID).messages()).isZero();
        assertThat(counts.of(ID).last()).isEmpty();
        assertThat(counts.of(ID).highestModSeq()).isEqualTo(MailboxState.FIRST_MODSEQ);
    }

    @Test
    void theTableIsAskedAgainWhereNobodyKnowsWhetherACommitWasMade() {
        table.put(MAILBOX, with(3));
        counts.of(ID);

        table.put(MAILBOX, with(4));
        counts.forget();

        assertThat(counts.of(ID)).isEqualTo(with(4));
    }

    @Test
    void noMoreAreKeptThanThereIsRoomFor() {
        LongStream.range(0, 10_000).forEach(mailbox -> table.put(mailbox, with(mailbox)));
        LongStream.range(0, 10_000).forEach(mailbox -> counts.of(new MailboxNumber(mailbox)));
        reads = 0;

        LongStream.range(0, 10_000).forEach(mailbox -> counts.of(new MailboxNumber(mailbox)));

        assertThat(reads).isBetween(10_000 - (1 << 20) / 512, 10_000);
    }
}
