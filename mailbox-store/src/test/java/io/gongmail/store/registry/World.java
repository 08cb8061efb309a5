package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry for tests, on one database for all of them: opening one takes longer than most tests. Names are made fresh,
 * so that tests do not meet. Everything goes the public way.
 */
final class World implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T09:00:00.123Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String REVIEWER = "reviewer@moe.gongmail.example";
    /** One set of keys, so that a database can be opened again. */
    static final PersonalData PERSONAL = new PersonalData(PersonalKeys.fresh(new SecureRandom()), new SecureRandom());

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static World shared;

    final Database database;
    final Registry registry;
    final Applications applications;
    final Accounts accounts;
    final Bindings bindings;
    final AuditTrail audit;

    private World(Database database) {
        this.database = database;
        registry = Registry.open(database, CLOCK, PERSONAL);
        applications = registry.applications();
        accounts = registry.accounts();
        bindings = registry.bindings();
        audit = registry.audit();
    }

    /** One of one's own, for what may be there once only; to be closed. */
    static World open(Path folder) {
        return new World(FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8));
    }

    static synchronized World shared() {
        // A test whose disk dies may end Derby for the whole process.
        if (shared == null || shared.hasStopped()) {
            try {
                Path folder = Files.createTempDirectory("registry");
                Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
                World world = new World(database);
                shared = world;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(world, folder)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    private boolean hasStopped() {
        try {
            return database.transact(transaction -> transaction.connection().isClosed());
        } catch (StoreException e) {
            return true;
        }
    }

    @Override
    public void close() {
        registry.close();
        database.close();
    }

    private static void close(World world, Path folder) {
        world.close();
        try (var files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int number() {
        return NUMBER.incrementAndGet();
    }

    static Address address(int number) {
        return Address.of("official" + number + "@moe.gongmail.example");
    }

    /** A key all of whose fields come from {@code number}. */
    static CertificateKey key(int number) {
        return new CertificateKey(
                "3003" + String.format("%08x", number),
                BigInteger.valueOf(1_000 + number),
                Sha256.hex("spki " + number),
                Sha256.hex("certificate " + number));
    }

    static Consents consents() {
        return new Consents("terms-1", "privacy-2", NOW.minusSeconds(60));
    }

    static VerifiedPerson person() {
        return new VerifiedPerson(
                "simulator", "req-7", "홍길동", "mobile", "tx-9", Sha256.hex("TEST-CI"), NOW.minusSeconds(30));
    }

    static Completion completion(int number) {
        return completion(address(number), key(number));
    }

    static Completion completion(Address desired, CertificateKey key) {
        return new Completion(
                AccountType.OFFICIAL,
                "MOE",
                "주무관",
                desired,
                key,
                "cn=001홍길동001,ou=people,ou=교육부,o=Government of Korea,c=KR",
                NOW.plusSeconds(86_400),
                Set.of("1.2.410.100001.2.2.1", "1.2.410.100001.5.3.1.3"));
    }

    static ShownCertificates shown() {
        return new ShownCertificates(List.of("TEVBRg==", "QUJPVkU="));
    }

    static Candidate candidate(int number) {
        return new Candidate(key(number), "cn=" + number, NOW.plusSeconds(86_400));
    }

    static SeedAccount seed(int number) {
        return new SeedAccount(
                address(number),
                "김철수",
                AccountType.AGENCY_REPRESENTATIVE,
                "MOE",
                key(number),
                "cn=" + number,
                NOW.plusSeconds(9),
                number % 2 == 0 ? "" : "$argon2id$" + number);
    }

    /** An application that has come to {@code state}, with an address and a certificate of its own. */
    Application in(ApplicationState state) {
        return in(state, completion(number()));
    }

    Application in(ApplicationState state, Completion completion) {
        return switch (state) {
            case DRAFT -> applications.open();
            case CONSENTED ->
                applications
                        .consent((Application.Draft) in(ApplicationState.DRAFT), consents())
                        .orElseThrow();
            case VERIFIED ->
                applications
                        .verify((Application.Consented) in(ApplicationState.CONSENTED), person())
                        .orElseThrow();
            case COMPLETED ->
                applications
                        .complete((Application.Verified) in(ApplicationState.VERIFIED), completion, shown())
                        .orElseThrow();
            case SUBMITTED ->
                applications
                        .submit((Application.Completed) in(ApplicationState.COMPLETED, completion))
                        .orElseThrow();
            case APPROVED -> approved(submitted(completion));
            case RETURNED ->
                applications.giveBack(submitted(completion), REVIEWER, "사진이 없음").orElseThrow();
            case REJECTED ->
                applications.reject(submitted(completion), REVIEWER, "재직 아님").orElseThrow();
            case PROVISIONED -> {
                Application.Approved approved = approved(submitted(completion));
                accounts.open(approved);
                yield applications.find(approved.id()).orElseThrow();
            }
        };
    }

    Application.Submitted submitted(Completion completion) {
        return (Application.Submitted) in(ApplicationState.SUBMITTED, completion);
    }

    Application.Approved approved(Application.Submitted submitted) {
        return ((ApproveOutcome.Done) applications.approve(submitted, REVIEWER, "확인함")).application();
    }

    Application.Approved approved(Completion completion) {
        return approved(submitted(completion));
    }

    Completion changeOfAgency(Account account, String agency, Address desired) {
        Completion certificate =
                completion(desired, bindings.of(account.address()).get(0).key());
        return new Completion(
                AccountType.OFFICIAL,
                agency,
                "서기관",
                desired,
                certificate.key(),
                certificate.subject(),
                certificate.notAfter(),
                certificate.policies(),
                new Aim.NewAgency(account.address()),
                "정부혁신국",
                "M-7");
    }

    /** An open account of its own. */
    Account account() {
        return ((OpenOutcome.Opened) accounts.open(approved(completion(number())))).account();
    }

    Binding binding() {
        return bindings.of(account().address()).get(0);
    }

    AuditEntry lastEntry() {
        return audit.list(audit.lastNumber(), 1).get(0);
    }

    int sql(String statement) {
        return database.transact(transaction -> transaction.sql().execute(statement));
    }
}
