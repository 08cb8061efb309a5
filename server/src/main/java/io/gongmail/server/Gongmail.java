package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.server.admin.AdminSocket;
import io.gongmail.server.admin.Administration;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.PkiConfig;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.config.SignInConfig;
import io.gongmail.server.config.TlsConfig;
import io.gongmail.server.delivery.Courier;
import io.gongmail.server.delivery.CourierSettings;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.enrollment.AccountRecords;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.FirstAdministrator;
import io.gongmail.server.enrollment.HttpIdentityProvider;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.PasswordRecords;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.smtp.SubmissionRules;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.MailProtocol;
import io.gongmail.server.tls.RefusalLine;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server: the only class that calls constructors across rooms. Closing it ends sessions, then the store. */
public final class Gongmail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gongmail.class);
    private static final Duration BETWEEN_LOOKS_AT_LISTS = Duration.ofSeconds(2);
    private static final Duration TYPICAL_PASSWORD_CHECK = Duration.ofMillis(60);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final GongmailConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private final Words words;
    private final Registry registry;
    private final MailStore mail;
    private final LocalRecipients recipients;
    private final CrlFiles revocation;
    private final LiveSessions sessions;
    private final Provisioning provisioning;
    private final Passwords passwords;
    private final Enrollment enrollment;
    private final Review review;
    private final FirstAdministrator firstAdministrator;
    private final ImapListener imap;
    private final SubmissionListener submission;

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
            words = Words.load(config.server().portal());
            Path data = privateFolder(config.server().data());
            Database database = part(Database.openDerby(
                    data.resolve("database"),
                    config.store().pageCache(),
                    config.store().connections()));
            registry = part(Registry.open(database, clock));
            mail = part(MailStore.open(
                    database,
                    data.resolve("content"),
                    new MailStoreSettings(config.store().segmentSize().bytes(), 4_096),
                    new WireDescriber(),
                    clock));
            recipients = new LocalRecipients(registry.accounts()::find);
            ScheduledExecutorService timer = timer("timer");
            sessions = part(new LiveSessions(
                    config.imap().maxSessions() + config.submission().maxSessions(), clock, timer));

            PkiFiles pki = pki(config.pki());
            revocation = new CrlFiles(config.pki().revocationLists());
            CertificateJudge judge = new PathJudge(pki.policy(), revocation, clock);
            Judging judging = part(new Judging(
                    judge,
                    config.pki().judgeThreads(),
                    config.pki().judgeQueue(),
                    config.pki().judgeTime()));
            PasswordHashing hashing = hashing(config.signIn());
            // Answers are held back on a timer of their own: reading lists must not lengthen one.
            SignIn signIn = signIn(timer("sign-in-answers"), hashing);

            part(Courier.start(mail, recipients, config.server().hostName(), CourierSettings.defaults(), clock));
            provisioning = new Provisioning(
                    AccountRecords.of(registry), mail.mailboxManager(), mail.subscriptionManager(), clock);
            int resumed = provisioning.resume();
            if (resumed > 0) {
                LOG.info("{} approved applications were provisioned after a stop between", resumed);
            }
            passwords = passwords(judge, hashing);
            enrollment = enrollment(judge);
            review = new Review(registry);
            firstAdministrator = new FirstAdministrator(registry, enrollment, provisioning);

            submission = part(submission(pki, judging, signIn));
            imap = part(imap(pki, judging, signIn, data));
            submission.start();
            imap.start();
            part(AdminSocket.open(administration(judge), data.resolve("gongmail.sock"), timer));
            timer.scheduleWithFixedDelay(
                    this::lookAtRevocationLists,
                    BETWEEN_LOOKS_AT_LISTS.toMillis(),
                    BETWEEN_LOOKS_AT_LISTS.toMillis(),
                    TimeUnit.MILLISECONDS);
            LOG.info("IMAP on port {}, submission on port {}", imap.port(), submission.port());
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

    /** Who may; for the demo and tests. */
    public Registry registry() {
        return registry;
    }

    /** What they have; for the demo and tests. */
    public MailStore mail() {
        return mail;
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    /** The applicant's side. */
    public Enrollment enrollment() {
        return enrollment;
    }

    /** The reviewer's side. */
    public Review review() {
        return review;
    }

    /** How an installation gets its first administrator and reviewer. */
    public FirstAdministrator firstAdministrator() {
        return firstAdministrator;
    }

    /** How an owner sets the password. */
    public Passwords passwords() {
        return passwords;
    }

    /** The live sessions; for the demo and tests. */
    public LiveSessions sessions() {
        return sessions;
    }

    /** Reads the revocation lists again, now; sessions of certificates they revoke end. */
    public List<String> reloadRevocationLists() {
        List<String> problems = revocation.reload();
        int ended = sessions.rejudge(
                key -> revocation.revokes(key) ? Optional.of(EndReason.CERTIFICATE_REVOKED) : Optional.empty());
        LOG.info("revocation lists read again, {} sessions ended", ended);
        return problems;
    }

    private void lookAtRevocationLists() {
        try {
            if (revocation.changed()) {
                reloadRevocationLists();
            }
        } catch (RuntimeException e) {
            LOG.error("revocation lists could not be looked at", e);
        }
    }

    private record PkiFiles(JudgePolicy policy, List<X509Certificate> issuers) {}

    /** Of the files, what is issued by itself is an anchor; the rest only helps to build paths. */
    private static PkiFiles pki(PkiConfig config) throws IOException {
        Set<X509Certificate> all = new LinkedHashSet<>();
        for (Path path : config.anchors()) {
            all.addAll(PemFiles.certificates(path));
        }
        List<X509Certificate> anchors =
                all.stream().filter(Gongmail::isSelfIssued).toList();
        if (anchors.isEmpty()) {
            throw new IOException(config.anchors() + ": holds no root certificate; put the administrative PKI's there");
        }
        for (Path path : config.intermediates()) {
            if (!config.anchors().contains(path)) {
                all.addAll(PemFiles.certificates(path));
            }
        }
        List<X509Certificate> intermediates = all.stream()
                .filter(certificate -> !anchors.contains(certificate))
                .toList();
        Set<PolicyOid> accepted = new TreeSet<>(config.officialPolicies());
        accepted.addAll(config.representativePolicies());
        JudgePolicy policy = new JudgePolicy(
                config.profile(),
                anchors,
                intermediates,
                accepted,
                config.maxChain(),
                config.maxChainSize().toInt());
        return new PkiFiles(policy, List.copyOf(all));
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private PasswordHashing hashing(SignInConfig costs) {
        return new PasswordHashing(
                random,
                new Argon2Parameters(
                        Math.toIntExact(costs.hashMemory().bytes() >> 10),
                        costs.hashIterations(),
                        costs.hashParallelism()));
    }

    private Passwords passwords(CertificateJudge judge, PasswordHashing hashing) {
        return new Passwords(
                PasswordRecords.of(registry),
                judge,
                hashing::hash,
                config.signIn().minimumPasswordLength(),
                sessions,
                config.server().hostName(),
                config.enrollment().challengeValidity(),
                clock,
                random);
    }

    private Enrollment enrollment(CertificateJudge judge) {
        return new Enrollment(
                registry,
                new HttpIdentityProvider(
                        config.enrollment().identityProvider(),
                        config.enrollment().identityProviderKey(),
                        config.server().hostName()),
                judge,
                new Enrollment.Rules(
                        config.server().hostName(),
                        config.server().mode() == Mode.DEMO,
                        config.enrollment().challengeValidity(),
                        Map.of(
                                AccountType.OFFICIAL,
                                config.pki().officialPolicies(),
                                AccountType.AGENCY_REPRESENTATIVE,
                                config.pki().representativePolicies())),
                clock,
                random);
    }

    private Administration administration(CertificateJudge judge) {
        return new Administration(
                registry,
                enrollment,
                review,
                provisioning,
                firstAdministrator,
                passwords,
                sessions,
                words,
                judge,
                mail.queueFactory(),
                this::reloadRevocationLists);
    }

    private SignIn signIn(ScheduledExecutorService timer, PasswordHashing hashing) {
        SignInConfig costs = config.signIn();
        ThreadPoolExecutor threads = SignIn.threads(costs.hashThreads(), costs.hashQueue());
        part(() -> threads.shutdownNow());
        return new SignIn(
                SignInRecords.of(registry),
                new Policies(config.pki().officialPolicies(), config.pki().representativePolicies()),
                hashing::verify,
                TYPICAL_PASSWORD_CHECK,
                sessions,
                threads,
                timer,
                clock,
                System::nanoTime,
                random);
    }

    private ImapListener imap(PkiFiles pki, Judging judging, SignIn signIn, Path data) throws IOException {
        return new ImapListener(
                config.imap(),
                config.server().hostName(),
                tls(pki, judging),
                gate(
                        judging,
                        MailProtocol.IMAP,
                        config.imap().maxSessions(),
                        config.imap().maxSessionsPerAddress()),
                signIn,
                sessions,
                mail.mailboxManager(),
                mail.subscriptionManager(),
                mail.eventBus(),
                mail.descriptions(),
                privateFolder(data.resolve("spool")),
                sentences());
    }

    private SubmissionListener submission(PkiFiles pki, Judging judging, SignIn signIn) {
        Set<String> domains = Set.copyOf(config.server().domains());
        return new SubmissionListener(
                config.submission(),
                config.server().hostName(),
                tls(pki, judging),
                gate(
                        judging,
                        MailProtocol.SMTP,
                        config.submission().maxSessions(),
                        config.submission().maxSessionsPerAddress()),
                signIn,
                sessions,
                new SubmissionRules(domains::contains, address -> recipients.accepts(address.toString()), sentences()),
                mail.queueFactory(),
                clock);
    }

    private GatedPipeline gate(Judging judging, MailProtocol protocol, int most, int mostOfAddress) {
        RefusalLine line = (refused, spoken) -> {
            Sentence sentence = words.sentence(refused);
            return spoken == MailProtocol.IMAP ? sentence.imapBye() : sentence.smtp();
        };
        return new GatedPipeline(judging, line, protocol, new ConnectionLimits(most, mostOfAddress));
    }

    private TlsEncryption tls(PkiFiles pki, Judging judging) {
        TlsConfig tls = config.tls();
        TlsContexts contexts = new TlsContexts(
                tls.certificate(),
                tls.key(),
                TlsContexts.Library.valueOf(tls.provider().name()),
                tls.handshakeTimeout());
        return tls.refusal() == RefusalStyle.LINE
                ? contexts.toldByLine(pki.issuers())
                : contexts.toldByAlert(pki.issuers(), judging);
    }

    private UnaryOperator<String> sentences() {
        return code -> words.sentence(code).text();
    }

    private ScheduledExecutorService timer(String name) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        part(timer::shutdownNow);
        return timer;
    }

    private static Path privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // the others are closed all the same
                LOG.error("{} did not close in order", part.getClass().getSimpleName(), e);
            }
        }
    }
}
