package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The password hashes of accounts, and those they had before. */
class AccountPasswordsTest {
    private static final World WORLD = World.shared();
    private static final String PHC = phc(2);

    /** One that differs by its costs. */
    private static String phc(int iterations) {
        return "$argon2id$v=19$m=65536,t=" + iterations
                + ",p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    }

    @Test
    void aPasswordHashIsSetUntilTheAccountIsClosed() {
        Address address = WORLD.account().address();
        assertThat(hash(address)).isEmpty();
        long audited = WORLD.audit.lastNumber();

        assertThat(WORLD.accounts.setPasswordHash(address, PHC, 4, "owner", "certificate"))
                .isTrue();
        assertThat(hash(address)).contains(PHC);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent("password.set", "owner", address.toString(), Map.of("by", "certificate")));

        WORLD.accounts.close(address, "x", "");
        assertThat(WORLD.accounts.setPasswordHash(address, PHC, 4, "owner", "certificate"))
                .isFalse();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 2);
    }

    @Test
    void onePasswordIsTakenAwayAndBecomesAFormerOne() {
        Address address = WORLD.account().address();
        assertThat(WORLD.accounts.clearPassword(address, 4, "administrator", "known"))
                .isFalse();
        WORLD.accounts.setPasswordHash(address, PHC, 4, "owner", "certificate");
        long audited = WORLD.audit.lastNumber();
        assertThat(WORLD.accounts.clearPassword(address, 4, "administrator", "known"))
                .isTrue();
        assertThat(hash(address)).isEmpty();
        assertThat(WORLD.accounts.formerPasswordHashes(address, 4)).containsExactly(PHC);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "password.cleared", "administrator", address.toString(), Map.of("reason", "known")));
        assertThat(WORLD.accounts.clearPassword(address, 4, "administrator", "known"))
                .isFalse();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
    }

    @Test
    void aHashIsUpgradedOnlyWhileItIsTheOneStored() {
        Address address = WORLD.account().address();
        String upgraded = PHC.replace("t=2", "t=3");
        assertThat(WORLD.accounts.upgradePasswordHash(address, PHC, upgraded)).isFalse();
        WORLD.accounts.setPasswordHash(address, PHC, 4, "owner", "certificate");
        long audited = WORLD.audit.lastNumber();

        assertThat(WORLD.accounts.upgradePasswordHash(address, upgraded, PHC)).isFalse();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(WORLD.accounts.upgradePasswordHash(address, PHC, upgraded)).isTrue();
        assertThat(hash(address)).contains(upgraded);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent("password.hash-upgraded", address.toString(), address.toString()));

        WORLD.accounts.close(address, "x", "");
        assertThat(WORLD.accounts.upgradePasswordHash(address, upgraded, PHC)).isFalse();
        assertThatThrownBy(() -> WORLD.accounts.upgradePasswordHash(address, upgraded, "correct horse"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("horse");
    }

    @Test
    void aPasswordIsNeverStoredInPlaceOfItsHash() {
        Address address = WORLD.account().address();
        assertThatThrownBy(() -> WORLD.accounts.setPasswordHash(address, "correct horse", 4, "owner", "certificate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("horse");
    }

    private static Optional<String> hash(Address address) {
        return WORLD.accounts.password(address).map(StoredPassword::hash);
    }

    private static List<String> former(Address address) {
        return WORLD.accounts.formerPasswordHashes(address, 100);
    }

    @Test
    void thePasswordsBeforeAreKeptTheNewestFirst() {
        Address address = WORLD.account().address();
        assertThat(former(address)).isEmpty();
        for (int i = 1; i <= 4; i++) {
            WORLD.accounts.setPasswordHash(address, phc(i), 2, "owner", "certificate");
            assertThat(hash(address)).contains(phc(i));
        }

        assertThat(former(address)).containsExactly(phc(3), phc(2));
        assertThat(WORLD.accounts.formerPasswordHashes(address, 1)).containsExactly(phc(3));
        assertThat(former(WORLD.account().address())).isEmpty();
    }

    @Test
    void keepingFewerForgetsTheOldest() {
        Address address = WORLD.account().address();
        Address other = WORLD.account().address();
        for (int i = 1; i <= 6; i++) {
            WORLD.accounts.setPasswordHash(address, phc(i), 10, "owner", "certificate");
            WORLD.accounts.setPasswordHash(other, phc(i), 10, "owner", "certificate");
        }
        assertThat(former(address)).hasSize(5);

        WORLD.accounts.setPasswordHash(address, phc(7), 1, "owner", "certificate");
        assertThat(former(address)).containsExactly(phc(6));
        WORLD.accounts.setPasswordHash(address, phc(8), 0, "owner", "certificate");
        assertThat(former(address)).isEmpty();
        WORLD.accounts.setPasswordHash(address, phc(9), 3, "owner", "certificate");
        assertThat(former(address)).containsExactly(phc(8));
        assertThat(former(other)).hasSize(5);
    }

    @Test
    void anUpgradeIsNoOtherPassword() {
        Address address = WORLD.account().address();
        WORLD.accounts.setPasswordHash(address, phc(1), 4, "owner", "certificate");
        WORLD.accounts.upgradePasswordHash(address, phc(1), phc(2));
        assertThat(former(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void howManyAreKeptIsBounded(int former) {
        Address address = WORLD.account().address();
        assertThatThrownBy(() -> WORLD.accounts.setPasswordHash(address, PHC, former, "owner", "certificate"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(hash(address)).isEmpty();
        assertThat(WORLD.accounts.setPasswordHash(address, PHC, 100, "owner", "certificate"))
                .isTrue();
    }

    @Test
    void aPasswordIsAsOldAsItsSetting() {
        Address address = WORLD.account().address();
        WORLD.accounts.setPasswordHash(address, PHC, 0, "owner", "certificate");
        assertThat(WORLD.accounts.password(address)).contains(new StoredPassword(PHC, World.NOW));
        later(accounts -> accounts.upgradePasswordHash(address, PHC, phc(3)));
        assertThat(WORLD.accounts.password(address)).contains(new StoredPassword(phc(3), World.NOW));

        later(accounts -> accounts.setPasswordHash(address, phc(4), 0, "owner", "certificate"));
        assertThat(WORLD.accounts.password(address)).contains(new StoredPassword(phc(4), World.NOW.plusSeconds(60)));
    }

    @Test
    void aSeededPasswordIsAsOldAsItsAccount() {
        // Those of even numbers have no password.
        int number = World.number();
        SeedAccount seed = World.seed(number % 2 == 0 ? World.number() : number);
        WORLD.accounts.seed(List.of(seed), World.REVIEWER);
        assertThat(WORLD.accounts.password(seed.address()))
                .contains(new StoredPassword(seed.passwordHash(), World.NOW));
    }

    private static void later(Consumer<Accounts> change) {
        try (Registry registry =
                Registry.open(WORLD.database, Clock.fixed(World.NOW.plusSeconds(60), ZoneOffset.UTC), World.PERSONAL)) {
            change.accept(registry.accounts());
        }
    }
}
