package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was agreed to is kept as it was; what holds no longer says since when. */
class ConsentRecordsTest {
    private static final World WORLD = World.shared();
    private static final ConsentRecords CONSENTS = WORLD.registry.consents();
    private static final String SHA256 = Sha256.hex("text");
    private static final ConsentText TERMS = new ConsentText("terms", "terms-1", SHA256, true);
    private static final ConsentText PRIVACY = new ConsentText("privacy", "privacy-2", SHA256, true);
    private static final ConsentText NEWS = new ConsentText("news", "news-1", SHA256, false);
    private static final Instant AT_FIRST = World.consents().at();

    private static GivenConsent given(ConsentText text, Instant at) {
        return new GivenConsent(text.name(), text.version(), text.sha256(), text.required(), at, Optional.empty());
    }

    private static GivenConsent until(ConsentText text, Instant from, Instant until) {
        return new GivenConsent(text.name(), text.version(), text.sha256(), text.required(), from, Optional.of(until));
    }

    private static Application.Consented consented(ConsentText... texts) {
        return WORLD.applications
                .consent(WORLD.applications.open(), World.consents(), List.of(texts))
                .orElseThrow();
    }

    @Test
    void whatIsAgreedToWithAnApplicationIsKeptWithIt() {
        Application.Consented with = consented(TERMS, PRIVACY, NEWS);
        assertThat(CONSENTS.of(with.id()))
                .containsExactly(given(TERMS, AT_FIRST), given(PRIVACY, AT_FIRST), given(NEWS, AT_FIRST));
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "application.consented",
                        "applicant",
                        with.id().toString(),
                        Map.of("terms", "terms-1", "privacy", "privacy-2", "news", "news-1")));
        Application.Consented without = consented(TERMS, PRIVACY);
        assertThat(CONSENTS.of(without.id())).containsExactly(given(TERMS, AT_FIRST), given(PRIVACY, AT_FIRST));
        assertThat(CONSENTS.of(WORLD.applications.open().id())).isEmpty();
    }

    @Test
    void whoComesLateAgreesToNothingMore() {
        Application.Draft draft = WORLD.applications.open();
        WORLD.applications.consent(draft, World.consents(), List.of(TERMS));
        assertThat(WORLD.applications.consent(draft, World.consents(), List.of(TERMS, NEWS)))
                .isEmpty();
        assertThat(CONSENTS.of(draft.id())).containsExactly(given(TERMS, AT_FIRST));
    }

    @Test
    void oneIsGivenLaterWithdrawnAndGivenAgain() {
        ApplicationId id = consented(TERMS).id();
        assertThat(CONSENTS.withdraw(id, "news", "applicant")).isFalse();
        assertThat(CONSENTS.give(id, NEWS, "applicant")).isTrue();
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "consent.given", "applicant", id.toString(), Map.of("text", "news", "version", "news-1")));
        long audited = WORLD.audit.lastNumber();
        assertThat(CONSENTS.give(id, NEWS, "applicant")).isFalse();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(CONSENTS.withdraw(id, "news", "applicant")).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("consent.withdrawn");
        assertThat(CONSENTS.withdraw(id, "news", "applicant")).isFalse();
        assertThat(CONSENTS.give(id, NEWS, "applicant")).isTrue();
        assertThat(CONSENTS.of(id))
                .containsExactly(given(TERMS, AT_FIRST), until(NEWS, World.NOW, World.NOW), given(NEWS, World.NOW));
    }

    @Test
    void aLaterVersionTakesThePlaceOfTheOneBefore() {
        ApplicationId id = consented(TERMS, NEWS).id();
        ConsentText next = new ConsentText("news", "news-2", Sha256.hex("another"), false);
        Instant later = World.NOW.plusSeconds(60);
        ConsentRecords then =
                new ConsentRecords(WORLD.database, Clock.offset(World.CLOCK, Duration.ofSeconds(60)), WORLD.audit);
        assertThat(then.give(id, next, "applicant")).isTrue();
        assertThat(CONSENTS.of(id))
                .containsExactly(given(TERMS, AT_FIRST), until(NEWS, AT_FIRST, later), given(next, later));
        assertThat(CONSENTS.of(id).stream().filter(GivenConsent::holds)).hasSize(2);
    }

    @Test
    void accountsWhoseHoldersAgreeAreListedPageByPage() {
        String name = "news" + World.number();
        ConsentText news = new ConsentText(name, "1", SHA256, false);
        Application first = WORLD.in(ApplicationState.PROVISIONED);
        Application second = WORLD.in(ApplicationState.PROVISIONED);
        Application withdrawn = WORLD.in(ApplicationState.PROVISIONED);
        Application closed = WORLD.in(ApplicationState.PROVISIONED);
        for (Application application : List.of(second, first, withdrawn, closed, WORLD.in(ApplicationState.APPROVED))) {
            CONSENTS.give(application.id(), news, "applicant");
        }
        CONSENTS.withdraw(withdrawn.id(), name, "applicant");
        WORLD.accounts.close(address(closed), "test", "");
        List<Address> both =
                List.of(address(first), address(second)).stream().sorted().toList();
        assertThat(CONSENTS.accounts(name, "", 10)).isEqualTo(both);
        assertThat(CONSENTS.accounts(name, "", 1)).containsExactly(both.get(0));
        assertThat(CONSENTS.accounts(name, both.get(0).toString(), 10)).containsExactly(both.get(1));
        assertThat(CONSENTS.accounts("none", "", 10)).isEmpty();
        assertThatThrownBy(() -> CONSENTS.accounts(name, "", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Address address(Application application) {
        return ((Application.Filled) application).completion().desired();
    }

    @Test
    void aTextIsNamedByWhatItSays() {
        assertThatThrownBy(() -> new ConsentText("News", "1", SHA256, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConsentText("news", "", SHA256, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConsentText("news", "v".repeat(65), SHA256, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConsentText("news", "1", "", false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyGivesAndWithdrawsForEver() {
        ApplicationId id = consented(TERMS).id();
        WORLD.sql("UPDATE consent SET entry_number = 1000 WHERE application = '" + id + "'");
        for (int i = 1; i < 1_000; i++) {
            WORLD.sql(
                    "INSERT INTO consent (application, entry_number, text_name, version, sha256, required, given, withdrawn)"
                            + " VALUES ('" + id + "', " + i + ", 'news', '1', '', 0, 1, 2)");
        }
        assertThatThrownBy(() -> CONSENTS.give(id, NEWS, "applicant")).isInstanceOf(IllegalArgumentException.class);
    }
}
