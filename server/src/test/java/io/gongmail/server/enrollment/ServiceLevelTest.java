package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.ServiceLevel.Standing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLevelTest {
    private static final Instant SUBMITTED = Instant.parse("2026-11-26T09:00:00Z");
    private static final ServiceLevel LEVEL = new ServiceLevel(Duration.ofHours(40));

    @ParameterizedTest
    @CsvSource({
        "PT0S, IN_TIME",
        "PT29H59M59.999S, IN_TIME",
        "PT30H, DUE_SOON",
        "PT40H, DUE_SOON",
        "PT40H0.001S, LATE",
        "PT999H, LATE"
    })
    void whatWaitsIsInTimeDueSoonOrLate(Duration waited, Standing standing) {
        assertThat(LEVEL.standing(SUBMITTED, SUBMITTED.plus(waited))).isEqualTo(standing);
        assertThat(LEVEL.due(SUBMITTED)).isEqualTo(Instant.parse("2026-11-28T01:00:00Z"));
    }
}
