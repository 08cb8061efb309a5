package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.server.agency.RosterMatching;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where people apply in tests: the real registry and mail store on Derby, the real judge on an administrative PKI of its
 * own, a provider that says what a test wants it to, and a clock that tests turn. One for all tests of a run, which make
 * people of their own.
 */
final class Office implements AutoCloseable {
    static final String HOST = "mail.gongmail.example";
    static final String AGENCY = "1342000";
    static final String DOMAIN = "moe.gongmail.example";
    static final Duration CHALLENGE_VALIDITY = Duration.ofMinutes(10);
    static final Duration OVERLAP = Duration.ofHours(3);
    static final Duration WITHIN = Duration.ofDays(4);
    static final SecureRandom RANDOM = new SecureRandom();
    static final Map<AccountType, Set<PolicyOid>> POLICIES = Map.of(
            AccountType.OFFICIAL,
            Set.of(new PolicyOid(DemoAuthority.OFFICIAL)),
            AccountType.AGENCY_REPRESENTATIVE,
            Set.of(new PolicyOid(DemoAuthority.SPECIAL_PURPOSE)),
            AccountType.AGENCY_RELAY,
            Set.of(new PolicyOid(DemoAuthority.COMPUTER)));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final class Shared {
        static final Office OFFICE = open(temporary());
    }

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "office");
        thread.setDaemon(true);
        return thread;
    });
    final HandClock clock = new HandClock();
    final DemoAuthority authority;
    final CrlFiles revocations;
    final CertificateJudge judge;
    final Database database;
    final Registry registry;
    final MailStore mail;
    final LiveSessions sessions;
    final Certificates certificates;
    final AgencyMoves moves;
    final Provisioning provisioning;
    final Review review;
    final Enrollment enrollment;

    private Office(Path folder) throws IOException, GeneralSecurityException {
        authority = DemoAuthority.open(folder.resolve("pki"), Clock.systemUTC(), RANDOM);
        revocations = new CrlFiles(List.of(folder.resolve("pki/crl.pem")));
        judge = new PathJudge(
                new JudgePolicy(
                        Profile.GPKI,
                        List.of(authority.root()),
                        List.of(authority.issuingCa()),
                        Set.of(
                                new PolicyOid(DemoAuthority.OFFICIAL),
                                new PolicyOid(DemoAuthority.SPECIAL_PURPOSE),
                                new PolicyOid(DemoAuthority.COMPUTER)),
                        6,
                        32 * 1024),
                revocations,
                Clock.systemUTC());
        database = FreshDatabase.openDerby(folder.resolve("db"), 2_000, 12);
        registry = Registry.open(database, Clock.systemUTC(), new PersonalData(keys(folder), RANDOM));
        mail = MailStore.open(
                database, folder.resolve("mail"), MailStoreSettings.defaults(), new WireDescriber(), Clock.systemUTC());
        sessions = new LiveSessions(100, Clock.systemUTC(), timer);
        certificates = certificates(sessions, OVERLAP, 2);
        moves = moves(true);
        provisioning = new Provisioning(
                AccountRecords.of(registry),
                certificates,
                moves,
                mail.mailboxManager(),
                mail.subscriptionManager(),
                Clock.systemUTC());
        review = review(judge);
        enrollment = enrollment(false, new Provider());
        registry.agencies().put(new Agency(AGENCY, "교육부", Set.of(DOMAIN)), "test");
    }

    static Office shared() {
        return Shared.OFFICE;
    }

    /** One of one's own, to be closed. */
    static Office open(Path folder) {
        try {
            return new Office(folder);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the office does not open", e);
        }
    }

    /** The same when the folder is opened again. */
    private static PersonalKeys keys(Path folder) throws IOException {
        Path file = folder.resolve("personal-data.keys");
        return Files.exists(file) ? PersonalKeys.read(file) : PersonalKeys.make(file, RANDOM);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("gongmail-office");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where decisions are made, by what another judge says. */
    Review review(CertificateJudge asked) {
        return new Review(
                registry,
                asked,
                POLICIES,
                new RosterMatching(registry.rosters()),
                new ServiceLevel(WITHIN),
                Words.load(URI.create("https://portal.example/")),
                clock);
    }

    /** For certificates of open accounts, by the clock that tests turn. */
    Certificates certificates(LiveSessions sessions, Duration overlap, int most) {
        Map<AccountType, Integer> all = new EnumMap<>(AccountType.class);
        Stream.of(AccountType.values()).forEach(type -> all.put(type, most));
        return new Certificates(
                registry,
                judge,
                sessions,
                new Certificates.Rules(HOST, CHALLENGE_VALIDITY, overlap, all, POLICIES),
                clock,
                RANDOM);
    }

    /** Of accounts that go to another agency, where that is allowed. */
    AgencyMoves moves(boolean allowed) {
        return new AgencyMoves(registry, judge, POLICIES, mail.owners(), sessions, allowed, clock);
    }

    Enrollment enrollment(boolean simulatorsAllowed, IdentityProvider asked) {
        return new Enrollment(
                registry,
                asked,
                judge,
                new Enrollment.Rules(HOST, simulatorsAllowed, CHALLENGE_VALIDITY, POLICIES),
                clock,
                RANDOM);
    }

    /** Somebody with a certificate, a wish, and an application. */
    record Person(Issued certificate, Wish wish, ApplicationId id) {
        Address address() {
            return Address.of(wish.address());
        }

        byte[] signed(Challenge challenge) {
            return Office.signed(certificate, challenge);
        }
    }

    static byte[] signed(Issued certificate, Challenge challenge) {
        try {
            return new ChallengeSigner(certificate.chain(), certificate.key()).sign(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An address nobody has. */
    static String freshAddress() {
        return "official" + NUMBER.incrementAndGet() + "@" + DOMAIN;
    }

    Issued certificate() {
        try {
            return authority.officialWithEcKey("교육부", "001홍길동" + NUMBER.incrementAndGet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Wish wish(String address) {
        return new Wish(AccountType.OFFICIAL, AGENCY, "주무관", address);
    }

    /** Somebody new, whose application has come to {@code state}, each step by the service that people use. */
    Person in(ApplicationState state) {
        return in(state, certificate(), wish(freshAddress()));
    }

    Person in(ApplicationState state, Issued certificate, Wish wish) {
        Person person = new Person(certificate, wish, enrollment.open().id());
        switch (state) {
            case DRAFT -> {}
            case CONSENTED -> consent(person);
            case VERIFIED -> verify(person);
            case COMPLETED -> complete(person);
            case SUBMITTED -> submit(person);
            case APPROVED -> approve(person);
            case RETURNED -> {
                submit(person);
                done(review.giveBack(person.id(), reviewer(), "직위 확인"));
            }
            case REJECTED -> {
                submit(person);
                done(review.reject(person.id(), reviewer(), "재직 아님"));
            }
            case PROVISIONED -> done(provisioning.provision(approve(person)));
        }
        return person;
    }

    private void consent(Person person) {
        done(enrollment.consent(
                person.id(), enrollment.terms().version(), enrollment.privacy().version()));
    }

    private void verify(Person person) {
        consent(person);
        done(enrollment.beginVerification(person.id(), "mobile"));
        done(enrollment.completeVerification(person.id()));
    }

    private void complete(Person person) {
        verify(person);
        Challenge challenge = done(enrollment.challenge(person.id()));
        done(enrollment.complete(person.id(), person.wish(), person.signed(challenge)));
    }

    private void submit(Person person) {
        complete(person);
        done(enrollment.submit(person.id()));
    }

    private Application.Approved approve(Person person) {
        submit(person);
        if (person.wish().type().needsTwoReviewers()) {
            review.approve(person.id(), reviewer("first-reviewer"), "");
        }
        return done(review.approve(person.id(), reviewer(), ""));
    }

    /** An account that reviews, made on first use; by hand, as this is not what is tested. */
    Address reviewer() {
        return reviewer("reviewer");
    }

    private synchronized Address reviewer(String name) {
        Address address = Address.of(name + "@" + DOMAIN);
        if (registry.accounts().find(address).isEmpty()) {
            account(address, Set.of(Role.REVIEWER));
        }
        return address;
    }

    /** An open account with {@code roles}, without enrollment. */
    Account account(Address address, Set<Role> roles) {
        registry.accounts()
                .seed(
                        List.of(new SeedAccount(
                                address,
                                "이심사",
                                AccountType.OFFICIAL,
                                AGENCY,
                                CertificateKeys.of(certificate().certificate()),
                                "cn=심사",
                                clock.instant().plus(Duration.ofDays(1)),
                                "")),
                        "test");
        roles.forEach(role -> registry.accounts().grant(address, role, "test"));
        return registry.accounts().find(address).orElseThrow();
    }

    /** Submitted by somebody whose CI is {@code ci}. */
    Person verifiedAs(String ci) {
        Office.Provider provider = new Provider();
        provider.says(result -> new IdentityProvider.Result(
                result.provider(),
                result.test(),
                result.requestNumber(),
                result.transaction(),
                result.name(),
                result.method(),
                ci,
                result.at()));
        Enrollment asked = enrollment(false, provider);
        Person person = in(ApplicationState.CONSENTED);
        done(asked.beginVerification(person.id(), "mobile"));
        done(asked.completeVerification(person.id()));
        done(asked.complete(person.id(), person.wish(), person.signed(done(asked.challenge(person.id())))));
        done(asked.submit(person.id()));
        return person;
    }

    Application find(Person person) {
        return registry.applications().find(person.id()).orElseThrow();
    }

    /** The value of what must be done. */
    static <T> T done(Ruling<T> outcome) {
        return outcome.fold(value -> value, refused -> {
            throw new AssertionError("refused: " + refused);
        });
    }

    /** The code of a refusal, or {@code done}. */
    static String code(Ruling<?> outcome) {
        return outcome.fold(value -> "done", Ruling.Refused::code);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        mail.close();
        registry.close();
        database.close();
    }

    /** A provider in memory. It verified a person of its own for each request, unless told to say something else. */
    final class Provider implements IdentityProvider {
        private UnaryOperator<Result> says = UnaryOperator.identity();
        private Optional<IOException> fails = Optional.empty();
        private boolean waits;

        /** What it says in place of the truth. */
        void says(UnaryOperator<Result> changed) {
            says = changed;
        }

        void fails(IOException how) {
            fails = Optional.of(how);
        }

        void works() {
            fails = Optional.empty();
        }

        /** As long as the person has not gone through with it. */
        void waits(boolean still) {
            waits = still;
        }

        @Override
        public Started start(String requestNumber, String method) throws IOException {
            if (fails.isPresent()) {
                throw fails.get();
            }
            return new Started(method + "-" + requestNumber, URI.create("https://identity.example/verify"));
        }

        @Override
        public Optional<Result> result(String transaction, String requestNumber) throws IOException {
            if (fails.isPresent()) {
                throw fails.get();
            }
            Result truth = new Result(
                    "PASS",
                    false,
                    requestNumber,
                    transaction,
                    "홍길동",
                    transaction.startsWith("mobile") ? "mobile" : "i-pin",
                    "CI-OF-" + requestNumber,
                    "01012345678",
                    "1990-12-31",
                    clock.instant());
            return waits ? Optional.empty() : Optional.of(says.apply(truth));
        }
    }

    /** A clock that stands until it is turned. */
    static final class HandClock extends Clock {
        private volatile Instant now = Clock.systemUTC().instant();

        void turn(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
