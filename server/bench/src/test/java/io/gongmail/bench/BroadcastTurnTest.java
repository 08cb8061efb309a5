package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.bench.BroadcastTurn.Bout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BroadcastTurnTest {
    private static BroadcastTurn turn(int accepting, int seen, int all, int usedSeen, int usedAll, int usedRest) {
        return new BroadcastTurn(
                1_000,
                Duration.ofMillis(accepting),
                Duration.ofMillis(seen),
                Duration.ofMillis(all),
                Duration.ofMillis(usedSeen),
                Duration.ofMillis(usedAll),
                Duration.ofMillis(usedRest));
    }

    private static Map<String, Figure> figures(Bout... bouts) {
        return BroadcastTurn.figures("to-1000", List.of(bouts)).stream()
                .collect(Collectors.toMap(figure -> figure.name() + " " + figure.per(), Function.identity()));
    }

    private final BroadcastTurn ours = turn(10, 100, 500, 50, 90, 100);
    private final BroadcastTurn peers = turn(40, 900, 1_000, 700, 800, 1_000);

    @Test
    void eachOfOursStandsBesideThePeersUntilItIsWithAll() {
        Map<String, Figure> figures = figures(new Bout("usual", List.of(ours), List.of(peers)));
        assertThat(figures)
                .containsOnlyKeys(
                        "to-1000-seen cpu",
                        "to-1000-seen wall",
                        "to-1000-seen-from-data wall",
                        "to-1000-made cpu",
                        "to-1000-made wall",
                        "to-1000-made-from-data wall");
        assertThat(figures.get("to-1000-seen cpu"))
                .isEqualTo(new Figure("notice", "to-1000-seen", "cpu", "more", "deliveries/s", 20_000, 1_250.0, 10));
        assertThat(figures.get("to-1000-seen wall"))
                .isEqualTo(new Figure("notice", "to-1000-seen", "wall", "more", "deliveries/s", 10_000, 1_000.0, 1));
        assertThat(figures.get("to-1000-made cpu"))
                .isEqualTo(new Figure("notice", "to-1000-made", "cpu", "more", "deliveries/s", 10_000, 1_000.0, 1));
        assertThat(figures.get("to-1000-made wall"))
                .isEqualTo(new Figure("notice", "to-1000-made", "wall", "more", "deliveries/s", 2_000, 1_000.0, 1));
        assertThat(figures.get("to-1000-seen-from-data wall").ours()).isEqualTo(1_000 / 0.110);
        assertThat(figures.get("to-1000-made-from-data wall").peer()).isEqualTo(1_000 / 1.040);
        assertThat(figures.get("to-1000-seen wall").holds()).isTrue();
        assertThat(figures.get("to-1000-made wall").holds()).isTrue();
    }

    @Test
    void ofTheWaysInWhichThePeerWasSetTheOneCountsInWhichItDidBetter() {
        BroadcastTurn cheaper = turn(40, 1_900, 2_000, 300, 400, 500);
        Map<String, Figure> figures = figures(
                new Bout("usual", List.of(ours), List.of(peers)), new Bout("good", List.of(ours), List.of(cheaper)));
        assertThat(figures.get("to-1000-made cpu").peer()).isEqualTo(2_000);
        assertThat(figures.get("to-1000-made wall").peer()).isEqualTo(1_000);
        assertThat(figures.get("to-1000-seen cpu").peer()).isEqualTo(2_500);
        assertThat(figures.get("to-1000-seen cpu").holds())
                .as("20,000 beside 2,500")
                .isFalse();
    }

    @Test
    void theMedianOfTheTurnsIsTold() {
        BroadcastTurn slow = turn(10, 100, 5_000, 50, 90, 100);
        BroadcastTurn slower = turn(10, 100, 10_000, 50, 90, 100);
        Map<String, Figure> figures =
                figures(new Bout("usual", List.of(ours, slower, slow), List.of(peers, peers, peers)));
        assertThat(figures.get("to-1000-made wall").ours()).isEqualTo(200);
    }

    @Test
    void theGoodWayGivesEachProcessorOneDelivery() {
        assertThat(Broadcast.together(1_000, 2)).containsExactly(50, 500);
        assertThat(Broadcast.together(1_001, 2)).containsExactly(50, 501);
        assertThat(Broadcast.together(100, 2)).containsExactly(50);
    }
}
