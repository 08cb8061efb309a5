package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.server.admin.AdminSocket;
import io.gongmail.server.admin.Administration;
import io.gongmail.server.admin.Explaining;
import io.gongmail.server.admin.PersonalKeyFile;
import io.gongmail.server.agency.RosterImport;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.SharingPolicy;
import io.gongmail.server.config.SignInConfig;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.directory.DirectoryListener;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.ApplicantMail;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Departed;
import io.gongmail.server.enrollment.DormantAccounts;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.FillingMailboxes;
import io.gongmail.server.enrollment.FirstAdministrator;
import io.gongmail.server.enrollment.Leavers;
import io.gongmail.server.enrollment.OwnerMail;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.managesieve.ManageSieveListener;
import io.gongmail.server.outbound.Routing;
import io.gongmail.server.portal.Portal;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.sharing.Alarm;
import io.gongmail.server.sharing.Alarms;
import io.gongmail.server.sharing.Sharing;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.signin.SignInRules;
import io.gongmail.server.signin.WatchedRecords;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server. It and the classes beside it are the only ones that call constructors across rooms: {@link Stores},
 * {@link Trust}, {@link Couriers}, {@link Desks}, {@link Notices} and {@link Doors} make what belongs together, here is the order. Closing ends sessions, then
 * the store.
 */
public final class Gongmail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gongmail.class);
    /** Of two that find a change the second reads it, and sessions end within 5 s of it. */
    private static final Duration BETWEEN_LOOKS_AT_FILES = Duration.ofSeconds(1);

    private static final Duration BETWEEN_ERASURES = Duration.ofHours(1);
    /** Each is told once however often it is looked; so often, that a restart delays none by a day. */
    private static final Duration BETWEEN_LOOKS_AT_ENDS = Duration.ofHours(1);

    private static final Duration BETWEEN_LOOKS_AT_MAILBOXES = Duration.ofMinutes(10);

    private static final Duration BETWEEN_LETTERS = Duration.ofSeconds(10);

    private static final Duration TYPICAL_PASSWORD_CHECK = Duration.ofMillis(60);

    private final Parts parts = new Parts();
    private final GongmailConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private final Words words;
    private final Stores stores;
    private final Trust trust;
    private final LiveSessions sessions;
    private final Reloading reloading;
    private final CertificateJudge judge;
    private final Desks desks;
    private final Notices notices;
    private final Absence absence;
    private final Departed departed;
    private final ImapListener imap;
    private final SubmissionListener submission;
    private final SubmissionListener relay;
    private final Optional<DirectoryListener> directory;
    private final Optional<ManageSieveListener> manageSieve;
    private final Optional<Portal> portal;
    private final LastRefused lastRefused = new LastRefused(System::nanoTime);

    /**
     * Starts a server.
     *
     * @throws IOException when a file the configuration names cannot be read; the message names it
     * @throws io.gongmail.store.StoreException when the store cannot be opened
     * @throws IllegalStateException when a port cannot be opened; the message names it
     */
    public static Gongmail start(GongmailConfig config, Clock clock) throws IOException {
        return new Gongmail(config, clock);
    }

    private Gongmail(GongmailConfig config, Clock clock) throws IOException {
        this.config = config;
        this.clock = clock;
        try {
            parts.add(LogFile.open(config.log()));
            words = Words.load(config.server().portal());
            stores = Stores.open(config, clock, random, parts);
            LocalRecipients recipients = new LocalRecipients(
                    stores.registry().accounts()::find,
                    () -> stores.registry().accounts().holding(Role.ADMINISTRATOR));
            ScheduledExecutorService timer = parts.timer("timer");
            // What ends at its time ends then, however long it takes to read a list meanwhile.
            sessions = parts.add(new LiveSessions(
                    config.imap().maxSessions()
                            + config.submission().maxSessions()
                            + config.relay().maxSessions()
                            + (config.directory().isOpen() ? config.directory().maxSessions() : 0)
                            + (config.manageSieve().isOpen()
                                    ? config.manageSieve().maxSessions()
                                    : 0),
                    clock,
                    parts.timer("session-ends")));

            trust = parts.add(Trust.read(config.pki(), clock, random));
            judge = new EndingJudge(trust.judge(), sessions);
            Judging judging = parts.add(new Judging(
                    judge,
                    config.pki().judgeThreads(),
                    config.pki().judgeQueue(),
                    config.pki().judgeTime()));
            PasswordHashing hashing = hashing(config.signIn());
            // Answers are held back on a timer of their own: reading lists must not lengthen one.
            Admission sharing = sharing();
            SignIn signIn = signIn(parts.timer("sign-in-answers"), hashing, sharing);

            Routing routing = Couriers.routing(config, parts, random);
            ForwardingPolicy forwarding = Couriers.policy(config, stores, recipients);
            Couriers.start(config, stores, recipients, forwarding, routing, parts, clock);
            absence = Couriers.absence(stores, forwarding, clock);
            desks = Desks.open(
                    config, stores, judge, sessions, sharing, signIn.lockout(), hashing, words, clock, random);
            notices = Notices.open(config, stores, trust.judge(), words, parts, random, clock);
            notices.begin(stores, sessions, parts);
            ApplicantMail applicantMail = new ApplicantMail(
                    stores.registry(),
                    new Letters(stores.mail().queueFactory(), config.server().hostName(), clock),
                    recipients::accepts,
                    routing,
                    config.server().domains().get(0),
                    words,
                    config.server().portal());
            stores.registry().letters().retryHeld();
            parts.timer("applicant-letters")
                    .scheduleWithFixedDelay(
                            () -> tell("letters to applicants wait on", applicantMail::send),
                            BETWEEN_LETTERS.toMillis(),
                            BETWEEN_LETTERS.toMillis(),
                            TimeUnit.MILLISECONDS);
            OwnerMail ownerMail = Desks.ownerMail(config, stores, words, clock);
            DormantAccounts dormant = Desks.dormantAccounts(config, stores, sessions, clock);
            FillingMailboxes filling = Desks.fillingMailboxes(config, stores);
            ScheduledExecutorService ownerLetters = parts.timer("owner-letters");
            ownerLetters.scheduleWithFixedDelay(
                    () -> {
                        tell("letters to owners are written later", ownerMail::write);
                        tell("accounts that nobody uses are looked at later", dormant::look);
                    },
                    1,
                    BETWEEN_LOOKS_AT_ENDS.toMinutes(),
                    TimeUnit.MINUTES);
            ownerLetters.scheduleWithFixedDelay(
                    () -> tell("full mailboxes are looked at later", filling::look),
                    1,
                    BETWEEN_LOOKS_AT_MAILBOXES.toMinutes(),
                    TimeUnit.MINUTES);
            ownerLetters.scheduleWithFixedDelay(
                    () -> tell("letters to owners wait on", ownerMail::send),
                    BETWEEN_LETTERS.toMillis(),
                    BETWEEN_LETTERS.toMillis(),
                    TimeUnit.MILLISECONDS);
            departed = Desks.departed(config, stores, clock);
            parts.timer("departed")
                    .scheduleWithFixedDelay(
                            () -> {
                                tell("closed accounts are looked at later", departed::sweep);
                                tell("old mail is kept on", () -> stores.letGo(config.store(), clock));
                            },
                            1,
                            BETWEEN_ERASURES.toMinutes(),
                            TimeUnit.MINUTES);
            if (!config.enrollment().refusedKept().isZero()) {
                parts.timer("retention")
                        .scheduleWithFixedDelay(this::eraseRefused, 1, BETWEEN_ERASURES.toMinutes(), TimeUnit.MINUTES);
            }
            int resumed = desks.provisioning().resume();
            if (resumed > 0) {
                LOG.info("{} approved applications were provisioned after a stop between", resumed);
            }

            TlsContexts tls = new TlsContexts(
                    Reloading.keys(config.tls(), clock),
                    trust.inForce().issuers(),
                    TlsContexts.Library.valueOf(config.tls().provider().name()),
                    config.tls().handshakeTimeout());
            reloading = new Reloading(config, trust, tls, sessions, clock);
            Doors doors = new Doors(config, tls, judging, words, signIn, sessions, lastRefused, clock);
            // The web server takes as long to open as all listeners of mail.
            Optional<Parts.Opening<Portal>> pages = config.portal().isOpen()
                    ? Optional.of(parts.beside(
                            "portal-opens",
                            () -> doors.portal(stores, desks, absence, notices.portal(), judge, trust::status, random)))
                    : Optional.empty();
            submission = parts.add(doors.submission(stores, recipients, notices.desk(), routing::goesTo, clock));
            relay = parts.add(doors.relay(stores, recipients, notices.desk(), routing::goesTo, clock));
            directory =
                    config.directory().isOpen() ? Optional.of(parts.add(doors.directory(stores))) : Optional.empty();
            manageSieve = config.manageSieve().isOpen()
                    ? Optional.of(parts.add(doors.manageSieve(stores, forwarding)))
                    : Optional.empty();
            imap = parts.add(doors.imap(stores));
            submission.start();
            relay.start();
            imap.start();
            if (directory.isPresent()) {
                directory.get().start();
            }
            if (manageSieve.isPresent()) {
                manageSieve.get().start();
            }
            portal = pages.isPresent() ? Optional.of(pages.get().opened()) : Optional.empty();
            parts.add(AdminSocket.open(administration(), stores.data().resolve("gongmail.sock"), timer));
            timer.scheduleWithFixedDelay(
                    this::lookAtFiles,
                    BETWEEN_LOOKS_AT_FILES.toMillis(),
                    BETWEEN_LOOKS_AT_FILES.toMillis(),
                    TimeUnit.MILLISECONDS);
            LOG.info(
                    "IMAP on port {}, submission on port {}, relay on port {}",
                    imap.port(),
                    submission.port(),
                    relay.port());
            manageSieve.ifPresent(open -> LOG.info("ManageSieve on port {}", open.port()));
            directory.ifPresent(open -> LOG.info("directory on port {}", open.port()));
            portal.ifPresent(open ->
                    LOG.info("portal on port {}, certificate door on port {}", open.port(), open.certificatePort()));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        } catch (Exception e) { // what James declares
            close();
            throw new IllegalStateException("a listener cannot be opened: " + e.getMessage(), e);
        }
    }

    public int imapPort() {
        return imap.port();
    }

    public int submissionPort() {
        return submission.port();
    }

    /** Where agencies' systems submit. */
    public int relayPort() {
        return relay.port();
    }

    /** Where the address book is asked; empty where it is closed. */
    public Optional<Integer> directoryPort() {
        return directory.map(DirectoryListener::port);
    }

    /** Where owners put their filters; empty where it is closed. */
    public Optional<Integer> manageSievePort() {
        return manageSieve.map(ManageSieveListener::port);
    }

    /** Of the portal's public door; empty where the portal is closed. */
    public Optional<Integer> portalPort() {
        return portal.map(Portal::port);
    }

    /** Who may; for the demo and tests. */
    public Registry registry() {
        return stores.registry();
    }

    /** What they have; for the demo and tests. */
    public MailStore mail() {
        return stores.mail();
    }

    public Provisioning provisioning() {
        return desks.provisioning();
    }

    /** The applicant's side. */
    public Enrollment enrollment() {
        return desks.enrollment();
    }

    /** The reviewer's side. */
    public Review review() {
        return desks.review();
    }

    /** How an installation gets its first administrator and reviewer. */
    public FirstAdministrator firstAdministrator() {
        return desks.firstAdministrator();
    }

    /** How the certificates of open accounts are renewed, added, suspended and revoked. */
    public Certificates certificates() {
        return desks.certificates();
    }

    /** How an owner sets the password. */
    public Passwords passwords() {
        return desks.passwords();
    }

    /** The live sessions; for the demo and tests. */
    public LiveSessions sessions() {
        return sessions;
    }

    private void eraseRefused() {
        try {
            int erased = stores.registry()
                    .retention()
                    .eraseRefused(config.enrollment().refusedKept(), "retention");
            if (erased > 0) {
                LOG.info("personal data of {} refused applications was erased", erased);
            }
        } catch (RuntimeException e) {
            LOG.error("refused applications could not be erased", e);
        }
    }

    private static void tell(String otherwise, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error(otherwise, e);
        }
    }

    private void lookAtFiles() {
        try {
            reloading.look();
            trust.alarm();
        } catch (RuntimeException e) {
            LOG.error("files could not be looked at", e);
        }
    }

    private PasswordHashing hashing(SignInConfig costs) {
        return new PasswordHashing(
                random,
                new Argon2Parameters(
                        Math.toIntExact(costs.hashMemory().bytes() >> 10),
                        costs.hashIterations(),
                        costs.hashParallelism()));
    }

    private SignIn signIn(ScheduledExecutorService timer, PasswordHashing hashing, Admission sharing) {
        SignInConfig costs = config.signIn();
        ThreadPoolExecutor threads =
                SignIn.threads(costs.hashThreads(Runtime.getRuntime().availableProcessors()), costs.hashQueue());
        parts.add(threads::shutdownNow);
        return new SignIn(
                new WatchedRecords(SignInRecords.of(stores.registry()), lastRefused, clock),
                Doors.policies(config),
                new SignInRules(costs.passwordCache(), costs.strangersPerAddress(), Desks.passwordPolicy(costs)),
                Hashing.of(hashing),
                TYPICAL_PASSWORD_CHECK,
                sessions,
                sharing,
                threads,
                timer,
                clock,
                System::nanoTime,
                random);
    }

    private Admission sharing() {
        Alarms alarms = parts.add(new Alarms(
                new Letters(stores.mail().queueFactory(), config.server().hostName(), clock),
                () -> stores.registry().accounts().holding(Role.ADMINISTRATOR),
                stores.registry().audit()::recordSoon,
                words,
                kind -> kind != Alarm.Kind.SHARED || config.sharing().policy() != SharingPolicy.REPORT,
                clock));
        return new Sharing(config.sharing(), stores.places(), sessions::of, alarms::raise, clock);
    }

    private Administration administration() {
        return new Administration(
                stores.registry(),
                desks.enrollment(),
                desks.review(),
                desks.bulkApproval(),
                new Leavers(stores.registry(), sessions),
                departed,
                absence,
                desks.provisioning(),
                desks.firstAdministrator(),
                desks.certificates(),
                desks.passwords(),
                notices.audiences(),
                notices.review(),
                notices.delivery(),
                notices.records(),
                notices.signing(),
                sessions,
                stores.places(),
                stores.mail().accountQuotas(),
                new PersonalKeyFile(
                        config.store().personalDataKeys(),
                        stores.personal(),
                        stores.registry().personal(),
                        random),
                new RosterImport(stores.registry()),
                words,
                Explaining.with(stores.registry(), words, judge),
                stores.mail().queueFactory(),
                stores.mail(),
                stores.backup(),
                stores.transfer(config.imap().literalLimit().bytes(), clock),
                stores.recovery(),
                Doors.mailService(config),
                reloading::now,
                trust::status);
    }

    @Override
    public void close() {
        parts.close();
    }
}
