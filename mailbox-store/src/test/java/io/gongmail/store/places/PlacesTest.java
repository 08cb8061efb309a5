package io.gongmail.store.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SeedAccount;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final String CARD = "a".repeat(64);
    private static final String PHONE = "b".repeat(64);
    private static final String OFFICE = "10.0.0.0/8";
    private static final String HOME = "203.0.0.0/16";
    private static final Sighting NOTHING_NEW = new Sighting(false, false, false);

    private static Database database;
    private static Registry registry;
    private static int accounts;

    private Instant now = Instant.parse("2026-11-26T00:00:00Z");
    private final Places places = new Places(database, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });
    private final Address hong = account();

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 12);
        registry = Registry.open(
                database,
                Clock.systemUTC(),
                new PersonalData(PersonalKeys.fresh(new SecureRandom()), new SecureRandom()));
    }

    @AfterAll
    static void close() {
        registry.close();
        database.close();
    }

    private static Address account() {
        int number = ++accounts;
        Address address = Address.of("official" + number + "@moe.gongmail.example");
        CertificateKey key =
                new CertificateKey("30", BigInteger.valueOf(number), "c".repeat(64), String.format("%064x", number));
        registry.accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                "홍길동",
                                AccountType.OFFICIAL,
                                "1342000",
                                key,
                                "CN=홍길동",
                                Instant.parse("2028-01-01T00:00:00Z"),
                                "")),
                        "test");
        return address;
    }

    @Test
    void theFirstPlaceIsNothingNewAndNeverHeld() {
        assertThat(places.see(hong, CARD, OFFICE, "Thunderbird", true)).isEqualTo(NOTHING_NEW);
        assertThat(places.see(hong, CARD, OFFICE, "Thunderbird", true)).isEqualTo(NOTHING_NEW);
        assertThat(places.of(hong)).hasSize(1);
    }

    @Test
    void aNewNetworkAndANewClientAreToldOnce() {
        places.see(hong, CARD, OFFICE, "Thunderbird", false);
        assertThat(places.see(hong, CARD, HOME, "Thunderbird", false)).isEqualTo(new Sighting(true, false, false));
        assertThat(places.see(hong, CARD, HOME, "Thunderbird", false)).isEqualTo(NOTHING_NEW);
        assertThat(places.see(hong, CARD, OFFICE, "iOS Mail", false)).isEqualTo(new Sighting(false, true, false));
        assertThat(places.see(hong, CARD, HOME, "iOS Mail", false)).isEqualTo(NOTHING_NEW);
        assertThat(places.see(hong, PHONE, HOME, "iOS Mail", false)).isEqualTo(NOTHING_NEW);
        assertThat(places.see(hong, PHONE, HOME, "", false)).isEqualTo(NOTHING_NEW);
    }

    @Test
    void whatIsNewIsHeldUntilItIsConfirmed() {
        places.see(hong, CARD, OFFICE, "Thunderbird", true);
        assertThat(places.see(hong, CARD, HOME, "Thunderbird", true)).isEqualTo(new Sighting(true, false, true));
        assertThat(places.see(hong, CARD, HOME, "Thunderbird", true)).isEqualTo(new Sighting(false, false, true));
        assertThat(places.see(hong, CARD, HOME, "", true).held()).isTrue();
        assertThat(places.see(hong, CARD, OFFICE, "Thunderbird", true).held()).isFalse();
        assertThat(places.confirm(hong, HOME)).isEqualTo(2);
        assertThat(places.confirm(hong, HOME)).isZero();
        assertThat(places.see(hong, CARD, HOME, "Thunderbird", true)).isEqualTo(NOTHING_NEW);
        assertThat(places.see(hong, CARD, HOME, "", true)).isEqualTo(NOTHING_NEW);
    }

    @Test
    void aNewClientInAKnownNetworkIsHeldToo() {
        places.see(hong, CARD, OFFICE, "Thunderbird", true);
        assertThat(places.see(hong, CARD, OFFICE, "curl", true)).isEqualTo(new Sighting(false, true, true));
        places.confirm(hong, OFFICE);
        assertThat(places.see(hong, CARD, OFFICE, "curl", true)).isEqualTo(NOTHING_NEW);
    }

    @Test
    void whoStopsHoldingLetsIn() {
        places.see(hong, CARD, OFFICE, "", true);
        places.see(hong, CARD, HOME, "", true);
        assertThat(places.see(hong, CARD, HOME, "", false).held()).isFalse();
    }

    @Test
    void accountsDoNotMix() {
        Address kim = account();
        places.see(hong, CARD, OFFICE, "Thunderbird", true);
        places.see(hong, CARD, HOME, "Thunderbird", true);
        assertThat(places.see(kim, PHONE, HOME, "curl", true)).isEqualTo(NOTHING_NEW);
        assertThat(places.confirm(kim, HOME)).isZero();
        assertThat(places.of(kim)).extracting(Place::client).containsExactly("curl");
    }

    @Test
    void theOneSeenLastStandsFirstWithBothTimes() {
        Instant first = now;
        places.see(hong, CARD, OFFICE, "Thunderbird", false);
        now = now.plusSeconds(60);
        places.see(hong, PHONE, HOME, "", false);
        now = now.plusSeconds(60);
        places.see(hong, CARD, OFFICE, "Thunderbird", false);
        assertThat(places.of(hong))
                .containsExactly(
                        new Place(hong, CARD, OFFICE, "Thunderbird", first, now, false),
                        new Place(hong, PHONE, HOME, "", first.plusSeconds(60), first.plusSeconds(60), false));
    }

    @Test
    void theNumberIsBoundedAndTheOldestGoes() {
        for (int i = 0; i <= Places.MOST; i++) {
            now = now.plusSeconds(1);
            places.see(hong, CARD, OFFICE, "client " + i, false);
        }
        assertThat(places.of(hong)).hasSize(Places.MOST);
        assertThat(places.of(hong)).extracting(Place::client).doesNotContain("client 0");
    }

    @Test
    void whatIsTooLongForTheTableIsRefused() {
        assertThatThrownBy(() -> places.see(hong, CARD, OFFICE, "c".repeat(65), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> places.see(hong, CARD, "n".repeat(65), "", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneNewPlaceSeenByManyAtOnceIsToldOnce() throws Exception {
        places.see(hong, CARD, OFFICE, "", false);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Sighting> look = () -> places.see(hong, CARD, HOME, "", false);
            List<Future<Sighting>> seen =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> look).toList());
            int told = 0;
            for (Future<Sighting> one : seen) {
                told += one.get().newNetwork() ? 1 : 0;
            }
            assertThat(told).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(places.of(hong)).hasSize(2);
    }
}
