package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.server.admin.RevocationStatus;
import io.gongmail.server.clientsetup.ConnectorSettings;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.clientsetup.SignedProfiles;
import io.gongmail.server.config.CertificateOnly;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.directory.DirectoryListener;
import io.gongmail.server.directory.RefusalNotice;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.enrollment.ResumeSecrets;
import io.gongmail.server.enrollment.Successors;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.imap.SharingRecords;
import io.gongmail.server.managesieve.ManageSieveListener;
import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.portal.Portal;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.CertificateHolders;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SelfCheck;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.smtp.SubmissionRules;
import io.gongmail.server.smtp.Submitters;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.server.tls.MailProtocol;
import io.gongmail.server.tls.RefusalLine;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.AccountType;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The listeners, each with a TLS context of its own; those of mail with a gate. */
final class Doors {
    private final GongmailConfig config;
    private final TlsContexts tls;
    private final Judging judging;
    private final Words words;
    private final SignIn signIn;
    private final LiveSessions sessions;
    private final LastRefused lastRefused;
    private final Clock clock;

    Doors(
            GongmailConfig config,
            TlsContexts tls,
            Judging judging,
            Words words,
            SignIn signIn,
            LiveSessions sessions,
            LastRefused lastRefused,
            Clock clock) {
        this.config = config;
        this.tls = tls;
        this.judging = judging;
        this.words = words;
        this.signIn = signIn;
        this.sessions = sessions;
        this.lastRefused = lastRefused;
        this.clock = clock;
    }

    /** Not started. */
    ImapListener imap(Stores stores) throws IOException {
        return new ImapListener(
                config.imap(),
                config.server().hostName(),
                tls(),
                gate(
                        MailProtocol.IMAP,
                        config.imap().maxSessions(),
                        config.imap().maxSessionsPerAddress()),
                signIn,
                sessions,
                stores.mail().mailboxManager(),
                stores.mail().subscriptionManager(),
                stores.mail().eventBus(),
                stores.mail().reader(),
                stores.mail().accountQuotas(),
                stores.mail().uses(),
                stores.mail().metadata(),
                SharingRecords.of(stores.registry()),
                Stores.privateFolder(stores.data().resolve("spool")),
                words,
                clock);
    }

    /** For people; not started. */
    SubmissionListener submission(
            Stores stores, LocalRecipients recipients, NoticeDesk notices, Predicate<String> elsewhere, Clock clock) {
        Submitters people = Submitters.people(stores.registry().sentAs());
        return submission(config.submission(), people, stores, recipients, notices, elsewhere, clock);
    }

    /** For agencies' systems; not started. */
    SubmissionListener relay(
            Stores stores, LocalRecipients recipients, NoticeDesk notices, Predicate<String> elsewhere, Clock clock) {
        Submitters systems = Submitters.systems(
                stores.registry().agencies()::find, stores.registry().accounts()::find);
        return submission(config.relay(), systems, stores, recipients, notices, elsewhere, clock);
    }

    private SubmissionListener submission(
            SubmissionConfig settings,
            Submitters submitters,
            Stores stores,
            LocalRecipients recipients,
            NoticeDesk notices,
            Predicate<String> elsewhere,
            Clock clock) {
        Set<String> domains = Set.copyOf(config.server().domains());
        return new SubmissionListener(
                settings,
                config.server().hostName(),
                tls(),
                gate(MailProtocol.SMTP, settings.maxSessions(), settings.maxSessionsPerAddress()),
                submitters,
                signIn,
                sessions,
                new SubmissionRules(
                        domains::contains,
                        config.server().domains().get(0),
                        address -> recipients.accepts(address.toString()),
                        stores.registry().internationalAddresses()::accountOf,
                        elsewhere,
                        sentences()),
                notices,
                words,
                stores.mail().queueFactory(),
                clock);
    }

    /** Not started. */
    DirectoryListener directory(Stores stores) {
        DirectoryConfig settings = config.directory();
        GatedPipeline gate = GatedPipeline.telling(
                judging,
                refused -> RefusalNotice.telling(words.sentence(refused)),
                MailProtocol.LDAP,
                new ConnectionLimits(settings.maxSessions(), settings.maxSessionsPerAddress()),
                lastRefused.ofGates(clock));
        return new DirectoryListener(
                settings, tls(), gate, signIn, sessions, stores.registry(), words, clock, System::nanoTime);
    }

    /** Not started. */
    ManageSieveListener manageSieve(Stores stores, ForwardingPolicy policy) {
        ManageSieveConfig settings = config.manageSieve();
        return new ManageSieveListener(
                settings,
                tls(),
                gate(MailProtocol.MANAGESIEVE, settings.maxSessions(), settings.maxSessionsPerAddress()),
                signIn,
                sessions,
                stores.registry().scripts(),
                policy,
                words);
    }

    /** Open. */
    Portal portal(
            Stores stores,
            Desks desks,
            Absence absence,
            Portal.Notices notices,
            CertificateJudge judge,
            Supplier<RevocationStatus> revocation,
            SecureRandom random)
            throws IOException {
        SignInRecords records = SignInRecords.of(stores.registry());
        return Portal.open(new Portal.Ground(
                config.portal(),
                config.server().portal(),
                mailService(config),
                new SignedProfiles(mailService(config), tls::keys),
                new ConnectorSettings(mailService(config), tls::keys),
                tls.forPages(),
                tls.forPagesWithCertificate(),
                words,
                new CertificateHolders(judge, records, policies(config), clock),
                new SelfCheck(
                        judge,
                        records,
                        policies(config),
                        Desks.passwordPolicy(config.signIn()),
                        lastRefused,
                        clock,
                        random),
                signIn,
                desks.passwords(),
                desks.certificates(),
                desks.moves(),
                new Successors(
                        stores.registry(), stores.mail().owners(), stores.mail().accountQuotas()),
                desks.review(),
                desks.bulkApproval(),
                desks.provisioning(),
                sessions,
                stores.places(),
                absence,
                notices,
                stores.mail().accountQuotas(),
                Overseen.of(revocation, stores.mail().queueFactory()),
                desks.enrollment(),
                stores.registry(),
                ResumeSecrets.open(stores.data().resolve("portal-resume.key"), random),
                config.enrollment().reviewWithin(),
                config.enrollment().renewalNotices().stream()
                        .max(Integer::compare)
                        .orElse(0),
                config.notice().attachmentSize(),
                config.server().mode() == Mode.DEMO,
                clock,
                random));
    }

    /** What mail programs are told. A demo has no name that anybody could look up. */
    static MailService mailService(GongmailConfig config) {
        return new MailService(
                config.server().mode() == Mode.DEMO
                        ? config.server().portal().getHost()
                        : config.server().hostName(),
                config.server().domains(),
                config.server().portal(),
                listener(config, "imap", config.imap().port()),
                listener(config, "submission", config.submission().port()),
                config.manageSieve().isOpen() ? Optional.of(config.manageSieve().port()) : Optional.empty());
    }

    /** A program does not know yet who will sign in, so that only what goes for everybody counts. */
    private static MailService.Listener listener(GongmailConfig config, String name, int port) {
        boolean suffices = Stream.of(AccountType.OFFICIAL, AccountType.AGENCY_REPRESENTATIVE)
                .allMatch(
                        type -> config.signIn().certificateOnly().contains(new CertificateOnly(name, type, Set.of())));
        return new MailService.Listener(port, suffices);
    }

    /** Which certificates open what. */
    static Policies policies(GongmailConfig config) {
        return new Policies(
                config.pki().officialPolicies(),
                config.pki().representativePolicies(),
                config.pki().relayPolicies(),
                config.signIn().certificateOnly());
    }

    private GatedPipeline gate(MailProtocol protocol, int most, int mostOfAddress) {
        RefusalLine line = (refused, spoken) -> {
            Sentence sentence = words.sentence(refused);
            return switch (spoken) {
                case IMAP -> sentence.imapBye();
                case SMTP -> sentence.smtp();
                case MANAGESIEVE -> ManageSieveListener.refusal(sentence);
                case LDAP -> throw new IllegalArgumentException("refuses by more than a line");
            };
        };
        return new GatedPipeline(
                judging, line, protocol, new ConnectionLimits(most, mostOfAddress), lastRefused.ofGates(clock));
    }

    private TlsEncryption tls() {
        return config.tls().refusal() == RefusalStyle.LINE ? tls.toldByLine() : tls.toldByAlert(judging);
    }

    private UnaryOperator<String> sentences() {
        return code -> words.sentence(code).text();
    }
}
