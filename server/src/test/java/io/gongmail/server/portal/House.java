package io.gongmail.server.portal;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.agency.RosterMatching;
import io.gongmail.server.clientsetup.ConnectorSettings;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.SignedProfiles;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.Doors;
import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.config.PortalConfig;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.AccountRecords;
import io.gongmail.server.enrollment.AgencyMoves;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.HttpIdentityProvider;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.ResumeSecrets;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.enrollment.ServiceLevel;
import io.gongmail.server.enrollment.Successors;
import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.NoticeRules;
import io.gongmail.server.notice.NoticeRunner;
import io.gongmail.server.notice.UnsentNotices;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.notice.posting.StoredDelivery;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.session.Admission;
import io.gongmail.server.signin.CertificateHolders;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.PasswordPolicy;
import io.gongmail.server.signin.PasswordRecords;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SelfCheck;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A portal on the parts of the shared test server, at doors of its own, by a clock that tests turn. */
final class House implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;
    /** Begun anywhere, so that two runs on one machine are seldom at the same. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(RANDOM.nextInt(PORTS));

    private static final Map<AccountType, Set<PolicyOid>> POLICIES = Map.of(
            AccountType.OFFICIAL,
            Set.of(new PolicyOid(DemoAuthority.OFFICIAL)),
            AccountType.AGENCY_REPRESENTATIVE,
            Set.of(new PolicyOid(DemoAuthority.SPECIAL_PURPOSE)));

    final TestServer server = TestServer.shared();
    final HandClock clock = new HandClock();
    final TlsContexts contexts = server.contexts(TlsContexts.Library.AUTO);
    final IdentitySimulator simulator;
    final Enrollment enrollment;
    private final ForwardingConfig forwarding;
    final ResumeSecrets secrets;
    final Passwords passwords;
    final Provisioning provisioning;
    final Portal.Notices notices;
    final URI publicDoor;
    final PortalConfig config;
    final Portal portal;

    private House(UnaryOperator<PortalConfig> settings, UnaryOperator<List<Route>> table) throws IOException {
        this(settings, table, new ForwardingConfig(ForwardingConfig.Reach.LOCAL, List.of(), 2));
    }

    private House(UnaryOperator<PortalConfig> settings, UnaryOperator<List<Route>> table, ForwardingConfig forwarding)
            throws IOException {
        this.forwarding = forwarding;
        int port = freePort();
        int certificatePort = freePort();
        publicDoor = URI.create("https://localhost:" + port + "/");
        config = settings.apply(settings(port, certificatePort));
        Path folder = Files.createTempDirectory(server.folder(), "portal");
        Path key = folder.resolve("identity.key");
        simulator =
                IdentitySimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), key, clock, RANDOM);
        enrollment = new Enrollment(
                server.registry(),
                new HttpIdentityProvider(simulator.base(), key, "mail.gongmail.example"),
                server.judge(Clock.systemUTC()),
                new Enrollment.Rules("mail.gongmail.example", true, Duration.ofMinutes(10), POLICIES),
                clock,
                RANDOM);
        secrets = ResumeSecrets.open(folder.resolve("resume.key"), RANDOM);
        passwords = new Passwords(
                PasswordRecords.of(server.registry()),
                server.judge(Clock.systemUTC()),
                Hashing.of(new PasswordHashing(RANDOM, new Argon2Parameters(64, 1, 1))),
                new PasswordPolicy(8, 0),
                server.signIn().lockout(),
                server.sessions(),
                Admission.ALL,
                "mail.gongmail.example",
                Duration.ofMinutes(10),
                clock,
                RANDOM);
        Certificates certificates = new Certificates(
                server.registry(),
                server.judge(Clock.systemUTC()),
                server.sessions(),
                new Certificates.Rules(
                        "mail.gongmail.example",
                        Duration.ofMinutes(10),
                        Duration.ZERO,
                        Map.of(AccountType.OFFICIAL, 3),
                        POLICIES),
                clock,
                RANDOM);
        AgencyMoves moves = new AgencyMoves(
                server.registry(),
                server.judge(Clock.systemUTC()),
                POLICIES,
                server.mail().owners(),
                server.sessions(),
                true,
                clock);
        provisioning = new Provisioning(
                AccountRecords.of(server.registry()),
                certificates,
                moves,
                server.mail().mailboxManager(),
                server.mail().subscriptionManager(),
                clock);
        notices = notices();
        MailService service = new MailService(
                "mail.moe.example",
                List.of(TestServer.DOMAIN, "police.gongmail.example"),
                publicDoor,
                new MailService.Listener(993, false),
                new MailService.Listener(465, false));
        Portal.Ground ground = new Portal.Ground(
                config,
                publicDoor,
                service,
                new SignedProfiles(service, contexts::keys),
                new ConnectorSettings(service, contexts::keys),
                contexts.forPages(),
                contexts.forPagesWithCertificate(),
                server.words(),
                holders(server, clock),
                selfCheck(server, clock),
                server.signIn(),
                passwords,
                certificates,
                moves,
                new Successors(
                        server.registry(), server.mail().owners(), server.mail().accountQuotas()),
                review(),
                new BulkApproval(server.registry(), review(), provisioning),
                provisioning,
                server.sessions(),
                server.places(),
                absence(),
                notices,
                server.mail().accountQuotas(),
                new Portal.Installation(
                        () -> List.of(new AdministrationViews.Source(
                                "running-out", true, "CN=시험 인증기관", "http://crl.example/1.crl", "2026-12-01", "")),
                        () -> Map.of("spool", 3L)),
                enrollment,
                server.registry(),
                secrets,
                Duration.ofDays(3),
                60,
                DataSize.mebibytes(1),
                true,
                clock,
                RANDOM);
        portal = Portal.open(ground, pages -> table.apply(Routes.all(pages)));
    }

    /** With a table of routes made from the real one. */
    static House with(UnaryOperator<List<Route>> table) throws IOException {
        return new House(config -> config, table);
    }

    private static UnaryOperator<List<Route>> and(Route... more) {
        return real -> Stream.concat(real.stream(), Stream.of(more)).toList();
    }

    static House open(ForwardingConfig forwarding) throws IOException {
        return new House(config -> config, and(), forwarding);
    }

    static House open(Route... more) throws IOException {
        return new House(config -> config, and(more));
    }

    static House open(UnaryOperator<PortalConfig> settings, Route... more) throws IOException {
        return new House(settings, and(more));
    }

    static CertificateHolders holders(TestServer server, Clock clock) {
        Set<PolicyOid> official = Set.of(new PolicyOid(DemoAuthority.OFFICIAL));
        Set<PolicyOid> agency = Set.of(new PolicyOid(DemoAuthority.SPECIAL_PURPOSE));
        return new CertificateHolders(
                server.judge(Clock.systemUTC()),
                SignInRecords.of(server.registry()),
                new Policies(official, agency, Set.of(new PolicyOid(DemoAuthority.COMPUTER)), Set.of()),
                clock);
    }

    static SelfCheck selfCheck(TestServer server, Clock clock) {
        return new SelfCheck(
                server.judge(Clock.systemUTC()),
                SignInRecords.of(server.registry()),
                new Policies(
                        Set.of(new PolicyOid(DemoAuthority.OFFICIAL)),
                        Set.of(new PolicyOid(DemoAuthority.SPECIAL_PURPOSE))),
                new PasswordPolicy(9, 0),
                server.lastRefused(),
                clock,
                new SecureRandom());
    }

    private static PortalConfig settings(int port, int certificatePort) {
        return new PortalConfig(
                Doors.OPEN,
                "127.0.0.1",
                port,
                certificatePort,
                URI.create("https://localhost:" + certificatePort + "/"),
                8,
                200,
                100,
                100_000,
                100_000,
                1_000,
                Duration.ofMinutes(30),
                Duration.ofHours(8),
                DataSize.kibibytes(16),
                Duration.ofSeconds(10));
    }

    /**
     * The address of a door is part of what it checks, so it is known before the door is open. It is none of those that the system
     * gives out (on Linux from 32768 on), or somebody else could have it by then: the simulator, the other door, any client.
     */
    private static int freePort() throws IOException {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // Somebody has it.
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " on");
    }

    int port() {
        return portal.port();
    }

    int certificatePort() {
        return portal.certificatePort();
    }

    /** Mail may be forwarded to mailboxes here, two at a time. */
    Absence absence() {
        LocalRecipients recipients = new LocalRecipients(server.registry().accounts()::find, List::of);
        return new Absence(
                server.registry().vacations(),
                server.registry().forwardings(),
                new ForwardingPolicy(
                        forwarding, Set.of(TestServer.DOMAIN), recipients, agency -> Set.of(TestServer.DOMAIN), false),
                clock);
    }

    /** A second person approves all, and nothing is sent but by {@link #sendsNotices}. */
    private Portal.Notices notices() {
        // What is remembered is old when it is asked for again.
        AtomicLong nanos = new AtomicLong();
        LongSupplier hours = () -> nanos.addAndGet(Duration.ofHours(1).toNanos());
        NoticeRules rules = new NoticeRules(
                NoticeApproval.ALL,
                "공지",
                new NoticeAcceptance.Limits(Duration.ofDays(1), 1_000, 1_000),
                Duration.ofDays(90));
        UnsentNotices unsent = new UnsentNotices(server.registry(), server.mail(), clock);
        return new Portal.Notices(
                new NoticeOffice(
                        server.registry(),
                        new Audiences(server.registry(), Duration.ofSeconds(10)),
                        server.notices(rules),
                        unsent,
                        server.mail(),
                        rules,
                        clock),
                unsent,
                new NoticeReview(server.registry()),
                new StoredDelivery(server.mail().notices(), hours),
                new NoticeReports(server.mail(), server.registry(), clock, hours));
    }

    /** What is due goes, and what is to be recalled is taken back. */
    void sendsNotices() {
        new NoticeRunner(server.registry().notices(), notices.delivery(), server.mail(), Clock.systemUTC()).run();
    }

    /** Where decisions are made. */
    Review review() {
        return new Review(
                server.registry(),
                server.judge(Clock.systemUTC()),
                POLICIES,
                new RosterMatching(server.registry().rosters()),
                new ServiceLevel(Duration.ofDays(3)),
                server.words(),
                Clock.systemUTC());
    }

    /** Somebody new who makes them. */
    Address reviewer() {
        Address reviewer = Address.of(server.person("reviewer").address());
        server.registry().accounts().grant(reviewer, Role.REVIEWER, "test");
        return reviewer;
    }

    Browser browser() {
        return new Browser(server);
    }

    @Override
    public void close() {
        portal.close();
        simulator.close();
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
