package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.BoundAccount;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SeedAccount;
import io.gongmail.store.registry.StoredPassword;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sign-in and passwords ask of the registry, asked of a real one. */
class RegistryRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final String PHC =
            "$argon2id$v=19$m=8192,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA" + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    private static Path folder;

    private static Database database;
    private static Registry registry;
    private static int number;

    private final int mine = ++number;
    private final Address address = Address.of("official" + mine + "@moe.example");
    private final CertificateKey key = new CertificateKey(
            "30" + HexFormat.of().toHexDigits((byte) mine),
            BigInteger.valueOf(mine),
            "a".repeat(64),
            "%064x".formatted(mine));

    @BeforeAll
    static void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
        registry = Registry.open(
                database,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new PersonalData(PersonalKeys.fresh(new SecureRandom()), new SecureRandom()));
    }

    @AfterAll
    static void close() {
        registry.close();
        database.close();
    }

    private void seed(String passwordHash) {
        registry.accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                "홍길동",
                                AccountType.OFFICIAL,
                                "MOE",
                                key,
                                "cn=hong",
                                NOW.plusSeconds(60),
                                passwordHash)),
                        "test");
    }

    private static Optional<String> hash(Address address) {
        return SignInRecords.of(registry)
                .account(address)
                .flatMap(AccountWithPassword::password)
                .map(StoredPassword::hash);
    }

    private AuditEvent last() {
        return registry.audit().list(registry.audit().lastNumber(), 1).get(0).event();
    }

    @Test
    void signInFindsBindingsInWhateverState() {
        SignInRecords records = SignInRecords.of(registry);
        assertThat(records.bound(key)).isEmpty();
        seed("");
        assertThat(records.bound(key))
                .hasValueSatisfying(
                        bound -> assertThat(bound.binding().account()).isEqualTo(address));

        registry.bindings().suspend(records.bound(key).orElseThrow().binding().id(), "test", "");

        assertThat(records.bound(key))
                .hasValueSatisfying(bound -> assertThat(bound.binding().state()).isEqualTo(BindingState.SUSPENDED));
    }

    @Test
    void aBindingComesWithItsAccountAndHash() {
        SignInRecords records = SignInRecords.of(registry);
        seed(PHC);

        BoundAccount bound = records.bound(key).orElseThrow();

        assertThat(bound.account()).isEqualTo(records.account(address)).isPresent();
        assertThat(bound.account().flatMap(AccountWithPassword::password).map(StoredPassword::hash))
                .contains(PHC);
    }

    /** What finds a binding is the hash of the certificate; a certificate is more than that. */
    @Test
    void aCertificateThatDiffersInAnythingIsNotBound() {
        SignInRecords records = SignInRecords.of(registry);
        seed("");
        for (CertificateKey other : List.of(
                new CertificateKey("31" + key.issuer(), key.serial(), key.spkiSha256(), key.certificateSha256()),
                new CertificateKey(
                        key.issuer(), key.serial().add(BigInteger.ONE), key.spkiSha256(), key.certificateSha256()),
                new CertificateKey(key.issuer(), key.serial(), key.certificateSha256(), key.certificateSha256()))) {
            assertThat(records.bound(other)).isEmpty();
        }
        assertThat(records.bound(key)).isPresent();
    }

    @Test
    void signInFindsAccountAndHash() {
        SignInRecords records = SignInRecords.of(registry);
        assertThat(records.account(address)).isEmpty();
        seed("");
        assertThat(records.account(address))
                .hasValueSatisfying(found -> assertThat(found.account().name()).isEqualTo("홍길동"));
        assertThat(hash(address)).isEmpty();
        registry.accounts().setPasswordHash(address, PHC, 0, "test", "certificate");
        assertThat(hash(address)).contains(PHC);
    }

    @Test
    void aHashIsUpgradedUnlessAnotherPasswordWasSetMeanwhile() {
        SignInRecords records = SignInRecords.of(registry);
        seed(PHC);
        String newer = PHC.replace("t=1", "t=2");

        assertThat(records.upgrade(address, newer, PHC)).isFalse();
        assertThat(records.upgrade(address, PHC, newer)).isTrue();

        assertThat(hash(address)).contains(newer);
        assertThat(last()).isEqualTo(new AuditEvent("password.hash-upgraded", address.toString(), address.toString()));
    }

    @Test
    void hashingIsArgon2() {
        Hashing hashing = Hashing.of(new PasswordHashing(new SecureRandom(), new Argon2Parameters(64, 1, 1)));
        String phc = hashing.hash("right".toCharArray());
        assertThat(hashing.verify(phc, "right".toCharArray())).isTrue();
        assertThat(hashing.verify(phc, "wrong".toCharArray())).isFalse();
        assertThat(hashing.isOutdated(phc)).isFalse();
        assertThat(hashing.isOutdated(PHC)).isTrue();
    }

    @Test
    void whatSignInRecordsIsInTheTrailWhenItSaysSo() {
        AuditEvent event = new AuditEvent("sign-in.refused", address.toString(), "");
        SignInRecords.of(registry).record(event).toCompletableFuture().join();
        assertThat(last()).isEqualTo(event);
    }

    @Test
    void theLastPasswordsAreThePresentOneAndThoseBeforeIt() {
        PasswordRecords records = PasswordRecords.of(registry);
        assertThat(records.last(address, 3)).isEmpty();
        seed("");
        assertThat(records.last(address, 3)).isEmpty();
        for (int i = 1; i <= 5; i++) {
            records.set(address, PHC.replace("t=1", "t=" + i), 3, "certificate");
        }
        assertThat(records.last(address, 3))
                .containsExactly(PHC.replace("t=1", "t=5"), PHC.replace("t=1", "t=4"), PHC.replace("t=1", "t=3"));
        assertThat(records.last(address, 1)).containsExactly(PHC.replace("t=1", "t=5"));
        assertThat(records.last(address, 9)).hasSize(4);
    }

    @Test
    void nobodyIsKnownToHaveAppliedForASeededAccount() {
        seed("");
        assertThat(PasswordRecords.of(registry).ownerCi(address)).isEmpty();
    }

    @Test
    void whatBecomesOfPasswordsIsInTheTrail() {
        seed(PHC);
        AuditEvent event = new AuditEvent("password.refused", address.toString(), address.toString());
        PasswordRecords.of(registry).record(event).toCompletableFuture().join();
        assertThat(last()).isEqualTo(event);
        assertThat(PasswordRecords.of(registry).present(address)).contains(new StoredPassword(PHC, NOW));
    }

    @Test
    void passwordsAreSetByOwnersOfActiveBindings() {
        PasswordRecords records = PasswordRecords.of(registry);
        assertThat(records.active(key)).isEmpty();
        assertThat(records.set(address, PHC, 4, "certificate")).isFalse();
        seed("");

        assertThat(records.active(key))
                .hasValueSatisfying(binding -> assertThat(binding.account()).isEqualTo(address));
        assertThat(records.set(address, PHC, 4, "certificate")).isTrue();

        assertThat(hash(address)).contains(PHC);
        assertThat(last())
                .isEqualTo(new AuditEvent(
                        "password.set", address.toString(), address.toString(), Map.of("by", "certificate")));
        registry.bindings().suspend(records.active(key).orElseThrow().id(), "test", "");
        assertThat(records.active(key)).isEmpty();
    }
}
