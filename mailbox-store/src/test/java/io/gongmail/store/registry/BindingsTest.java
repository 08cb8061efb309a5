package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BindingsTest {
    private static final World WORLD = World.shared();

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,     false, true,  true,  true",
        "SUPERSEDED, false, false, false, false",
        "SUSPENDED,  true,  false, false, true",
        "REVOKED,    false, false, false, false"
    })
    void whoMayMoveWhere(BindingState from, boolean active, boolean superseded, boolean suspended, boolean revoked) {
        assertThat(from.mayBecome(BindingState.ACTIVE)).isEqualTo(active);
        assertThat(from.mayBecome(BindingState.SUPERSEDED)).isEqualTo(superseded);
        assertThat(from.mayBecome(BindingState.SUSPENDED)).isEqualTo(suspended);
        assertThat(from.mayBecome(BindingState.REVOKED)).isEqualTo(revoked);
    }

    enum Move {
        SUSPEND(BindingState.SUSPENDED, "binding.suspended"),
        RESUME(BindingState.ACTIVE, "binding.resumed"),
        REVOKE(BindingState.REVOKED, "binding.revoked");

        final BindingState to;
        final String code;

        Move(BindingState to, String code) {
            this.to = to;
            this.code = code;
        }

        Optional<Binding> on(UUID id, String reason) {
            return switch (this) {
                case SUSPEND -> WORLD.bindings.suspend(id, "helpdesk", reason);
                case RESUME -> WORLD.bindings.resume(id, "helpdesk", reason);
                case REVOKE -> WORLD.bindings.revoke(id, "helpdesk", reason);
            };
        }
    }

    static Stream<Arguments> everyMoveInEveryState() {
        return Arrays.stream(BindingState.values())
                .flatMap(state -> Arrays.stream(Move.values()).map(move -> Arguments.of(state, move)));
    }

    @ParameterizedTest
    @MethodSource("everyMoveInEveryState")
    void aMoveSucceedsWhereTheTableAllowsItAndLeavesATraceOnlyThen(BindingState state, Move move) {
        Binding fresh = WORLD.binding();
        WORLD.sql("UPDATE binding SET state = '" + state + "', since = 7 WHERE id = '" + fresh.id() + "'");
        Binding before = WORLD.bindings.find(fresh.id()).orElseThrow();
        long audited = WORLD.audit.lastNumber();

        Optional<Binding> moved = move.on(before.id(), "분실");

        Binding after = WORLD.bindings.find(before.id()).orElseThrow();
        if (state.mayBecome(move.to)) {
            assertThat(moved)
                    .contains(new Binding(
                            before.id(),
                            before.account(),
                            before.key(),
                            before.subject(),
                            before.notAfter(),
                            move.to,
                            World.NOW,
                            "분실"));
            assertThat(after).isEqualTo(moved.get());
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
            AuditEvent event = WORLD.lastEntry().event();
            assertThat(event.code()).isEqualTo(move.code);
            assertThat(event.actor()).isEqualTo("helpdesk");
            assertThat(event.subject()).isEqualTo(before.account().toString());
            assertThat(event.facts())
                    .containsEntry("reason", "분실")
                    .containsEntry("binding", before.id().toString())
                    .containsEntry("certificate", before.key().certificateSha256());
        } else {
            assertThat(moved).isEmpty();
            assertThat(after).isEqualTo(before);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        }
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
}
