package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.store.registry.ApplicationId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final String ONE = "a1".repeat(32);
    private static final String OTHER = "b2".repeat(32);
    private static final ApplicationId APPLICATION = new ApplicationId(UUID.randomUUID());

    private final House.HandClock clock = new House.HandClock();
    private final Sessions sessions =
            new Sessions(100, Duration.ofMinutes(30), Duration.ofHours(8), clock, new SecureRandom());

    @Test
    void idAndTokenAreOf256BitsAndNeverTheSame() {
        Sessions.Opened one = sessions.open("");
        Sessions.Opened other = sessions.open("");
        assertThat(Base64.getUrlDecoder().decode(one.id())).hasSize(32);
        assertThat(Base64.getUrlDecoder().decode(one.session().token())).hasSize(32);
        assertThat(one.id()).isNotEqualTo(other.id()).isNotEqualTo(one.session().token());
        assertThat(one.session().token()).isNotEqualTo(other.session().token());
    }

    @Test
    void oneThatIsUsedGoesOnAndOneThatIsNotIsOver() {
        Sessions.Opened opened = sessions.open("");
        clock.turn(Duration.ofMinutes(29));
        assertThat(sessions.find(opened.id(), "")).contains(opened.session());
        clock.turn(Duration.ofMinutes(29));
        assertThat(sessions.find(opened.id(), "")).contains(opened.session());
        clock.turn(Duration.ofMinutes(30));
        assertThat(sessions.find(opened.id(), "")).isEmpty();
    }

    @Test
    void howeverMuchItIsUsedItIsOverInTheEnd() {
        Sessions.Opened opened = sessions.open("");
        for (int i = 0; i < 31; i++) {
            clock.turn(Duration.ofMinutes(15));
            assertThat(sessions.find(opened.id(), "")).isPresent();
        }
        clock.turn(Duration.ofMinutes(15));
        assertThat(sessions.find(opened.id(), "")).isEmpty();
    }

    @Test
    @Adversary("a page of the portal by who may not see it")
    void withAnotherCertificateItIsVoidEvenForItsOwn() {
        Sessions.Opened opened = sessions.open(ONE);
        assertThat(sessions.find(opened.id(), ONE)).isPresent();
        assertThat(sessions.find(opened.id(), OTHER)).isEmpty();
        assertThat(sessions.find(opened.id(), ONE)).isEmpty();
    }

    @Test
    void whatEntitlesHasANewIdAndTheOldOneOpensNothing() {
        Sessions.Opened before = sessions.open("");
        Sessions.Opened after = sessions.open(before.id(), "", APPLICATION);
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.session().token()).isNotEqualTo(before.session().token());
        assertThat(after.session().application()).contains(APPLICATION);
        assertThat(sessions.find(before.id(), "")).isEmpty();
        assertThat(sessions.find(after.id(), "")).isPresent();
    }

    @Test
    void aCrowdOfStrangersEndsNoSessionThatEntitles() {
        Sessions.Opened mine = sessions.open("none", "", APPLICATION);
        for (int i = 0; i < 2_000; i++) {
            sessions.open("");
        }
        assertThat(sessions.find(mine.id(), "")).isPresent();
    }

    @Test
    void whatIsLeftIsTakenOnce() {
        Session session = sessions.open("").session();
        session.note("number", "12");
        assertThat(session.note("number", String.class)).contains("12");
        assertThat(session.take("number", Integer.class)).isEmpty();
        session.note("number", "12");
        assertThat(session.take("number", String.class)).contains("12");
        assertThat(session.take("number", String.class)).isEmpty();
    }
}
