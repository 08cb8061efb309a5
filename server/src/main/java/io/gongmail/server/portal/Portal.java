package io.gongmail.server.portal;

import io.gongmail.server.clientsetup.ConnectorSettings;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.SignedProfiles;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.PortalConfig;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.AgencyMoves;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.ResumeSecrets;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.enrollment.Successors;
import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.UnsentNotices;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.CertificateHolders;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.SelfCheck;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.tls.PageEncryption;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Registry;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The portal, listening at its two doors until it is closed. Thread-safe. */
public final class Portal implements AutoCloseable {
    /** Two doors, each with a thread that accepts and one that selects. */
    private static final int LISTENING_THREADS = 4;

    private static final int LARGEST_DEPOSIT = 64 * 1024;

    private final Javalin javalin;

    /**
     * What administrators see of the installation, as it is when it is asked.
     *
     * @param sources where revocation is told
     * @param queues mails that wait, by queue
     */
    public record Installation(
            Supplier<List<AdministrationViews.Source>> sources, Supplier<Map<String, Long>> queues) {}

    /**
     * Where official notices are written, decided on and followed.
     *
     * @param unsent those that people have begun
     */
    public record Notices(
            NoticeOffice office,
            UnsentNotices unsent,
            NoticeReview review,
            NoticeDelivery delivery,
            NoticeReports reports) {}

    /**
     * What the portal stands on.
     *
     * @param publicDoor where people reach the public door
     * @param mail what mail programs are told
     * @param noticeDays from so many days before its end a certificate is pointed out to its owner; zero: never
     * @param attachmentSize of the files that one form of a notice brings
     * @param reviewWithin what applicants are told of how long a review takes
     * @param demo whether simulators stand in for real providers
     */
    public record Ground(
            PortalConfig config,
            URI publicDoor,
            MailService mail,
            SignedProfiles profiles,
            ConnectorSettings connector,
            PageEncryption publicEncryption,
            PageEncryption certificateEncryption,
            Words words,
            CertificateHolders holders,
            SelfCheck selfCheck,
            SignIn signIn,
            Passwords passwords,
            Certificates certificates,
            AgencyMoves moves,
            Successors successors,
            Review review,
            BulkApproval bulkApproval,
            Provisioning provisioning,
            LiveSessions sessions,
            Places places,
            Absence absence,
            Notices notices,
            AccountQuotas quotas,
            Installation installation,
            Enrollment enrollment,
            Registry registry,
            ResumeSecrets secrets,
            Duration reviewWithin,
            int noticeDays,
            DataSize attachmentSize,
            boolean demo,
            Clock clock,
            SecureRandom random) {}

    private Portal(Ground ground, Function<Pages, List<Route>> table) {
        PortalConfig config = ground.config();
        ByDoor<URI> addresses = new ByDoor<>(ground.publicDoor(), config.certificateDoor());
        Assets assets = Assets.load();
        Holders holders = new Holders(ground.holders(), Math.max(1, config.threads() / 2));
        Entrance entrance = new Entrance(ground.signIn(), ground.passwords());
        Passage passage = new Passage(
                addresses,
                SetupPages.names(ground.mail()),
                new ByDoor<>(sessions(ground), sessions(ground)),
                new Rates(config.requestsPerMinute(), System::nanoTime),
                new Rates(config.attemptsPerMinute(), System::nanoTime),
                new Forms(config.formSize().toInt(), ground.attachmentSize().toInt()),
                holders,
                entrance,
                new Writing(Texts.load(), ground.words(), new Page.Grounds(assets, ground.publicDoor(), ground.demo())),
                ground.random());
        Doorways doorways = new Doorways(
                config, new Headers(assets.integrity("portal.js"), ground.publicDoor(), config.certificateDoor()));
        List<Route> routes = table.apply(pages(ground, addresses, assets, holders, entrance));
        javalin = Javalin.create(javalin -> {
            settle(javalin, config);
            javalin.jetty.modifyServer(server -> {
                server.setErrorHandler(doorways::refuse);
                server.addBean(new NetworkConnectionLimit(config.maxConnections(), server));
            });
            // In this order: ports are told by it.
            javalin.jetty.addConnector(
                    (server, unused) -> doorways.open(server, Door.PUBLIC, ground.publicEncryption(), config.port()));
            javalin.jetty.addConnector((server, unused) ->
                    doorways.open(server, Door.CERTIFICATE, ground.certificateEncryption(), config.certificatePort()));
            for (Route route : routes) {
                javalin.routes.addEndpoint(new Endpoint(
                        route.takes() == Takes.NOTHING ? HandlerType.GET : HandlerType.POST,
                        route.path(),
                        request -> passage.pass(route, request)));
            }
            javalin.routes.exception(
                    HttpResponseException.class, (refused, request) -> passage.refuse(request, refused.getStatus()));
            javalin.routes.exception(Exception.class, (fault, request) -> Passage.fault(request, fault));
        });
    }

    /**
     * Opens both doors.
     *
     * @throws IOException when one cannot be opened; the message names it
     */
    public static Portal open(Ground ground) throws IOException {
        return open(ground, Routes::all);
    }

    /** With a table of routes made to order. */
    static Portal open(Ground ground, Function<Pages, List<Route>> table) throws IOException {
        Portal portal = new Portal(ground, table);
        try {
            portal.javalin.start();
        } catch (RuntimeException e) {
            portal.close();
            throw new IOException(
                    "the portal cannot be opened at " + ground.config().address() + ", ports "
                            + ground.config().port() + " and " + ground.config().certificatePort() + ": "
                            + e.getMessage(),
                    e);
        }
        return portal;
    }

    private static Pages pages(Ground ground, ByDoor<URI> doors, Assets assets, Holders holders, Entrance entrance) {
        Enrollment enrollment = ground.enrollment();
        Steps steps = new Steps(enrollment);
        Shows shows = new Shows(ground.registry(), ground.words());
        Objections objections = new Objections(holders, ground.words());
        AgencyNames agencies = new AgencyNames(ground.registry());
        NoticeShows notices = new NoticeShows(ground.registry(), agencies, ground.clock());
        return new Pages(
                assets,
                new ConsentPages(enrollment, ground.secrets(), shows, doors.atPublic()),
                new IdentityPages(enrollment, steps, shows, doors.atPublic()),
                new DetailsPages(enrollment, agencies, steps, shows),
                new CertificatePages(
                        enrollment, objections, new HandOvers(ground.clock(), ground.random()), steps, shows, doors),
                new StatusPages(enrollment, ground.registry(), ground.secrets(), steps, shows, ground.reviewWithin()),
                new CheckPages(ground.selfCheck(), ground.words()),
                new AccountPages(
                        entrance,
                        new AccountPages.Desk(
                                ground.registry(),
                                ground.certificates(),
                                ground.passwords(),
                                ground.sessions(),
                                ground.places(),
                                ground.quotas(),
                                ground.moves()::isPossible,
                                ground.absence(),
                                ground.notices().office()::isConcerned,
                                ground.noticeDays()),
                        ground.words(),
                        ground.clock()),
                new OwnCertificatesPages(
                        ground.certificates(),
                        ground.registry(),
                        new CodedHandOvers(ground.clock(), ground.random()),
                        objections,
                        shows,
                        doors.atCertificate(),
                        ground.clock()),
                new AgencyPages(ground.moves(), agencies, shows),
                new AbsencePages(ground.absence(), shows, ground.words()),
                new NoticePages(ground.notices(), notices, ground.words()),
                new NoticeWritingPages(
                        ground.notices().office(), ground.notices().unsent(), ground.attachmentSize(), ground.words()),
                new NoticeReportPages(
                        ground.notices().office(), ground.notices().reports(), notices),
                new BulkApprovalPages(ground.bulkApproval(), ground.registry(), ground.words()),
                new SetupPages(ground.mail(), ground.profiles(), ground.connector()),
                new AdministrationPages(ground.installation(), ground.registry()),
                new AccountReviewPages(ground.successors(), agencies, shows),
                new ReviewPages(
                        ground.review(), ground.provisioning(), new ReviewShows(ground.registry(), ground.words())),
                new LostPages(enrollment, ground.certificates(), ground.registry(), shows, doors.atPublic()),
                new MovePages(deposits(ground), assets, doors),
                doors.atPublic());
    }

    /** Files are at most a half of what a form may have, and 64 KiB. */
    private static Deposits deposits(Ground ground) {
        return new Deposits(
                Math.min(LARGEST_DEPOSIT, ground.config().formSize().toInt() / 2),
                ground.registry().audit()::record,
                (after, task) -> CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(task),
                ground.clock(),
                ground.random());
    }

    private static void settle(JavalinConfig javalin, PortalConfig config) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        // A page has secrets beside what came from outside: compressed, its length would tell of them (BREACH).
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.http.maxRequestSize = config.formSize().bytes();
        javalin.http.prefer405over404 = true;
        // A connection has one request under way at most, so connections bound what may wait for a thread.
        QueuedThreadPool threads = new QueuedThreadPool(config.threads() + LISTENING_THREADS, LISTENING_THREADS);
        threads.setName("portal");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        javalin.jetty.threadPool = threads;
    }

    private static Sessions sessions(Ground ground) {
        PortalConfig config = ground.config();
        return new Sessions(
                config.sessions(), config.sessionIdle(), config.sessionLife(), ground.clock(), ground.random());
    }

    /** Of the public door. */
    public int port() {
        return port(0);
    }

    /** Of the door that asks for a certificate. */
    public int certificatePort() {
        return port(1);
    }

    private int port(int place) {
        return ((ServerConnector) javalin.jettyServer().server().getConnectors()[place]).getLocalPort();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
