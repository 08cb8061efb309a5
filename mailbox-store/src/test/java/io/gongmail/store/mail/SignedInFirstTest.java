package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.Slices;
import io.gongmail.store.mail.mailbox.Owed;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** Who is signed in comes first, and not all at once. */
class SignedInFirstTest {
    private final OwedNotices owed = new OwedNotices(1_000_000);
    private long now = 7;

    private List<Username> owe(int members) {
        List<Username> users = NoticeHome.users(members);
        BitSet left = new BitSet();
        left.set(0, members);
        owed.add(1, users.stream().map(Username::asString).toArray(String[]::new), left, false, Slices.unbroken());
        return users;
    }

    /** Whom rounds of 4 ms serve in this time. */
    private Set<String> served(SignedInFirst first, long millis) {
        Set<String> served = new HashSet<>();
        for (long end = now + TimeUnit.MILLISECONDS.toNanos(millis); now < end; now += 4_000_000) {
            for (Owed each : first.next(100)) {
                assertThat(served.add(each.owner())).isTrue();
            }
        }
        return served;
    }

    @Test
    void someAreServedInTheFirstSecondBeforeAllOthers() {
        List<Username> users = owe(10_000);
        List<Username> signedIn = List.of(users.get(9_999), users.get(5), Username.of("nobody@moe.gongmail.example"));
        SignedInFirst first = new SignedInFirst(() -> signedIn, owed, () -> now);
        assertThat(served(first, 20))
                .containsExactlyInAnyOrder(
                        users.get(5).asString(), users.get(9_999).asString());
        assertThat(first.waiting()).isEmpty();
    }

    @Test
    void manyAreSpreadOverSecondsAndNobodyWaitsForHalfAMinute() {
        List<Username> users = owe(20_000);
        SignedInFirst first = new SignedInFirst(() -> users, owed, () -> now);
        Set<String> served = served(first, 1_000);
        assertThat(served).hasSizeBetween(1_200, 1_500);
        // Whom it was asked for is not settled here, so that they are asked for again: who has waited stays counted.
        assertThat(first.waiting()).hasSize(20_000 - served.size());
    }

    @Test
    void whoHasItByNowIsNotAskedForAgain() {
        List<Username> users = owe(100);
        SignedInFirst first = new SignedInFirst(() -> users, owed, () -> now);
        owed.drop(1);
        assertThat(served(first, 2_000)).isEmpty();
    }

    @Test
    void whoeverWaitsHereIsPassedOverElsewhere() {
        List<Username> users = owe(50);
        Set<String> waiting = Set.of(users.get(3).asString(), users.get(0).asString());
        assertThat(owed.next(100, waiting)).hasSize(48).noneMatch(each -> waiting.contains(each.owner()));
    }
}
