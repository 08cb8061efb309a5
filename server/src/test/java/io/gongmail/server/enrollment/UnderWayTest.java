package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.ApplicationId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private final UnderWay<ApplicationId, String> underWay = new UnderWay<>();
    private final ApplicationId first = id();

    @Test
    void whatIsTakenIsGone() {
        underWay.begin(first, "a");
        assertThat(underWay.find(first)).contains("a");
        assertThat(underWay.take(first)).contains("a");
        assertThat(underWay.take(first)).isEmpty();
    }

    @Test
    void onlyWhatIsStillUnderWayIsTaken() {
        underWay.begin(first, "a");
        underWay.begin(first, "b");
        assertThat(underWay.take(first, "a")).isFalse();
        assertThat(underWay.take(first, "b")).isTrue();
        assertThat(underWay.take(first, "b")).isFalse();
    }

    @Test
    void theOneBegunLongestAgoMakesRoom() {
        ApplicationId second = id();
        underWay.begin(first, "a");
        underWay.begin(second, "b");
        underWay.begin(first, "again");
        for (int i = 2; i < 1_000; i++) {
            underWay.begin(id(), "others");
        }
        assertThat(underWay.find(second)).contains("b");
        underWay.begin(id(), "one too many");
        assertThat(underWay.find(second)).isEmpty();
        assertThat(underWay.find(first)).contains("again");
    }

    private static ApplicationId id() {
        return new ApplicationId(UUID.randomUUID());
    }
}
