package io.gongmail.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class LanesTest {
    private static List<String> all(Lanes<String> lanes) {
        List<String> turns = new ArrayList<>();
        for (Optional<Lanes.Turn<String>> turn = lanes.next(); turn.isPresent(); turn = lanes.next()) {
            turns.add(turn.get().item());
        }
        return turns;
    }

    @Test
    void turnsGoRoundTheDestinations() {
        Lanes<String> lanes = new Lanes<>(5, 3, 10);
        for (String item : List.of("a1", "a2", "a3", "a4", "b1", "c1")) {
            lanes.enter(item.substring(0, 1), item, 0);
        }
        assertThat(all(lanes)).containsExactly("a1", "b1", "c1", "a2", "a3");
        lanes.end("b");
        assertThat(all(lanes)).as("a has all it may").isEmpty();
        lanes.end("a");
        assertThat(all(lanes)).containsExactly("a4");
    }

    @Test
    void oneDestinationHasNoMoreThanItsTurns() {
        Lanes<String> lanes = new Lanes<>(10, 2, 10);
        for (int i = 0; i < 5; i++) {
            lanes.enter("a", "a" + i, 0);
        }
        assertThat(all(lanes)).containsExactly("a0", "a1");
        lanes.enter("b", "b0", 0);
        assertThat(all(lanes)).containsExactly("b0");
        lanes.end("a");
        lanes.end("a");
        assertThat(all(lanes)).containsExactly("a2", "a3");
    }

    /** RFC 6710: the most urgent first, but nobody waits for ever. */
    @Test
    @Adversary("an official who would have their mail go before that of others")
    void theMostUrgentHasTheFirstTurnAndWhoWaitsLongestIsOvertakenSoOftenOnly() {
        Lanes<String> lanes = new Lanes<>(100, 100, 100);
        lanes.enter("a", "usual", 0);
        lanes.enter("a", "low", -1);
        lanes.enter("a", "high", 4);
        lanes.enter("a", "higher", 9);
        lanes.enter("a", "usual too", 0);
        assertThat(all(lanes)).containsExactly("higher", "high", "usual", "usual too", "low");
        lanes.enter("a", "low", -9);
        for (int i = 0; i < 2 * Lanes.MOST_OVERTAKES; i++) {
            lanes.enter("a", "high " + i, 9);
        }
        assertThat(all(lanes).indexOf("low")).isEqualTo(Lanes.MOST_OVERTAKES);
    }

    @Test
    void theyAreBoundedInAll() {
        Lanes<String> lanes = new Lanes<>(2, 2, 10);
        lanes.enter("a", "a0", 0);
        lanes.enter("b", "b0", 0);
        lanes.enter("c", "c0", 0);
        assertThat(all(lanes)).containsExactly("a0", "b0");
        lanes.end("b");
        assertThat(all(lanes)).containsExactly("c0");
    }

    @Test
    void whoFindsNoRoomIsToldHowManyDidSinceThereWasSome() {
        Lanes<String> lanes = new Lanes<>(1, 1, 2);
        assertThat(lanes.enter("a", "a0", 0)).isEmpty();
        assertThat(lanes.enter("a", "a1", 0)).isEmpty();
        assertThat(lanes.enter("a", "a2", 0)).contains(1);
        assertThat(lanes.enter("a", "a3", 0)).contains(2);
        assertThat(lanes.enter("b", "b0", 0)).isEmpty();
        for (String destination : List.of("a", "b", "a")) {
            assertThat(lanes.next()).map(Lanes.Turn::destination).contains(destination);
            lanes.end(destination);
        }
        lanes.enter("a", "a4", 0);
        lanes.enter("a", "a5", 0);
        assertThat(lanes.enter("a", "a6", 0)).contains(1);
    }

    /** Whatever comes and ends in whatever order, all have their turn and none beyond the bounds. */
    @Test
    void nobodyIsForgotten() {
        Random random = new Random(7);
        Lanes<String> lanes = new Lanes<>(4, 2, 1_000);
        Map<String, Integer> running = new HashMap<>();
        List<String> begun = new ArrayList<>();
        int entered = 0;
        int had = 0;
        for (int step = 0; step < 5_000; step++) {
            if (step < 3_000 && random.nextInt(3) == 0) {
                String destination = "d" + random.nextInt(5);
                lanes.enter(destination, destination, 0);
                entered++;
            } else if (!begun.isEmpty() && random.nextBoolean()) {
                String ended = begun.remove(random.nextInt(begun.size()));
                running.merge(ended, -1, Integer::sum);
                lanes.end(ended);
            } else {
                Optional<Lanes.Turn<String>> turn = lanes.next();
                if (turn.isPresent()) {
                    had++;
                    begun.add(turn.get().destination());
                    assertThat(running.merge(turn.get().destination(), 1, Integer::sum))
                            .isLessThanOrEqualTo(2);
                }
            }
            assertThat(begun).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(had).isEqualTo(entered).isGreaterThan(500);
    }
}
