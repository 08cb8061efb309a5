package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PolicyOid;
import io.gongmail.server.agency.RosterMatching;
import io.gongmail.server.config.AgencyChange;
import io.gongmail.server.config.EnrollmentConfig;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.SignInConfig;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.enrollment.AccountRecords;
import io.gongmail.server.enrollment.AgencyMoves;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Departed;
import io.gongmail.server.enrollment.DormantAccounts;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.FillingMailboxes;
import io.gongmail.server.enrollment.FirstAdministrator;
import io.gongmail.server.enrollment.HttpIdentityProvider;
import io.gongmail.server.enrollment.OwnerMail;
import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.enrollment.ServiceLevel;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.Lockout;
import io.gongmail.server.signin.PasswordPolicy;
import io.gongmail.server.signin.PasswordRecords;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** Where accounts come to be and are looked after. */
record Desks(
        Enrollment enrollment,
        Review review,
        BulkApproval bulkApproval,
        Provisioning provisioning,
        FirstAdministrator firstAdministrator,
        Certificates certificates,
        AgencyMoves moves,
        Passwords passwords) {

    static Desks open(
            GongmailConfig config,
            Stores stores,
            CertificateJudge judge,
            LiveSessions sessions,
            Admission admission,
            Lockout lockout,
            PasswordHashing hashing,
            Words words,
            Clock clock,
            SecureRandom random) {
        Certificates certificates =
                new Certificates(stores.registry(), judge, sessions, certificateRules(config), clock, random);
        AgencyMoves moves = new AgencyMoves(
                stores.registry(),
                judge,
                policies(config),
                stores.mail().owners(),
                sessions,
                config.enrollment().agencyChange() == AgencyChange.REVIEWED,
                clock);
        Provisioning provisioning = new Provisioning(
                AccountRecords.of(stores.registry()),
                certificates,
                moves,
                stores.mail().mailboxManager(),
                stores.mail().subscriptionManager(),
                clock);
        Enrollment enrollment = new Enrollment(
                stores.registry(),
                new HttpIdentityProvider(
                        config.enrollment().identityProvider(),
                        config.enrollment().identityProviderKey(),
                        config.server().hostName()),
                judge,
                rules(config),
                clock,
                random);
        Passwords passwords = new Passwords(
                PasswordRecords.of(stores.registry()),
                judge,
                Hashing.of(hashing),
                passwordPolicy(config.signIn()),
                lockout,
                sessions,
                admission,
                config.server().hostName(),
                config.enrollment().challengeValidity(),
                clock,
                random);
        Review review = new Review(
                stores.registry(),
                judge,
                policies(config),
                new RosterMatching(stores.registry().rosters()),
                new ServiceLevel(config.enrollment().reviewWithin()),
                words,
                clock);
        return new Desks(
                enrollment,
                review,
                new BulkApproval(stores.registry(), review, provisioning),
                provisioning,
                new FirstAdministrator(stores.registry(), enrollment, provisioning),
                certificates,
                moves,
                passwords);
    }

    static PasswordPolicy passwordPolicy(SignInConfig config) {
        return new PasswordPolicy(
                config.minimumPasswordLength(),
                config.passwordHistory(),
                config.passwordMaximumAge(),
                config.passwordWarning());
    }

    /** What tells owners ahead of an end. */
    static OwnerMail ownerMail(GongmailConfig config, Stores stores, Words words, Clock clock) {
        return new OwnerMail(
                stores.registry(),
                new Letters(stores.mail().queueFactory(), config.server().hostName(), clock),
                () -> stores.registry().accounts().holding(Role.ADMINISTRATOR),
                new OwnerMail.Rules(
                        config.enrollment().renewalNotices(),
                        config.signIn().passwordMaximumAge(),
                        config.signIn().passwordWarning()),
                words,
                config.server().portal(),
                clock);
    }

    /** What tells owners that their mailboxes fill. */
    static FillingMailboxes fillingMailboxes(GongmailConfig config, Stores stores) {
        return new FillingMailboxes(
                stores.registry(), stores.mail().accountQuotas(), config.store().quotaNotices());
    }

    /** What looks after accounts that nobody uses. */
    static DormantAccounts dormantAccounts(GongmailConfig config, Stores stores, LiveSessions sessions, Clock clock) {
        return new DormantAccounts(
                stores.registry(),
                sessions,
                new DormantAccounts.Rules(
                        config.enrollment().dormantNotice(), config.enrollment().dormantSuspend()),
                clock);
    }

    /** What looks after accounts that are closed. */
    static Departed departed(GongmailConfig config, Stores stores, Clock clock) {
        return new Departed(
                stores.registry(),
                stores.mail().owners(),
                new Departed.Rules(
                        config.enrollment().addressRest(), config.enrollment().mailboxKept()),
                clock);
    }

    private static Enrollment.Rules rules(GongmailConfig config) {
        return new Enrollment.Rules(
                config.server().hostName(),
                config.server().mode() == Mode.DEMO,
                config.enrollment().challengeValidity(),
                policies(config));
    }

    private static Certificates.Rules certificateRules(GongmailConfig config) {
        EnrollmentConfig enrollment = config.enrollment();
        return new Certificates.Rules(
                config.server().hostName(),
                enrollment.challengeValidity(),
                enrollment.overlap(),
                Map.of(
                        AccountType.OFFICIAL,
                        enrollment.certificatesOfOfficial(),
                        AccountType.AGENCY_REPRESENTATIVE,
                        enrollment.certificatesOfAgency(),
                        AccountType.AGENCY_RELAY,
                        enrollment.certificatesOfAgency()),
                policies(config));
    }

    private static Map<AccountType, Set<PolicyOid>> policies(GongmailConfig config) {
        return Map.of(
                AccountType.OFFICIAL,
                config.pki().officialPolicies(),
                AccountType.AGENCY_REPRESENTATIVE,
                config.pki().representativePolicies(),
                AccountType.AGENCY_RELAY,
                config.pki().relayPolicies());
    }
}
