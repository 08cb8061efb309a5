package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.DRAFT;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static io.gongmail.store.registry.ApplicationState.REJECTED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static io.gongmail.store.registry.ApplicationState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.Dossier.Sight;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.RosterEntry;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One value holds all that is known of an application, each fact with its evidence. */
class DossierTest {
    private static final Office OFFICE = Office.shared();

    private static Dossier dossier(Person person) {
        return done(OFFICE.review.dossier(person.id(), OFFICE.reviewer()));
    }

    @ParameterizedTest
    @EnumSource
    void whatAnApplicationHasNotComeToIsEmpty(ApplicationState state) {
        Person person = OFFICE.in(state);
        Dossier dossier = dossier(person);
        assertThat(dossier.id()).isEqualTo(person.id());
        assertThat(dossier.state()).isEqualTo(state);
        assertThat(dossier.consents()).hasSize(state == DRAFT ? 0 : 2);
        boolean verified = state.ordinal() >= VERIFIED.ordinal();
        boolean filled = state.ordinal() > VERIFIED.ordinal();
        assertThat(dossier.person().isPresent()).isEqualTo(verified);
        assertThat(dossier.completion().isPresent()).isEqualTo(filled);
        assertThat(dossier.roster().isPresent()).isEqualTo(filled);
        assertThat(dossier.certificate().isPresent()).isEqualTo(filled && state != REJECTED && state != PROVISIONED);
        assertThat(dossier.decision().isPresent()).isEqualTo(OFFICE.find(person) instanceof Application.Decided);
        assertThat(dossier.history()).isEqualTo(OFFICE.registry.applications().history(person.id()));
    }

    @Test
    void aReviewerSeesTheNameAndTheRestMasked() {
        Person person = OFFICE.in(SUBMITTED);
        assertThat(dossier(person).person()).get().satisfies(who -> {
            assertThat(who.name()).isEqualTo("홍길동");
            assertThat(who.phone()).isEqualTo("010-****-5678");
            assertThat(who.birthDate()).isEqualTo("1990-**-**");
            assertThat(who.toString()).contains("홍*동").doesNotContain("홍길동");
        });
        assertThat(done(OFFICE.review.dossier(person.id(), Sight.MASKED)).person())
                .get()
                .extracting(Dossier.Person::name)
                .isEqualTo("홍*동");
        assertThat(done(OFFICE.review.dossier(person.id(), Sight.ALL)).person())
                .get()
                .satisfies(who -> {
                    assertThat(who.phone()).isEqualTo("01012345678");
                    assertThat(who.birthDate()).isEqualTo("1990-12-31");
                });
    }

    @Test
    void onlyReviewersLookAndNotAtTheirOwn() {
        Person person = OFFICE.in(SUBMITTED);
        Address plain = Address.of(Office.freshAddress());
        OFFICE.account(plain, Set.of(Role.ADMINISTRATOR));
        assertThat(code(OFFICE.review.dossier(person.id(), plain))).isEqualTo("G-341");
        OFFICE.account(person.address(), Set.of(Role.REVIEWER));
        assertThat(code(OFFICE.review.dossier(person.id(), person.address()))).isEqualTo("G-342");
        assertThat(code(OFFICE.review.dossier(new ApplicationId(UUID.randomUUID()), OFFICE.reviewer())))
                .isEqualTo("G-301");
    }

    @Test
    void theCertificateIsJudgedNowWithItsEvidence() throws Exception {
        Person person = OFFICE.in(SUBMITTED);
        Dossier.CertificateFinding good = dossier(person).certificate().orElseThrow();
        assertThat(good.isAccepted()).isTrue();
        assertThat(good.evidence()).isNotEmpty();
        OFFICE.authority.revoke(person.certificate().certificate());
        OFFICE.revocations.reload();
        Dossier.CertificateFinding revoked = dossier(person).certificate().orElseThrow();
        assertThat(revoked.isAccepted()).isFalse();
        assertThat(revoked.refused()).get().extracting(Told::code).isEqualTo("G-104");
        assertThat(revoked.evidence()).isNotEmpty();
    }

    @Test
    void theNameInTheCertificateIsComparedWithTheVerifiedOne() throws Exception {
        assertThat(name(OFFICE.authority.officialWithEcKey("교육부", "001홍길동801"))).isEqualTo("G-395");
        assertThat(name(OFFICE.authority.officialWithEcKey("교육부", "001김철수802"))).isEqualTo("G-396");
        assertThat(name(OFFICE.authority.officialWithEcKey("교육부", "001802803"))).isEqualTo("G-397");
    }

    private static String name(Issued certificate) {
        Person person = OFFICE.in(SUBMITTED, certificate, Office.wish(Office.freshAddress()));
        return dossier(person).certificate().orElseThrow().name().code();
    }

    @Test
    void theApplicantIsComparedWithTheRosterOfTheAgency() {
        OFFICE.registry.agencies().put(new Agency("D100", "명부부", Set.of("d100.example")), "test");
        List<RosterEntry> staff = List.of(new RosterEntry("7", "홍길동", "총무과", "주무관", ""));
        OFFICE.registry
                .rosters()
                .replace("D100", staff, OFFICE.registry.rosters().compare("D100", staff), "test");
        Person told = OFFICE.in(
                SUBMITTED,
                OFFICE.certificate(),
                new Enrollment.Wish(AccountType.OFFICIAL, "D100", "주무관", "hong@d100.example", "총무과", "7"));
        assertThat(dossier(told).roster().orElseThrow().<String>fold(exact -> "exact", near -> "near", none -> "none"))
                .isEqualTo("exact");
        assertThat(dossier(told).completion().orElseThrow().staffNumber()).isEqualTo("7");
        Person elsewhere = OFFICE.in(SUBMITTED);
        assertThat(dossier(elsewhere)
                        .roster()
                        .orElseThrow()
                        .<String>fold(exact -> "exact", near -> "near", none -> "none"))
                .isEqualTo("none");
    }

    @Test
    void earlierApplicationsOfTheSamePersonAreTold() {
        String ci = "CI-OF-" + Office.freshAddress();
        Person first = OFFICE.verifiedAs(ci);
        done(OFFICE.review.reject(first.id(), OFFICE.reviewer(), "재직 아님"));
        Person second = OFFICE.verifiedAs(ci);
        assertThat(dossier(second).earlier()).singleElement().satisfies(earlier -> {
            assertThat(earlier.id()).isEqualTo(first.id());
            assertThat(earlier.state()).isEqualTo(REJECTED);
            assertThat(earlier.address()).contains(first.address());
            assertThat(earlier.agency()).isEqualTo(Office.AGENCY);
            assertThat(earlier.reason()).isEqualTo("재직 아님");
        });
        assertThat(dossier(OFFICE.in(SUBMITTED)).earlier()).isEmpty();
    }
}
