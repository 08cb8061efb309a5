package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.james.mailbox.MessageUid;
import org.junit.jupiter.api.Test;

class UidListTest {
    private static final long LAST_UID = 0xffff_ffffL;

    private final UidList uids = new UidList();
    private final TreeSet<Long> expected = new TreeSet<>();

    @Test
    void placesAreThoseOfRisingUids() {
        Random random = new Random(20_261_127);
        set(4, 9, 2_147_483_647L, 2_147_483_648L, 4_000_000_000L);
        for (int i = 0; i < 2_000; i++) {
            long uid = random.nextInt(4) == 0 ? LAST_UID - random.nextInt(40) : 1 + random.nextInt(60);
            if (random.nextBoolean()) {
                assertThat(uids.add(uid)).isEqualTo(expected.add(uid));
            } else {
                int place = expected.contains(uid) ? expected.headSet(uid).size() + 1 : 0;
                assertThat(uids.remove(uid)).isEqualTo(place);
                expected.remove(uid);
            }
            holds();
        }
        assertThat(expected).hasSizeGreaterThan(20);
    }

    @Test
    void whatIsNoUidHasNoPlaceAndIsNotTaken() {
        set(1, LAST_UID);
        assertThat(uids.place(0)).isZero();
        assertThat(uids.place(Long.MAX_VALUE)).isZero();
        assertThat(uids.remove(-1)).isZero();
        assertThat(uids.uid(0)).isZero();
        assertThat(uids.uid(3)).isZero();
        assertThatThrownBy(() -> uids.add(LAST_UID + 1)).isInstanceOf(IllegalArgumentException.class);
        holds();
    }

    private static UidList list(long... uids) {
        UidList list = new UidList();
        list.set(uids);
        return list;
    }

    private void set(long... all) {
        uids.set(all);
        for (long uid : all) {
            expected.add(uid);
        }
        holds();
    }

    private void holds() {
        List<Long> told = new ArrayList<>();
        for (int place = 1; place <= uids.count(); place++) {
            long uid = uids.uid(place);
            assertThat(uids.place(uid)).isEqualTo(place);
            told.add(uid);
        }
        assertThat(told).containsExactlyElementsOf(expected);
    }

    @Test
    void listsAreJoinedKeptAndTakenAway() {
        UidList one = list(1, 3, 5);
        one.add(list(2, 3, 4_294_967_295L));
        assertThat(one.all()).extracting(MessageUid::asLong).containsExactly(1L, 2L, 3L, 5L, 4_294_967_295L);
        one.keep(list(2, 3, 9, 4_294_967_295L));
        assertThat(one.all()).extracting(MessageUid::asLong).containsExactly(2L, 3L, 4_294_967_295L);
        one.removeAll(list(1, 3));
        assertThat(one.all()).extracting(MessageUid::asLong).containsExactly(2L, 4_294_967_295L);
        one.add(new UidList());
        new UidList().removeAll(one);
        assertThat(one.has(2)).isTrue();
        assertThat(one.has(3)).isFalse();
        one.add(3);
        assertThat(one.place(3)).isEqualTo(2);
    }
}
