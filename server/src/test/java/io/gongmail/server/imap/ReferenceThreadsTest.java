package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableLongArray;
import io.gongmail.server.imap.ThreadedMessage.BaseSubjectKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Threads of large mailboxes, and odd ones (RFC 5256 §3). */
class ReferenceThreadsTest {
    private static final int MANY = 100_000;

    private final ReferenceThreads threads = new ReferenceThreads();

    private void take(int place, String subject, String id, String... references) {
        threads.take(place, id, List.of(references), place, BaseSubjectKey.of(subject));
    }

    private String told(int count) {
        return ThreadAnswer.of(threads.threads(), ImmutableLongArray.copyOf(LongStream.range(0, count)))
                .threads();
    }

    @Test
    void aThreadMayBeAsDeepAsTheMailboxIsLarge() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MANY; i++) {
                take(i, "Re: x", "m" + i, "m" + (i - 1));
            }
            String whole =
                    IntStream.range(0, MANY).mapToObj(Integer::toString).collect(Collectors.joining(" ", "(", ")"));
            assertThat(told(MANY).equals(whole)).isTrue();
        });
    }

    @Test
    void aThreadMayBeAsWideAsTheMailboxIsLarge() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MANY; i++) {
                take(i, "subject " + i, "m" + i, "gone", "deeper" + i % 7);
            }
            String whole =
                    IntStream.range(0, MANY).mapToObj(i -> "(" + i + ")").collect(Collectors.joining("", "(", ")"));
            assertThat(told(MANY).equals(whole)).isTrue();
        });
    }

    /** Step 1: links that are there stay, but for what a message says of itself. */
    @Test
    void whatAMessageSaysOfItselfBeatsWhatOthersSaid() {
        take(0, "a", "a");
        take(1, "c", "c", "a", "b");
        take(2, "b", "b", "x");
        take(3, "x", "x");
        assertThat(told(4)).isEqualTo("(0)(3 2 1)");
    }

    /** Step 1: loops are not made. */
    @Test
    void whoRefersToItselfRefersToNothing() {
        take(0, "a", "a", "a");
        take(1, "b", "b", "c", "b", "c");
        take(2, "c", "c", "b");
        assertThat(told(3)).isEqualTo("(0)(2 1)");
    }

    /** Step 3: a dummy with one child gives it away; one with several stays at the top alone. */
    @Test
    void messagesThatAreNotThereLeaveWhatIsUnderThem() {
        take(0, "one", "a", "gone1", "gone2");
        take(1, "two", "b", "gone3", "gone4", "gone5");
        take(2, "three", "c", "gone3", "gone4", "gone6");
        take(3, "four", "d", "b", "gone7");
        take(4, "five", "e", "b", "gone7");
        assertThat(told(5)).isEqualTo("(0)((1 (3)(4))(2))");
    }

    /** Step 5: of two threads the answer goes under the other; two answers, or none, are side by side. */
    @Test
    void threadsOfTheSameSubjectBecomeOne() {
        take(0, "Re: plan", "a");
        take(1, "plan", "b");
        take(2, "Re: other", "c");
        take(3, "Re: OTHER", "d");
        take(4, "same", "e");
        take(5, "same", "f");
        take(6, "", "g");
        take(7, "", "h");
        assertThat(told(8)).isEqualTo("(1 0)((2)(3))((4)(5))(6)(7)");
    }

    /** Step 5: threads whose tops are not there become one of all their answers. */
    @Test
    void dummiesOfTheSameSubjectShareTheirChildren() {
        take(0, "Re: x", "a", "gone1");
        take(1, "Re: x", "b", "gone1");
        take(2, "Re: x", "c", "gone2");
        take(3, "Re: x", "d", "gone2");
        take(4, "x", "e");
        assertThat(told(5)).isEqualTo("((0)(1)(2)(3)(4))");
    }
}
