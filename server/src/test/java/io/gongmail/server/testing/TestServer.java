package io.gongmail.server.testing;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.server.config.CertificateOnly;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.directory.DirectoryListener;
import io.gongmail.server.directory.RefusalNotice;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.imap.SharingRecords;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.server.managesieve.ManageSieveListener;
import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.notice.NoticeRules;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.PasswordPolicy;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.signin.SignInRules;
import io.gongmail.server.signin.WatchedRecords;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.smtp.SubmissionRules;
import io.gongmail.server.smtp.Submitters;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.server.tls.MailProtocol;
import io.gongmail.server.tls.ServerKey;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.queue.api.MailQueueFactory;

/**
 * A server under test: Derby in a temporary folder, an administrative PKI of its own, people, and an IMAP listener on a real
 * socket. One is shared by all tests of a run, which each take people of their own; other listeners are built on its parts.
 */
public final class TestServer implements AutoCloseable {
    public static final String DOMAIN = "moe.gongmail.example";
    /** Of the same agency. */
    public static final String SECOND_DOMAIN = "notice.gongmail.example";

    /** Of another server; mail of who has signed in goes there, and to no other. */
    public static final String ELSEWHERE = "partner.other.example";

    public static final List<String> MAILBOXES = List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive", "공지");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Set<PolicyOid> OFFICIAL = Set.of(new PolicyOid(DemoAuthority.OFFICIAL));
    private static final Set<PolicyOid> AGENCY = Set.of(new PolicyOid(DemoAuthority.SPECIAL_PURPOSE));

    private static final Set<PolicyOid> SYSTEM =
            Set.of(new PolicyOid(DemoAuthority.COMPUTER), new PolicyOid(DemoAuthority.SPECIAL_PURPOSE));
    /** Of everybody here. */
    public static final String MINISTRY = "1342000";

    /** An agency's certificate suffices; an official's never does. */
    private static final Set<CertificateOnly> CERTIFICATE_ONLY = Set.of(
            new CertificateOnly("imap", AccountType.AGENCY_REPRESENTATIVE, AGENCY),
            new CertificateOnly("submission", AccountType.AGENCY_REPRESENTATIVE, Set.of()),
            new CertificateOnly("directory", AccountType.AGENCY_REPRESENTATIVE, Set.of()),
            new CertificateOnly("managesieve", AccountType.AGENCY_REPRESENTATIVE, Set.of()));

    /** Made when first asked for, and left to the end of the process. */
    private static final class Shared {
        static final TestServer SERVER = open();
    }

    private final Path folder;
    private final SecureRandom random = new SecureRandom();
    private final DemoAuthority authority;
    private final CrlFiles revocations;
    private final Database database;
    private final Registry registry;
    private final Places places;
    private final MailStore mail;
    private final PasswordHashing hashing;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, TestServer::daemon);
    private final ThreadPoolExecutor hashThreads = SignIn.threads(2, 100);
    private final LiveSessions sessions;
    private final Judging judging;
    private final SignIn signIn;
    private final Words words;
    private final LastRefused lastRefused = new LastRefused(System::nanoTime);
    private final ImapListener imap;
    private final AtomicInteger people = new AtomicInteger();
    private final Map<String, Function<Origin, Optional<EndReason>>> objections = new ConcurrentHashMap<>();

    private TestServer() throws Exception {
        folder = Files.createTempDirectory("gongmail-test");
        authority = DemoAuthority.open(folder.resolve("pki"), CLOCK, random);
        List<String> names = List.of("localhost");
        DemoAuthority.write(authority.server(names), folder.resolve("tls"), "rsa", "changeit");
        DemoAuthority.write(authority.serverWithEcKey(names), folder.resolve("tls"), "ec", "changeit");
        revocations = new CrlFiles(List.of(folder.resolve("pki/crl.pem")));
        words = Words.load(URI.create("https://portal.example/"));
        database = FreshDatabase.openDerby(folder.resolve("db"), 2_000, 20);
        registry = Registry.open(
                database, CLOCK, new PersonalData(PersonalKeys.fresh(new SecureRandom()), new SecureRandom()));
        places = new Places(database, CLOCK);
        registry.agencies().put(new Agency(MINISTRY, "교육부", Set.of(DOMAIN, SECOND_DOMAIN)), "test");
        mail = MailStore.open(
                database, folder.resolve("mail"), MailStoreSettings.defaults(), new WireDescriber(), CLOCK);
        hashing = new PasswordHashing(random, new Argon2Parameters(64, 1, 1));
        sessions = new LiveSessions(1_000, CLOCK, timer);
        judging = new Judging(judge(CLOCK), 2, 100, Duration.ofSeconds(10));
        signIn = new SignIn(
                new WatchedRecords(SignInRecords.of(registry), lastRefused, CLOCK),
                new Policies(OFFICIAL, AGENCY, SYSTEM, CERTIFICATE_ONLY),
                new SignInRules(Duration.ofMinutes(5), 1_000, new PasswordPolicy(8, 0)),
                Hashing.of(hashing),
                Duration.ofMillis(5),
                sessions,
                this::objection,
                hashThreads,
                timer,
                CLOCK,
                System::nanoTime,
                new SecureRandom());
        imap = imap(imapConfig());
        imap.start();
    }

    /** The one shared by all tests. */
    public static TestServer shared() {
        return Shared.SERVER;
    }

    /** One of one's own, to be closed. */
    public static TestServer open() {
        try {
            return new TestServer();
        } catch (Exception e) {
            throw new IllegalStateException("the test server does not start", e);
        }
    }

    /** What the shared listener has, with bounds small enough to be met. */
    public static ImapConfig imapConfig() {
        return new ImapConfig(
                "127.0.0.1",
                0,
                1_000,
                1_000,
                1_000,
                8_192,
                DataSize.kibibytes(4),
                DataSize.mebibytes(4),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                50,
                DataSize.kibibytes(8),
                List.of());
    }

    /** An IMAP listener on this server's parts, not started. */
    public ImapListener imap(ImapConfig config) {
        return imap(config, signIn);
    }

    /** The same with sign-in made to order. */
    public ImapListener imap(ImapConfig config, SignIn entrance) {
        return imap(
                config,
                encryption(),
                gate(
                        MailProtocol.IMAP,
                        judging,
                        new ConnectionLimits(config.maxSessions(), config.maxSessionsPerAddress())),
                entrance);
    }

    /** The same with TLS and gate made to order. */
    public ImapListener imap(ImapConfig config, TlsEncryption tls, GatedPipeline gate) {
        return imap(config, tls, gate, signIn);
    }

    private ImapListener imap(ImapConfig config, TlsEncryption tls, GatedPipeline gate, SignIn entrance) {
        return imap(config, tls, gate, entrance, mail.eventBus());
    }

    /** The same that hears what happens by {@code events}. */
    public ImapListener imap(ImapConfig config, EventBus events) {
        return imap(
                config,
                encryption(),
                gate(
                        MailProtocol.IMAP,
                        judging,
                        new ConnectionLimits(config.maxSessions(), config.maxSessionsPerAddress())),
                signIn,
                events);
    }

    private ImapListener imap(
            ImapConfig config, TlsEncryption tls, GatedPipeline gate, SignIn entrance, EventBus events) {
        return new ImapListener(
                config,
                "mail." + DOMAIN,
                tls,
                gate,
                entrance,
                sessions,
                mail.mailboxManager(),
                mail.subscriptionManager(),
                events,
                mail.reader(),
                mail.accountQuotas(),
                mail.uses(),
                mail.metadata(),
                SharingRecords.of(registry),
                spool(),
                words,
                CLOCK);
    }

    /** A submission listener on this server's parts, not started, whose mail goes to {@code queues}. */
    public SubmissionListener submission(
            SubmissionConfig config,
            TlsEncryption tls,
            GatedPipeline gate,
            Submitters submitters,
            SignIn entrance,
            MailQueueFactory<?> queues) {
        LocalRecipients recipients = new LocalRecipients(
                registry.accounts()::find, () -> registry.accounts().holding(Role.ADMINISTRATOR));
        return new SubmissionListener(
                config,
                "mail." + DOMAIN,
                tls,
                gate,
                submitters,
                entrance,
                sessions,
                new SubmissionRules(
                        DOMAIN::equals,
                        DOMAIN,
                        address -> recipients.accepts(address.toString()),
                        registry.internationalAddresses()::accountOf,
                        ELSEWHERE::equals,
                        code -> words.sentence(code).text()),
                notices(new NoticeRules(
                        NoticeApproval.ALL,
                        "공지",
                        new NoticeAcceptance.Limits(Duration.ofDays(1), 1_000, 1_000),
                        Duration.ofDays(90))),
                words,
                queues,
                CLOCK);
    }

    /** Where notices are handed in, on this server's parts. */
    public NoticeDesk notices(NoticeRules rules) {
        return new NoticeDesk(registry, new Audiences(registry, Duration.ofSeconds(10)), mail, rules, CLOCK);
    }

    /** A directory on this server's parts, not started. */
    public DirectoryListener directory(DirectoryConfig config) {
        GatedPipeline gate = GatedPipeline.telling(
                judging,
                refused -> RefusalNotice.telling(words.sentence(refused)),
                MailProtocol.LDAP,
                new ConnectionLimits(config.maxSessions(), config.maxSessionsPerAddress()),
                lastRefused.ofGates(CLOCK));
        return new DirectoryListener(
                config, encryption(), gate, signIn, sessions, registry, words, CLOCK, System::nanoTime);
    }

    /** A place for filters on this server's parts, not started; they may send mail on to anybody here. */
    public ManageSieveListener manageSieve(ManageSieveConfig config) {
        LocalRecipients recipients = new LocalRecipients(
                registry.accounts()::find, () -> registry.accounts().holding(Role.ADMINISTRATOR));
        return new ManageSieveListener(
                config,
                encryption(),
                gate(
                        MailProtocol.MANAGESIEVE,
                        judging,
                        new ConnectionLimits(config.maxSessions(), config.maxSessionsPerAddress())),
                signIn,
                sessions,
                registry.scripts(),
                new ForwardingPolicy(
                        new ForwardingConfig(ForwardingConfig.Reach.LOCAL, List.of(), 5),
                        Set.of(DOMAIN, SECOND_DOMAIN),
                        recipients,
                        agency -> Set.of(),
                        false),
                words);
    }

    /** What is said against a person who is let in otherwise. */
    public void objectTo(TestPerson person, Function<Origin, Optional<EndReason>> objection) {
        objections.put(person.address(), objection);
    }

    private Optional<EndReason> objection(SignedIn signedIn) {
        return objections
                .getOrDefault(signedIn.account().address().toString(), nothing -> Optional.empty())
                .apply(signedIn.origin());
    }

    /** The folder for literals on their way. */
    public Path spool() {
        try {
            return Files.createDirectories(folder.resolve("spool"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TLS for one listener, whose refusals are told by a line. */
    public TlsEncryption encryption() {
        return contexts(TlsContexts.Library.AUTO).toldByLine();
    }

    public TlsContexts contexts(TlsContexts.Library library) {
        return new TlsContexts(
                ServerKey.read(
                                List.of(folder.resolve("tls/rsa.crt.pem"), folder.resolve("tls/ec.crt.pem")),
                                List.of(folder.resolve("tls/rsa.key.pem"), folder.resolve("tls/ec.key.pem")),
                                CLOCK.instant())
                        .keys(),
                issuers(),
                library,
                Duration.ofSeconds(10));
    }

    /** Whose names are told to who connects. */
    public List<X509Certificate> issuers() {
        return List.of(authority.root(), authority.issuingCa());
    }

    /** The gate of one listener. */
    public GatedPipeline gate(MailProtocol protocol, Judging asked, ConnectionLimits limits) {
        return new GatedPipeline(asked, this::refusal, protocol, limits, lastRefused.ofGates(Clock.systemUTC()));
    }

    private String refusal(Verdict.Refused refused, MailProtocol protocol) {
        Sentence sentence = words.sentence(refused);
        return switch (protocol) {
            case IMAP -> sentence.imapBye();
            case SMTP -> sentence.smtp();
            case MANAGESIEVE -> ManageSieveListener.refusal(sentence);
            case LDAP -> throw new IllegalArgumentException("refuses by more than a line");
        };
    }

    /** The judge, by another clock. */
    public CertificateJudge judge(Clock clock) {
        Set<PolicyOid> accepted = new HashSet<>(OFFICIAL);
        accepted.addAll(AGENCY);
        accepted.addAll(SYSTEM);
        return new PathJudge(
                new JudgePolicy(
                        Profile.GPKI,
                        List.of(authority.root()),
                        // as configured in production: swaks sends its own certificate and nothing above it
                        List.of(authority.issuingCa()),
                        accepted,
                        6,
                        32 * 1024),
                revocations,
                clock);
    }

    public Judging judging() {
        return judging;
    }

    /** A new official with account, binding, password and the mailboxes that everybody has; names are never used twice. */
    public TestPerson person(String name) {
        try {
            return person(name, authority.officialWithEcKey("교육부", "001" + name + "001"), AccountType.OFFICIAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with a certificate made to order. */
    public TestPerson person(String name, Issued certificate) {
        return person(name, certificate, AccountType.OFFICIAL);
    }

    /** A new agency's account, held with the agency's own certificate. */
    public TestPerson agency(String name) {
        try {
            return person(name, authority.agency("교육부", "001" + name + "001"), AccountType.AGENCY_REPRESENTATIVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new system of an agency, with a certificate for computers; the mailboxes it is given are nobody's. */
    public TestPerson system(String name) {
        try {
            return person(name, authority.system("교육부", "001" + name + "001"), AccountType.AGENCY_RELAY);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestPerson person(String name, Issued certificate, AccountType type) {
        String local = name.toLowerCase(Locale.ROOT) + people.incrementAndGet();
        Address address = new Address(local, DOMAIN);
        String password = "right-Password-" + local;
        try {
            Path home = folder.resolve("people").resolve(local);
            DemoAuthority.write(certificate, home, "person", "changeit");
            registry.accounts().seed(List.of(seed(address, name, type, certificate, password)), "test");
            MailboxManager mailboxes = mail.mailboxManager();
            MailboxSession session = mailboxes.createSystemSession(Username.of(address.toString()));
            for (String mailbox : MAILBOXES) {
                mailboxes.createMailbox(
                        MailboxPath.forUser(session.getUser(), mailbox),
                        MailboxManager.CreateOption.CREATE_SUBSCRIPTION,
                        session);
            }
            return new TestPerson(address.toString(), password, certificate, home);
        } catch (GeneralSecurityException | IOException | MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    private SeedAccount seed(Address address, String name, AccountType type, Issued certificate, String password) {
        X509Certificate leaf = certificate.certificate();
        return new SeedAccount(
                address,
                name,
                type,
                MINISTRY,
                CertificateKeys.of(leaf),
                leaf.getSubjectX500Principal().getName(),
                leaf.getNotAfter().toInstant(),
                hashing.hash(password.toCharArray()));
    }

    /** Writes a certificate to a folder, as {@link #person} does. */
    public Path write(String name, Issued issued) {
        try {
            Path home = folder.resolve("people").resolve(name + people.incrementAndGet());
            DemoAuthority.write(issued, home, "person", "changeit");
            return home;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Revokes at once, for new connections; sessions stay unless ended by {@link #sessions()}. */
    public void revoke(X509Certificate certificate) {
        try {
            authority.revoke(certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        if (!revocations.reload().isEmpty()) {
            throw new IllegalStateException("the revocation list was not taken");
        }
    }

    public Path folder() {
        return folder;
    }

    public DemoAuthority authority() {
        return authority;
    }

    public Registry registry() {
        return registry;
    }

    public MailStore mail() {
        return mail;
    }

    public SignIn signIn() {
        return signIn;
    }

    /** From where accounts were used; nothing of this server writes it by itself. */
    public Places places() {
        return places;
    }

    /** What the gates of this server refused. */
    public LastRefused lastRefused() {
        return lastRefused;
    }

    public Words words() {
        return words;
    }

    /** The binding of a person's certificate. */
    public Binding binding(TestPerson person) {
        return registry.bindings()
                .find(CertificateKeys.of(person.certificate().certificate()))
                .orElseThrow();
    }

    /** The binding of a person's certificate is no longer active; sessions stay unless ended by {@link #sessions()}. */
    public void closeBinding(TestPerson person) {
        if (registry.bindings().revoke(binding(person).id(), "test", "test").isEmpty()) {
            throw new IllegalStateException("no active binding of " + person.address());
        }
    }

    /** From now on the person is of that agency, which is there. */
    public void worksAt(TestPerson person, String agency) {
        String sql = "UPDATE account SET agency = '" + agency + "' WHERE address = '" + person.address() + "'";
        database.transact(transaction -> transaction.sql().execute(sql));
    }

    /** From now on the person is called so, and works in that unit, in that position. */
    public void isKnownAs(TestPerson person, String name, String unit, String position) {
        String sql = "UPDATE account SET name = '" + name + "', unit = '" + unit + "', post = '" + position
                + "', staff_number = '' WHERE address = '" + person.address() + "'";
        database.transact(transaction -> transaction.sql().execute(sql));
    }

    /** Changes what is stored, past all doors. */
    public void sql(String statement) {
        database.transact(transaction -> transaction.sql().execute(statement));
    }

    /** The person's certificate ends so long from now, as far as its binding says. */
    public void endsIn(TestPerson person, Duration time) {
        String sql =
                "UPDATE binding SET not_after = " + CLOCK.instant().plus(time).toEpochMilli() + " WHERE id = '"
                        + binding(person).id() + "'";
        database.transact(transaction -> transaction.sql().execute(sql));
    }

    public LiveSessions sessions() {
        return sessions;
    }

    public ImapListener imap() {
        return imap;
    }

    @Override
    public void close() {
        imap.close();
        sessions.close();
        judging.close();
        hashThreads.shutdownNow();
        timer.shutdownNow();
        mail.close();
        registry.close();
        database.close();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "test-timer");
        thread.setDaemon(true);
        return thread;
    }
}
