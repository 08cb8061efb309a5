package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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
}
