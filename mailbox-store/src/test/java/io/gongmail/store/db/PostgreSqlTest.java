package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.DormantAccount;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SeedAccount;
import io.gongmail.store.registry.Vacation;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL: everything is migrated, and what is written by hand in SQL is understood. Skipped where there is none. */
@OnPostgreSql
class PostgreSqlTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void everythingIsMigratedAndWhatIsWrittenInSqlIsUnderstood() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        PersonalData personal = new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM);
        try (Database database =
                        PostgreSqlCluster.open(PostgreSqlCluster.shared().empty(), 4);
                Registry registry = Registry.open(database, clock, personal)) {
            Address hong = Address.of("hong@moe.example");
            registry.agencies().put(new Agency("MOE", "교육부", Set.of("moe.example")), "test");
            registry.accounts()
                    .seed(
                            List.of(new SeedAccount(
                                    hong,
                                    "홍길동",
                                    AccountType.OFFICIAL,
                                    "MOE",
                                    new CertificateKey("30", BigInteger.ONE, "a".repeat(64), "b".repeat(64)),
                                    "cn=홍길동",
                                    NOW.plus(Duration.ofDays(20)),
                                    "$argon2id$x")),
                            "test");
            assertThat(registry.ownerLetters().certificatesEnd(NOW, 30, 10)).isEqualTo(1);
            assertThat(registry.ownerLetters().certificatesEnd(NOW, 30, 10)).isZero();
            assertThat(registry.ownerLetters().passwordsEnd(NOW, Duration.ofDays(10), 14, 10))
                    .isEqualTo(1);
            assertThat(registry.ownerLetters().waiting(10)).hasSize(2);
            registry.bindings().used(Map.of(registry.bindings().of(hong).get(0).id(), NOW));
            List<DormantAccount> dormant = registry.dormancy().unused(NOW, "", 10);
            assertThat(dormant).extracting(DormantAccount::since).containsExactly(NOW);
            Vacation vacation =
                    new Vacation(true, LocalDate.of(2026, 11, 24), Optional.empty(), "", "부재중".repeat(1_000));
            assertThat(registry.vacations().set(hong, vacation, "test")).isTrue();
            assertThat(registry.vacations().of(hong)).contains(vacation);
            assertThat(registry.vacations().mayAnswer(hong, "kim@moe.example", UUID.randomUUID()))
                    .contains(NOW);
            assertThat(registry.vacations().mayAnswer(hong, "kim@moe.example", UUID.randomUUID()))
                    .isEmpty();
            Forwarding forwarding = new Forwarding(List.of(Address.of("kim@moe.example")), true);
            assertThat(registry.forwardings().set(hong, forwarding, "test")).isTrue();
            assertThat(registry.forwardings().of(hong)).contains(forwarding);
            assertThat(registry.ownerLetters().waiting(10)).hasSize(4);
            assertThat(registry.dormancy()
                            .suspend(dormant.get(0), "server")
                            .orElseThrow()
                            .state())
                    .isEqualTo(AccountState.SUSPENDED);
            assertThat(registry.agencyChanges().underWay(hong)).isEmpty();
            assertThat(registry.agencyChanges().post(hong)).isEmpty();
            registry.accounts().close(hong, "test", "퇴직");
            assertThat(registry.closed().resting(NOW, "", 10)).hasSize(1);
            Address aside = registry.closed()
                    .setAside(hong, NOW, "test", "재사용", (transaction, from, to) -> {})
                    .orElseThrow()
                    .account()
                    .address();
            assertThat(registry.accounts().find(hong)).isEmpty();
            assertThat(registry.bindings().of(aside)).hasSize(1);
            assertThat(registry.ownerLetters().of(aside)).hasSize(4);
        }
    }
}
