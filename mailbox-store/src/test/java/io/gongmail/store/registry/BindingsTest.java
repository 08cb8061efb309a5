package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {
    private static final World WORLD = World.shared();
    private static final Duration OVERLAP = Duration.ofHours(3);

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,     false, true,  true,  true",
        "SUPERSEDED, false, false, true,  true",
        "SUSPENDED,  true,  true,  false, true",
        "REVOKED,    false, false, false, false"
    })
    void whoMayMoveWhere(BindingState from, boolean active, boolean superseded, boolean suspended, boolean revoked) {
        assertThat(from.mayBecome(BindingState.ACTIVE)).isEqualTo(active);
        assertThat(from.mayBecome(BindingState.SUPERSEDED)).isEqualTo(superseded);
        assertThat(from.mayBecome(BindingState.SUSPENDED)).isEqualTo(suspended);
        assertThat(from.mayBecome(BindingState.REVOKED)).isEqualTo(revoked);
    }

    enum Action {
        SUSPEND("binding.suspended"),
        RESUME("binding.resumed"),
        REVOKE("binding.revoked"),
        REPLACE("binding.renewed");

        final String code;

        Action(String code) {
            this.code = code;
        }

        Optional<Binding> on(Binding binding, String reason) {
            UUID id = binding.id();
            return switch (this) {
                case SUSPEND -> WORLD.bindings.suspend(id, "helpdesk", reason);
                case RESUME -> WORLD.bindings.resume(id, "helpdesk", reason);
                case REVOKE -> WORLD.bindings.revoke(id, "helpdesk", reason);
                case REPLACE ->
                    WORLD.bindings
                            .replace(id, World.candidate(World.number()), OVERLAP, "helpdesk", reason)
                            .<Optional<Binding>>fold(
                                    bound -> Optional.of(bound.superseded().get(0)), stopped -> {
                                        assertThat(stopped).isEqualTo(Obstacle.BINDING_NOT_ACTIVE);
                                        return Optional.empty();
                                    });
            };
        }
    }

    /** Every action in every state; the suspended one also where it was superseded before. */
    @ParameterizedTest
    @CsvSource({
        "ACTIVE,     false, SUSPEND, SUSPENDED",
        "ACTIVE,     false, RESUME,  ",
        "ACTIVE,     false, REVOKE,  REVOKED",
        "ACTIVE,     false, REPLACE, SUPERSEDED",
        "SUPERSEDED, true,  SUSPEND, SUSPENDED",
        "SUPERSEDED, true,  RESUME,  ",
        "SUPERSEDED, true,  REVOKE,  REVOKED",
        "SUPERSEDED, true,  REPLACE, ",
        "SUSPENDED,  false, SUSPEND, ",
        "SUSPENDED,  false, RESUME,  ACTIVE",
        "SUSPENDED,  false, REVOKE,  REVOKED",
        "SUSPENDED,  false, REPLACE, ",
        "SUSPENDED,  true,  SUSPEND, ",
        "SUSPENDED,  true,  RESUME,  SUPERSEDED",
        "SUSPENDED,  true,  REVOKE,  REVOKED",
        "SUSPENDED,  true,  REPLACE, ",
        "REVOKED,    false, SUSPEND, ",
        "REVOKED,    false, RESUME,  ",
        "REVOKED,    false, REVOKE,  ",
        "REVOKED,    false, REPLACE, ",
        "REVOKED,    true,  RESUME,  "
    })
    void anActionSucceedsWhereTheTableAllowsItAndLeavesATraceOnlyThen(
            BindingState state, boolean superseded, Action action, BindingState to) {
        Binding fresh = WORLD.binding();
        Instant overlap = World.NOW.plusSeconds(60);
        WORLD.sql("UPDATE binding SET state = '" + state + "', since = 7, overlap_until = "
                + (superseded ? Long.toString(overlap.toEpochMilli()) : "NULL") + " WHERE id = '" + fresh.id() + "'");
        Binding before = WORLD.bindings.find(fresh.id()).orElseThrow();
        assertThat(before.until()).isEqualTo(superseded ? overlap : before.notAfter());
        long audited = WORLD.audit.lastNumber();

        Optional<Binding> moved = action.on(before, "분실");

        Binding after = WORLD.bindings.find(before.id()).orElseThrow();
        if (to == null) {
            assertThat(moved).isEmpty();
            assertThat(after).isEqualTo(before);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
            return;
        }
        assertThat(moved)
                .contains(new Binding(
                        before.id(),
                        before.account(),
                        before.key(),
                        before.subject(),
                        before.notAfter(),
                        action == Action.REPLACE ? World.NOW.plus(OVERLAP) : before.until(),
                        to,
                        World.NOW,
                        "분실"));
        assertThat(after).isEqualTo(moved.get());
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo(action.code);
        assertThat(event.actor()).isEqualTo("helpdesk");
        assertThat(event.subject()).isEqualTo(before.account().toString());
        // Of a replacement it is told under the one that came.
        Binding told = WORLD.bindings.of(before.account()).stream()
                .filter(binding -> action != Action.REPLACE || !binding.id().equals(before.id()))
                .findFirst()
                .orElseThrow();
        assertThat(event.facts())
                .containsEntry("reason", "분실")
                .containsEntry("binding", told.id().toString())
                .containsEntry("certificate", told.key().certificateSha256());
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, true, true", "SUPERSEDED, true, false", "SUSPENDED, false, false", "REVOKED, false, false"})
    void whatItOpensBeforeAndAfterItsEnd(BindingState state, boolean before, boolean after) {
        Instant until = World.NOW;
        Binding binding =
                new Binding(new UUID(0, 0), World.address(1), World.key(1), "", until, until, state, World.NOW, "");
        assertThat(binding.opens(until.minusMillis(1))).isEqualTo(before);
        assertThat(binding.opens(until)).isEqualTo(after);
    }

    @Test
    void aBindingThatIsNotThereDoesNotMove() {
        assertThat(WORLD.bindings.revoke(new UUID(0, 0), "helpdesk", "")).isEmpty();
        assertThat(WORLD.bindings.find(new UUID(0, 0))).isEmpty();
    }

    @Test
    void aReasonTooLongIsRefused() {
        UUID id = WORLD.binding().id();
        assertThatThrownBy(() -> WORLD.bindings.revoke(id, "helpdesk", "x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(WORLD.bindings.revoke(id, "helpdesk", "x".repeat(500))).isPresent();
    }

    @Test
    void onlyAnActiveBindingOfAnActiveAccountIsActive() {
        Binding binding = WORLD.binding();
        assertThat(WORLD.bindings.active(binding.key())).contains(binding);

        WORLD.bindings.suspend(binding.id(), "owner", "");
        assertThat(WORLD.bindings.active(binding.key())).isEmpty();
        assertThat(WORLD.bindings.find(binding.key()))
                .get()
                .extracting(Binding::state)
                .isEqualTo(BindingState.SUSPENDED);
        WORLD.bindings.resume(binding.id(), "owner", "");
        assertThat(WORLD.bindings.active(binding.key())).isPresent();

        WORLD.accounts.suspend(binding.account(), "administrator", "");
        assertThat(WORLD.bindings.active(binding.key())).isEmpty();
        assertThat(WORLD.bindings.find(binding.key())).isPresent();
    }

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void aKeyThatDiffersInAnyFieldFindsNothing() {
        CertificateKey key = WORLD.binding().key();
        String other = Sha256.hex("other");
        for (CertificateKey near : new CertificateKey[] {
            new CertificateKey("3000", key.serial(), key.spkiSha256(), key.certificateSha256()),
            new CertificateKey(key.issuer(), BigInteger.ONE, key.spkiSha256(), key.certificateSha256()),
            new CertificateKey(key.issuer(), key.serial(), other, key.certificateSha256()),
            new CertificateKey(key.issuer(), key.serial(), key.spkiSha256(), other)
        }) {
            assertThat(WORLD.bindings.active(near)).isEmpty();
            assertThat(WORLD.bindings.find(near)).isEmpty();
        }
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void aCertificateOnceBoundIsNeverBoundToAnotherEvenWhenRevoked() {
        Binding binding = WORLD.binding();
        WORLD.bindings.revoke(binding.id(), "owner", "분실");
        Application.Submitted second = WORLD.submitted(World.completion(World.address(World.number()), binding.key()));
        assertThat(WORLD.applications.approve(second, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
        assertThat(WORLD.applications.find(second.id())).contains(second);
    }

    @Test
    void aNumberThatACarelessIssuerUsedTwiceIsBoundOnce() {
        CertificateKey key = WORLD.binding().key();
        CertificateKey twin =
                new CertificateKey(key.issuer(), key.serial(), key.spkiSha256(), Sha256.hex("twin " + World.number()));
        assertThat(WORLD.applications.approve(
                        WORLD.submitted(World.completion(World.address(World.number()), twin)), World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.CERTIFICATE_BOUND));
    }

    @Test
    void theSameNumberOfAnotherIssuerIsAnotherCertificate() {
        CertificateKey key = WORLD.binding().key();
        int number = World.number();
        CertificateKey other = new CertificateKey(
                World.key(number).issuer(), key.serial(), key.spkiSha256(), Sha256.hex("other " + number));
        assertThat(WORLD.applications
                        .approve(WORLD.submitted(World.completion(World.address(number), other)), World.REVIEWER, "")
                        .<Boolean>fold(done -> true, stopped -> false))
                .isTrue();
    }

    @Test
    void anAccountsBindingsAreListedOldestFirst() {
        Binding binding = WORLD.binding();
        assertThat(WORLD.bindings.of(binding.account())).containsExactly(binding);
        assertThat(WORLD.bindings.of(World.address(World.number()))).isEmpty();
    }

    @Test
    void whenItWasUsedLastIsKeptAndNeverGoesBack() {
        Binding fresh = WORLD.binding();
        assertThat(fresh.used()).isEmpty();
        WORLD.bindings.used(Map.of(fresh.id(), World.NOW));
        WORLD.bindings.used(Map.of(fresh.id(), World.NOW.minusSeconds(1)));
        assertThat(WORLD.bindings.find(fresh.id()).flatMap(Binding::used)).contains(World.NOW);
        WORLD.bindings.used(Map.of(fresh.id(), World.NOW.plusSeconds(1)));
        assertThat(WORLD.bindings.of(fresh.account()).get(0).used()).contains(World.NOW.plusSeconds(1));
    }
}
