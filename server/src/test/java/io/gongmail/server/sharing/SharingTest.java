package io.gongmail.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKey;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.SharingConfig;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is one person, what is not, and what follows. */
class SharingTest {
    private static final String OFFICE = "10.1.2.3";
    private static final String HOME = "203.0.113.9";
    private static final String MOBILE = "198.51.100.7";
    private static final String ABROAD = "2001:db8::1";

    private static Database database;
    private static Registry registry;
    private static Path folder;
    private static int accounts;

    private final List<Alarm> alarms = new ArrayList<>();
    private final List<SignedIn> open = new ArrayList<>();
    private final Account hong = account();
    private Instant now = Instant.parse("2026-11-26T00:00:00Z");
    private final Clock clock = new Clock() {
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
    };
    private final Places places = new Places(database, clock);

    @BeforeAll
    static void open(@TempDir Path temporary) {
        folder = temporary;
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

    private static Account account() {
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
        return registry.accounts().find(address).orElseThrow();
    }

    private static SharingConfig rules(String... lines) {
        try {
            Path conf = Files.createTempDirectory(folder, "conf");
            Files.writeString(
                    conf.resolve("gongmail.ini"),
                    "[sharing]\n" + String.join("\n", lines) + "\n[server]\nmode = demo\n");
            GongmailConfig.Reading reading = GongmailConfig.read(conf);
            return reading.config()
                    .orElseThrow(
                            () -> new IllegalStateException(reading.problems().toString()))
                    .sharing();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sharing sharing(String... lines) {
        return new Sharing(rules(lines), places, account -> List.copyOf(open), alarms::add, clock);
    }

    private SignedIn from(String address, String client) {
        try {
            Binding binding = registry.bindings().of(hong.address()).get(0);
            return new SignedIn(
                    hong,
                    binding,
                    Instant.MAX,
                    new AnchorKey("c".repeat(64)),
                    new Origin("imap", InetAddress.getByName(address), "").with(client),
                    0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void admitted(Optional<EndReason> refused) {
        assertThat(refused).isEmpty();
    }

    private List<Alarm.Kind> told() {
        return alarms.stream().map(Alarm::kind).toList();
    }

    @Test
    void onePersonsOfficeAndHomeAndPhoneAreNormal() {
        Sharing sharing = sharing("policy = limit");
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        admitted(sharing.admit(from(HOME, "Thunderbird")));
        admitted(sharing.admit(from(MOBILE, "iOS Mail")));
        admitted(sharing.admit(from(MOBILE, "iOS Mail")));
        assertThat(told()).doesNotContain(Alarm.Kind.SHARED);
    }

    @Test
    void onePlaceTooManyIsRefusedAndThoseBeforeGoOn() {
        Sharing sharing = sharing("policy = limit", "max-places = 2");
        admitted(sharing.admit(from(OFFICE, "")));
        admitted(sharing.admit(from(HOME, "")));
        assertThat(sharing.admit(from(MOBILE, ""))).contains(EndReason.SHARED);
        assertThat(sharing.admit(from(MOBILE, ""))).contains(EndReason.SHARED);
        admitted(sharing.admit(from(HOME, "")));
        assertThat(told()).containsOnlyOnce(Alarm.Kind.SHARED);
        assertThat(places.of(hong.address()))
                .extracting(place -> place.network())
                .containsExactlyInAnyOrder("10.1.0.0/16", "203.0.0.0/16");
    }

    @Test
    void oneProgramTooManyIsRefused() {
        Sharing sharing = sharing("policy = limit", "max-clients = 2");
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        admitted(sharing.admit(from(OFFICE, "Thunderbird")));
        admitted(sharing.admit(from(OFFICE, "")));
        assertThat(sharing.admit(from(OFFICE, "iOS Mail"))).contains(EndReason.SHARED);
        admitted(sharing.admit(from(OFFICE, "Outlook")));
    }

    @Test
    void whatWasLongAgoIsNotAtTheSameTime() {
        Sharing sharing = sharing("policy = limit", "max-places = 1", "window = 10 min");
        admitted(sharing.admit(from(OFFICE, "")));
        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        assertThat(sharing.admit(from(HOME, ""))).contains(EndReason.SHARED);
        now = now.plusMillis(2);
        admitted(sharing.admit(from(HOME, "")));
    }

    @Test
    void whatIsStillOpenIs() {
        Sharing sharing = sharing("policy = limit", "max-places = 1", "max-clients = 1");
        open.add(from(OFFICE, "Outlook"));
        now = now.plus(Duration.ofHours(3));
        assertThat(sharing.admit(from(HOME, ""))).contains(EndReason.SHARED);
        assertThat(sharing.admit(from(OFFICE, "Thunderbird"))).contains(EndReason.SHARED);
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        open.clear();
        now = now.plus(Duration.ofHours(3));
        admitted(sharing.admit(from(HOME, "")));
    }

    @Test
    void warningAndReportingRefuseNobody() {
        for (String policy : List.of("report", "warn")) {
            alarms.clear();
            Sharing sharing = sharing("policy = " + policy, "max-places = 1", "new-place = nothing");
            admitted(sharing.admit(from(OFFICE, "")));
            admitted(sharing.admit(from(HOME, "")));
            assertThat(told()).containsExactly(Alarm.Kind.SHARED);
            assertThat(alarms.get(0).account()).isEqualTo(hong.address());
            assertThat(alarms.get(0).facts()).containsEntry("places", "10.1.0.0/16, 203.0.0.0/16");
        }
    }

    @Test
    void itIsToldOnceInAWindow() {
        Sharing sharing = sharing("policy = warn", "max-places = 1", "new-place = nothing");
        admitted(sharing.admit(from(OFFICE, "")));
        admitted(sharing.admit(from(HOME, "")));
        admitted(sharing.admit(from(MOBILE, "")));
        assertThat(alarms).hasSize(1);
        now = now.plus(Duration.ofMinutes(10));
        admitted(sharing.admit(from(ABROAD, "")));
        assertThat(alarms).hasSize(2);
    }

    @Test
    void aSiteIsOnePlaceAndNearAddressesAreToo() {
        Sharing sharing = sharing("policy = limit", "max-places = 2", "sites = 10.0.0.0/8");
        admitted(sharing.admit(from("10.1.2.3", "")));
        admitted(sharing.admit(from("10.200.2.3", "")));
        admitted(sharing.admit(from("203.0.113.9", "")));
        admitted(sharing.admit(from("203.0.7.7", "")));
        assertThat(sharing.admit(from("203.1.113.9", ""))).contains(EndReason.SHARED);
        assertThat(sharing.admit(from(ABROAD, ""))).contains(EndReason.SHARED);
    }

    @Test
    void exemptNetworksCountForNothing() {
        Sharing sharing = sharing("policy = limit", "max-places = 1", "exempt = 203.0.113.0/24");
        admitted(sharing.admit(from(HOME, "webmail")));
        admitted(sharing.admit(from(OFFICE, "")));
        open.add(from(HOME, "webmail"));
        admitted(sharing.admit(from(OFFICE, "")));
        assertThat(alarms).isEmpty();
        assertThat(places.of(hong.address())).hasSize(1);
    }

    @Test
    void theFirstUseFromElsewhereIsToldToTheOwner() {
        Sharing sharing = sharing();
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        assertThat(alarms).isEmpty();
        admitted(sharing.admit(from(HOME, "Outlook")));
        admitted(sharing.admit(from(HOME, "Outlook")));
        admitted(sharing.admit(from(HOME, "curl")));
        assertThat(told()).containsExactly(Alarm.Kind.NEW_PLACE, Alarm.Kind.NEW_PLACE);
        assertThat(alarms.get(0).facts())
                .containsEntry("place", "203.0.0.0/16")
                .containsEntry("address", HOME)
                .containsEntry("client", "Outlook");
    }

    @Test
    void itIsHeldUntilConfirmedWherePolicySaysSo() {
        Sharing sharing = sharing("new-place = hold");
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        assertThat(sharing.admit(from(HOME, "Outlook"))).contains(EndReason.PLACE_HELD);
        assertThat(sharing.admit(from(HOME, "Outlook"))).contains(EndReason.PLACE_HELD);
        assertThat(told()).containsExactly(Alarm.Kind.PLACE_HELD);
        places.confirm(hong.address(), "203.0.0.0/16");
        admitted(sharing.admit(from(HOME, "Outlook")));
    }

    @Test
    void whereNothingFollowsNothingIsTold() {
        Sharing sharing = sharing("new-place = nothing");
        admitted(sharing.admit(from(OFFICE, "Outlook")));
        admitted(sharing.admit(from(HOME, "curl")));
        assertThat(alarms).isEmpty();
        assertThat(places.of(hong.address())).hasSize(2);
    }
}
