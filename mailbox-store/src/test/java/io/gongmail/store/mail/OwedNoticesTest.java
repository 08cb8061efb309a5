package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.Slices;
import io.gongmail.store.mail.mailbox.Owed;
import io.gongmail.store.mail.mailbox.Settled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** Who is owed what, as it is remembered. */
class OwedNoticesTest {
    private final OwedNotices owed = new OwedNotices(25);

    private void owe(long notice, int members) {
        owe(notice, members, false, Slices.unbroken());
    }

    private void owe(long notice, int members, boolean areToBeTaken, Slices slices) {
        BitSet left = new BitSet();
        left.set(0, members);
        owed.add(
                notice,
                NoticeHome.users(members).stream().map(Username::asString).toArray(String[]::new),
                left,
                areToBeTaken,
                slices);
    }

    /** Each step is a slice, after which this happens. */
    private static Slices with(Runnable between) {
        AtomicLong clock = new AtomicLong();
        return new Slices(() -> clock.addAndGet(TimeUnit.SECONDS.toNanos(1)), nanos -> between.run());
    }

    private void settle(List<Owed> some) {
        owed.settled(some.stream()
                .map(each -> new Settled(each, List.of(), List.of()))
                .toList());
    }

    private static String name(int number) {
        return NoticeHome.user(number).asString();
    }

    @Test
    void eachNoticeHasItsTurnAndEachMemberOnce() {
        owe(1, 10);
        owe(2, 4);
        List<Long> turns = new ArrayList<>();
        List<Owed> all = new ArrayList<>();
        while (!owed.isEmpty()) {
            List<Owed> next = owed.next(3, Set.of());
            turns.add(next.get(0).notice());
            all.addAll(next);
            settle(next);
        }
        assertThat(turns).containsExactly(1L, 2L, 1L, 2L, 1L, 1L);
        assertThat(all).hasSize(14).doesNotHaveDuplicates();
        assertThat(owed.count()).isZero();
    }

    @Test
    void whatIsNotSettledComesAgainAfterTheOthers() {
        owe(1, 5);
        List<Owed> first = owed.next(2, Set.of());
        assertThat(owed.next(3, Set.of())).extracting(Owed::member).containsExactly(2, 3, 4);
        assertThat(owed.next(9, Set.of())).hasSize(5).startsWith(first.get(0));
    }

    @Test
    void anOwnerIsOwedOfSeveralNoticesWhatIsNotSettled() {
        owe(1, 3);
        owe(2, 3);
        assertThat(owed.of(name(1))).extracting(Owed::notice).containsExactly(1L, 2L);
        settle(List.of(new Owed(1, 1, name(1), false)));
        settle(List.of(new Owed(1, 1, name(1), false)));
        assertThat(owed.of(name(1))).extracting(Owed::notice).containsExactly(2L);
        assertThat(owed.count()).isEqualTo(5);
        owed.drop(2);
        assertThat(owed.of(name(1))).isEmpty();
        assertThat(owed.isLeft(2)).isFalse();
        assertThat(owed.isLeft(1)).isTrue();
    }

    @Test
    void moreThanCanBeRememberedIsRefusedButNeverTheFirst() {
        assertThat(owed.hasRoomFor(1_000)).isTrue();
        owe(1, 20);
        assertThat(owed.hasRoomFor(5)).isTrue();
        assertThat(owed.hasRoomFor(6)).isFalse();
    }

    @Test
    void whatIsRememberedAnewReplacesWhatWas() {
        owe(1, 3);
        BitSet one = new BitSet();
        one.set(2);
        owed.add(1, new String[] {null, null, name(2)}, one, false, Slices.unbroken());
        assertThat(owed.of(name(0))).isEmpty();
        assertThat(owed.count()).isEqualTo(1);
    }

    @Test
    void whileManyAreAddedOthersAreSettledAndItIsNotFinishedBeforeAllAreThere() {
        List<Integer> before = new ArrayList<>();
        List<Owed> done = new ArrayList<>();
        owe(1, 1_001, false, with(() -> {
            before.add(owed.count());
            List<Owed> all = owed.next(1_000, Set.of());
            done.addAll(all);
            settle(all);
            assertThat(owed.count()).isZero();
            assertThat(owed.isLeft(1)).as("more of it are to come").isTrue();
            assertThat(owed.isEmpty()).isFalse();
        }));
        assertThat(before).hasSizeGreaterThan(2).allMatch(members -> members < 500);
        List<Owed> last = owed.next(1_000, Set.of());
        assertThat(owed.isLeft(1)).isTrue();
        settle(last);
        done.addAll(last);
        assertThat(done).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(owed.isLeft(1)).isFalse();
        assertThat(owed.isEmpty()).isTrue();
        assertThat(owed.of(name(0))).isEmpty();
    }

    @Test
    void whatIsForgottenWhileItIsAddedIsForgottenWhole() {
        owe(2, 3);
        owe(1, 1_001, false, with(() -> owed.drop(1)));
        assertThat(owed.count()).isEqualTo(3);
        assertThat(owed.isLeft(1)).isFalse();
        assertThat(owed.of(name(900))).isEmpty();
    }

    @Test
    void ofManyThatAreAddedNobodyIsMissing() {
        BitSet some = new BitSet();
        for (int member = 3; member < 2_000; member += 7) {
            some.set(member);
        }
        owed.add(
                1,
                NoticeHome.users(2_000).stream().map(Username::asString).toArray(String[]::new),
                some,
                false,
                with(() -> {}));
        assertThat(owed.count()).isEqualTo(some.cardinality());
        for (int member = 0; member < 2_000; member++) {
            assertThat(owed.of(name(member))).hasSize(some.get(member) ? 1 : 0);
        }
        assertThat(owed.isLeft(1)).isTrue();
    }

    /** Its batch was committed before the recall, and tells of it after. */
    @Test
    void aCopyThatWasMadeBeforeARecallIsStillToBeTaken() {
        owe(1, 3);
        List<Owed> made = owed.next(2, Set.of());
        owe(1, 2, true, Slices.unbroken());
        settle(made);
        assertThat(owed.count()).isEqualTo(2);
        settle(owed.next(2, Set.of()));
        assertThat(owed.isLeft(1)).isFalse();
    }
}
