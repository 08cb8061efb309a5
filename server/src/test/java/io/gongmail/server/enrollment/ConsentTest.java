package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.CONSENTED;
import static io.gongmail.store.registry.ApplicationState.DRAFT;
import static io.gongmail.store.registry.ApplicationState.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Consents;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.VerifiedPerson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each text is agreed to by the version that was read; what is optional is given and withdrawn at any time. */
class ConsentTest {
    private static final Office OFFICE = Office.shared();
    private static final Enrollment ENROLLMENT = OFFICE.enrollment;
    private static final Terms NEWS = ENROLLMENT.texts().get(2);

    private static List<String> required() {
        return List.of(ENROLLMENT.terms().version(), ENROLLMENT.privacy().version());
    }

    @Test
    void textsSayWhatTheyAreAndCarryTheirHash() throws Exception {
        assertThat(ENROLLMENT.texts()).extracting(Terms::name).containsExactly("terms", "privacy", "news");
        assertThat(ENROLLMENT.texts()).extracting(Terms::required).containsExactly(true, true, false);
        for (Terms text : ENROLLMENT.texts()) {
            assertThat(text.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(text.text().getBytes(StandardCharsets.UTF_8))));
            assertThat(text.version())
                    .matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]/" + text.sha256().substring(0, 16));
        }
        // What nobody changed is the version that people agreed to before.
        assertThat(ENROLLMENT.terms().version()).startsWith("2026-11-24/");
    }

    @Test
    void allThatIsRequiredIsNeededAndNothingElse() {
        ApplicationId id = ENROLLMENT.open().id();
        assertThat(code(ENROLLMENT.consent(id, List.of(ENROLLMENT.terms().version()))))
                .isEqualTo("G-304");
        assertThat(code(ENROLLMENT.consent(id, List.of()))).isEqualTo("G-304");
        assertThat(code(ENROLLMENT.consent(
                        id, List.of(required().get(0), required().get(1), "2020-01-01/0000000000000000"))))
                .isEqualTo("G-304");
        assertThat(code(ENROLLMENT.consent(id, required()))).isEqualTo("done");
        assertThat(ENROLLMENT.consents(id)).extracting(GivenConsent::name).containsExactly("terms", "privacy");
        assertThat(ENROLLMENT.consents(id))
                .extracting(GivenConsent::sha256)
                .containsExactly(
                        ENROLLMENT.terms().sha256(), ENROLLMENT.privacy().sha256());
    }

    @Test
    void theOptionalOneIsGivenAtOnceOrLaterAndWithdrawn() {
        ApplicationId atOnce = ENROLLMENT.open().id();
        done(ENROLLMENT.consent(atOnce, List.of(required().get(0), required().get(1), NEWS.version())));
        assertThat(ENROLLMENT.consents(atOnce)).extracting(GivenConsent::name).contains("news");

        Person later = OFFICE.in(ApplicationState.PROVISIONED);
        assertThat(done(ENROLLMENT.giveConsent(
                        later.id(), NEWS.version(), later.wish().address())))
                .filteredOn(GivenConsent::holds)
                .extracting(GivenConsent::name)
                .containsExactly("terms", "privacy", "news");
        assertThat(OFFICE.registry.consents().accounts("news", "", 1_000)).contains(later.address());
        assertThat(done(ENROLLMENT.withdrawConsent(
                        later.id(), "news", later.wish().address())))
                .filteredOn(GivenConsent::holds)
                .extracting(GivenConsent::name)
                .containsExactly("terms", "privacy");
        assertThat(OFFICE.registry.consents().accounts("news", "", 1_000)).doesNotContain(later.address());
    }

    @Test
    void whatIsRequiredIsNotWithdrawnAndWhatIsNotThereIsNotGiven() {
        Person person = OFFICE.in(CONSENTED);
        assertThat(code(ENROLLMENT.withdrawConsent(person.id(), "privacy", "applicant")))
                .isEqualTo("G-305");
        assertThat(code(ENROLLMENT.giveConsent(person.id(), "news", "applicant")))
                .isEqualTo("G-306");
        assertThat(code(ENROLLMENT.giveConsent(person.id(), ENROLLMENT.terms().version(), "applicant")))
                .isEqualTo("G-306");
        assertThat(code(ENROLLMENT.giveConsent(new ApplicationId(UUID.randomUUID()), NEWS.version(), "applicant")))
                .isEqualTo("G-301");
        assertThat(ENROLLMENT.consents(person.id()).stream().allMatch(GivenConsent::holds))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void itIsGivenWhileAnApplicationLivesAndWithdrawnAlways(ApplicationState state) {
        Person person = OFFICE.in(state);
        boolean lives = state != DRAFT && state != REJECTED;
        assertThat(code(ENROLLMENT.giveConsent(person.id(), NEWS.version(), "applicant")))
                .isEqualTo(lives ? "done" : "G-302");
        assertThat(code(ENROLLMENT.withdrawConsent(person.id(), "news", "applicant")))
                .isEqualTo("done");
        assertThat(OFFICE.find(person).state()).isEqualTo(state);
    }

    @Test
    void whoAgreedToAnEarlierTextHasNothingMoreKeptThanItSays() {
        Application.Draft draft = ENROLLMENT.open();
        OFFICE.registry
                .applications()
                .consent(draft, new Consents("2026-11-24/aa", "2026-11-24/bb", OFFICE.clock.instant()));
        done(ENROLLMENT.beginVerification(draft.id(), "mobile"));
        VerifiedPerson before =
                done(ENROLLMENT.completeVerification(draft.id())).person();
        assertThat(before.name()).isEqualTo("홍길동");
        assertThat(before.phone()).isEmpty();
        assertThat(before.birthDate()).isEmpty();

        Person now = OFFICE.in(ApplicationState.VERIFIED);
        VerifiedPerson after = ((Application.Verified) OFFICE.find(now)).person();
        assertThat(after.phone()).isEqualTo("01012345678");
        assertThat(after.birthDate()).isEqualTo("1990-12-31");
    }
}
