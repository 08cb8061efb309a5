package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    private static final World WORLD = World.shared();
    private final AtomicInteger attempts = new AtomicInteger();

    /** Collides with itself on its first {@code collisions} runs. */
    private Database.Work<Integer> colliding(int collisions) {
        String code = "D" + World.number();
        return transaction -> {
            int attempt = attempts.incrementAndGet();
            for (int i = 0; i < (attempt <= collisions ? 2 : 1); i++) {
                transaction.sql().execute("INSERT INTO agency (code, name) VALUES (?, 'x')", code);
            }
            return attempt;
        };
    }

    @Test
    void whatCollidesOnceIsRolledBackAndRunAgain() {
        assertThat(Duplicates.lookAgain(WORLD.database, colliding(1))).isEqualTo(2);
    }

    @Test
    void afterThreeCollisionsItGivesUp() {
        assertThatThrownBy(() -> Duplicates.lookAgain(WORLD.database, colliding(9)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        fault -> assertThat(Database.isDuplicate(fault)).isTrue());
        assertThat(attempts).hasValue(3);
    }

    @Test
    void anyOtherFaultIsToldAtOnce() {
        assertThatThrownBy(() -> Duplicates.lookAgain(WORLD.database, transaction -> {
                    attempts.incrementAndGet();
                    throw new StoreException(StoreException.Kind.BROKEN, "broken");
                }))
                .isInstanceOf(StoreException.class);
        assertThat(attempts).hasValue(1);
    }
}
