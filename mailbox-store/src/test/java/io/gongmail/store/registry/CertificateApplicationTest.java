package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An application for another certificate of an account that is open. */
class CertificateApplicationTest {
    private static final World WORLD = World.shared();
    private static final Duration OVERLAP = Duration.ofHours(3);

    private final Binding first = WORLD.binding();

    private Completion asking(Optional<UUID> replaced) {
        int number = World.number();
        return new Completion(
                AccountType.OFFICIAL,
                "MOE",
                "",
                first.account(),
                World.key(number),
                "cn=" + number,
                World.NOW.plusSeconds(86_400),
                Set.of("1.2.410.100001.2.2.1"),
                new Aim.NewCertificate(replaced));
    }

    private static ApproveOutcome approve(Completion completion) {
        return WORLD.applications.approve(WORLD.submitted(completion), World.REVIEWER, "확인함");
    }

    private static Application.Approved approved(Completion completion) {
        return ((ApproveOutcome.Done) approve(completion)).application();
    }

    private static Obstacle stopped(Completion completion) {
        return ((ApproveOutcome.Stopped) approve(completion)).by();
    }

    private static BindOutcome.Bound bound(Application.Approved approved) {
        return (BindOutcome.Bound) WORLD.bindings.bind(approved, OVERLAP);
    }

    @Test
    void whatItAsksForIsKept() {
        for (Optional<UUID> replaced : List.of(Optional.<UUID>empty(), Optional.of(first.id()))) {
            Completion completion = asking(replaced);
            assertThat(WORLD.applications.find(WORLD.submitted(completion).id()))
                    .get()
                    .extracting(application -> ((Application.Submitted) application).completion())
                    .isEqualTo(completion);
        }
    }

    @Test
    void itIsBoundInThePlaceOfTheOldOneWhichGoesOnForTheOverlap() {
        Completion completion = asking(Optional.of(first.id()));
        Application.Approved approved = approved(completion);
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("application.approved");
        long audited = WORLD.audit.lastNumber();

        BindOutcome.Bound bound = bound(approved);

        assertThat(bound.binding())
                .isEqualTo(new Binding(
                        bound.binding().id(),
                        first.account(),
                        completion.key(),
                        completion.subject(),
                        completion.notAfter(),
                        BindingState.ACTIVE,
                        World.NOW,
                        "approved by " + World.REVIEWER));
        Binding old = WORLD.bindings.find(first.id()).orElseThrow();
        assertThat(bound.superseded()).containsExactly(old);
        assertThat(old.state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(old.until()).isEqualTo(World.NOW.plus(OVERLAP));
        assertThat(WORLD.applications.find(approved.id()))
                .get()
                .extracting(Application::state)
                .isEqualTo(ApplicationState.PROVISIONED);
        List<AuditEntry> entries = WORLD.audit.list(audited + 1, 10);
        assertThat(entries)
                .extracting(entry -> entry.event().code())
                .containsExactly("application.provisioned", "binding.renewed");
        assertThat(entries.get(0).event().facts())
                .isEqualTo(Map.of("binding", bound.binding().id().toString()));
        assertThat(entries.get(1).event().actor()).isEqualTo(World.REVIEWER);
        assertThat(entries.get(1).event().subject()).isEqualTo(first.account().toString());
        assertThat(entries.get(1).event().facts())
                .containsEntry("application", approved.id().toString())
                .containsEntry("superseded", first.id().toString())
                .containsEntry("until", old.until().toString())
                .containsEntry("certificate", completion.key().certificateSha256());
    }

    @Test
    void bindingAgainChangesNothing() {
        Application.Approved approved = approved(asking(Optional.of(first.id())));
        BindOutcome.Bound once = bound(approved);
        long audited = WORLD.audit.lastNumber();
        assertThat(bound(approved)).isEqualTo(new BindOutcome.Bound(once.binding(), List.of()));
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    /** A lost card opened nothing, and does not because another took its place. */
    @Test
    void aSuspendedOneIsReplacedWithoutAnOverlap() {
        WORLD.bindings.suspend(first.id(), "owner", "분실");
        BindOutcome.Bound bound = bound(approved(asking(Optional.of(first.id()))));
        assertThat(bound.superseded().get(0).state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(bound.superseded().get(0).opens(World.NOW)).isFalse();
        assertThat(WORLD.bindings.resume(first.id(), "helpdesk", "찾음")).isEmpty();
    }

    @Test
    void oneThatWasClosedMeanwhileStaysClosed() {
        Application.Approved approved = approved(asking(Optional.of(first.id())));
        WORLD.bindings.revoke(first.id(), "helpdesk", "분실");
        assertThat(bound(approved).superseded()).isEmpty();
        assertThat(WORLD.bindings.find(first.id()))
                .get()
                .extracting(Binding::state)
                .isEqualTo(BindingState.REVOKED);
    }

    /** As by its holder, between approval and binding: the overlap that began then is not begun again. */
    @Test
    void oneThatWasReplacedAndSuspendedMeanwhileKeepsItsEnd() {
        Application.Approved approved = approved(asking(Optional.of(first.id())));
        WORLD.bindings.replace(first.id(), World.candidate(World.number()), Duration.ofHours(1), "owner", "");
        WORLD.bindings.suspend(first.id(), "owner", "분실");
        assertThat(bound(approved).superseded()).isEmpty();
        assertThat(WORLD.bindings.find(first.id()).orElseThrow().until())
                .isEqualTo(World.NOW.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,     false, ",
        "SUSPENDED,  false, ",
        "ACTIVE,     true,  BINDING_NOT_ACTIVE",
        "SUSPENDED,  true,  BINDING_NOT_ACTIVE",
        "SUPERSEDED, true,  BINDING_NOT_ACTIVE",
        "REVOKED,    false, BINDING_NOT_ACTIVE"
    })
    void onlyOneThatStandsIsReplaced(BindingState state, boolean superseded, Obstacle obstacle) {
        WORLD.sql("UPDATE binding SET state = '" + state + "', overlap_until = " + (superseded ? "9" : "NULL")
                + " WHERE id = '" + first.id() + "'");
        assertThat(approve(asking(Optional.of(first.id()))).<Object>fold(done -> null, stopped -> stopped))
                .isEqualTo(obstacle);
        assertThat(WORLD.bindings.standing(first.account())).hasSize(obstacle == null ? 1 : 0);
    }

    @Test
    void anotherAccountsBindingIsNotReplaced() {
        assertThat(stopped(asking(Optional.of(WORLD.binding().id())))).isEqualTo(Obstacle.BINDING_NOT_ACTIVE);
    }

    @Test
    void whereNoneStandsNoneIsReplaced() {
        assertThat(stopped(asking(Optional.empty()))).isEqualTo(Obstacle.CERTIFICATES_FULL);
        WORLD.bindings.revoke(first.id(), "owner", "분실");
        Application.Approved approved = approved(asking(Optional.empty()));
        // Of two, the second waits for the first.
        assertThat(stopped(asking(Optional.empty()))).isEqualTo(Obstacle.CERTIFICATES_FULL);
        assertThat(bound(approved).superseded()).isEmpty();
        assertThat(WORLD.bindings.active(approved.completion().key())).isPresent();
        assertThat(stopped(asking(Optional.empty()))).isEqualTo(Obstacle.CERTIFICATES_FULL);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "CLOSED"})
    void onlyAnActiveAccountGetsOne(AccountState state) {
        WORLD.sql("UPDATE account SET state = '" + state + "' WHERE address = '" + first.account() + "'");
        assertThat(stopped(asking(Optional.of(first.id())))).isEqualTo(Obstacle.ACCOUNT_NOT_ACTIVE);
    }

    /** Adversary's list: two accounts claim one certificate. */
    @Test
    void aCertificateThatIsTakenIsRefused() {
        Completion asked = asking(Optional.of(first.id()));
        approved(World.completion(World.address(World.number()), asked.key()));
        assertThat(stopped(asked)).isEqualTo(Obstacle.CERTIFICATE_BOUND);
        Completion bound = asking(Optional.of(first.id()));
        WORLD.bindings.add(WORLD.binding().account(), new Candidate(bound.key(), "", World.NOW), 9, "owner", "added");
        assertThat(stopped(bound)).isEqualTo(Obstacle.CERTIFICATE_BOUND);
    }

    @Test
    void approvalReservesTheCertificateAndNoAddress() {
        Application.Approved approved = approved(asking(Optional.of(first.id())));
        assertThat(stopped(World.completion(
                        World.address(World.number()), approved.completion().key())))
                .isEqualTo(Obstacle.CERTIFICATE_BOUND);
        // The account's address was reserved by the application that opened it, once and for ever.
        bound(approved);
        bound(approved(asking(
                Optional.of(WORLD.bindings.standing(first.account()).get(0).id()))));
    }

    @Test
    void noAccountIsOpenedFromItAndNoCertificateBoundFromAnother() {
        Application.Approved certificate = approved(asking(Optional.of(first.id())));
        assertThatThrownBy(() -> WORLD.accounts.open(certificate)).isInstanceOf(IllegalArgumentException.class);
        Application.Approved account = WORLD.approved(World.completion(World.number()));
        assertThatThrownBy(() -> WORLD.bindings.bind(account, OVERLAP)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsBoundThatWasNotApproved() {
        Application.Submitted submitted = WORLD.submitted(asking(Optional.of(first.id())));
        Application.Approved forged = new Application.Approved(
                submitted.id(),
                submitted.version(),
                submitted.started(),
                submitted.consents(),
                submitted.person(),
                submitted.completion(),
                new Decision(World.REVIEWER, World.NOW, ""),
                Set.of());
        assertThatThrownBy(() -> WORLD.bindings.bind(forged, OVERLAP)).isInstanceOf(IllegalArgumentException.class);
        Application.Rejected rejected =
                WORLD.applications.reject(submitted, World.REVIEWER, "재직 아님").orElseThrow();
        assertThat(rejected.completion()).isEqualTo(submitted.completion());
        assertThatThrownBy(() -> WORLD.bindings.bind(forged, OVERLAP)).isInstanceOf(IllegalArgumentException.class);
        assertThat(WORLD.bindings.of(first.account())).containsExactly(first);
    }
}
