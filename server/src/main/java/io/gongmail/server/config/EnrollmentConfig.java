package io.gongmail.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code [enrollment]}: how applicants are verified, and how many certificates an account has. */
public record EnrollmentConfig(
        URI identityProvider,
        Path identityProviderKey,
        Duration challengeValidity,
        Duration overlap,
        int certificatesOfOfficial,
        int certificatesOfAgency,
        Duration reviewWithin,
        Duration refusedKept,
        List<Integer> renewalNotices,
        Duration dormantNotice,
        Duration dormantSuspend,
        Duration addressRest,
        Duration mailboxKept,
        AgencyChange agencyChange) {
    static EnrollmentConfig from(Section enrollment, Mode mode) {
        URI provider = enrollment.uri(
                "identity-provider",
                "https://identity.example/",
                "Where identity verification (mobile phone, I-PIN) is asked for; http in demo mode only.");
        if (mode == Mode.PRODUCTION && !"https".equals(provider.getScheme())) {
            // Names and birth dates of people go this way.
            enrollment.problem(
                    "identity-provider",
                    "'" + provider + "' is not protected",
                    "allowed: an https address; http only where [server] mode = demo");
        }
        EnrollmentConfig read = new EnrollmentConfig(
                provider,
                enrollment.path(
                        "identity-provider-key",
                        "conf/identity-provider.key",
                        "The secret shared with the provider, which its results are signed with."),
                enrollment.duration(
                        "challenge-validity",
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        "A challenge for a certificate to sign is good for so long, once."),
                enrollment.duration(
                        "overlap",
                        Duration.ofDays(3),
                        Duration.ZERO,
                        Duration.ofDays(30),
                        "A certificate that was replaced by a new one goes on signing in for so long; 0 s: not at all."),
                enrollment.count(
                        "certificates-of-official",
                        1,
                        1,
                        10,
                        "Certificates that an official's account may have at once, as one for each device; those of the"
                                + " overlap do not count."),
                enrollment.count(
                        "certificates-of-agency",
                        5,
                        1,
                        100,
                        "The same for an agency's account: those of its representatives, or of its systems."),
                enrollment.duration(
                        "review-within",
                        Duration.ofDays(3),
                        Duration.ofHours(1),
                        Duration.ofDays(365),
                        "Applications are to be decided so soon after they were handed in; reviewers see which are due soon, with"
                                + " a quarter of it left, and which are late."),
                enrollment.durationOrNever(
                        "refused-kept",
                        Duration.ofDays(1),
                        Duration.ofDays(3_650),
                        "The personal data of a refused application is erased so long after the decision; what was decided when and"
                                + " by whom stays."),
                enrollment.counts(
                        "renewal-notices",
                        List.of(60, 30, 14, 7, 1),
                        1,
                        365,
                        "So many days before the end of a registered certificate its owner is told by mail, each time once, and from"
                                + " the first of them on by the account's page."),
                enrollment.durationOrNever(
                        "dormant-notice",
                        Duration.ofDays(7),
                        Duration.ofDays(3_650),
                        "Who did not sign in for so long is told by mail."),
                enrollment.durationOrNever(
                        "dormant-suspend",
                        Duration.ofDays(14),
                        Duration.ofDays(3_650),
                        "An account that nobody signed in to for so long is suspended, where dormant-notice is set not before its"
                                + " owner was told and had the time between the two; administrators' are not. 'account resume'"
                                + " lifts it."),
                enrollment.durationOrNever(
                        "address-rest",
                        Duration.ofDays(365),
                        Duration.ofDays(30),
                        Duration.ofDays(36_500),
                        "The address of a closed account rests for so long before anybody may apply for it; whoever takes it then"
                                + " sees nothing of who had it. Never: nobody may."),
                enrollment.durationOrNever(
                        "mailbox-kept",
                        Duration.ofDays(1_095),
                        Duration.ofDays(1),
                        Duration.ofDays(36_500),
                        "The mailbox of a closed account is kept for so long, and nobody reads it or writes to it; then it is"
                                + " deleted. Never: it is kept for ever. What the law says of public records is for you to set."),
                enrollment.choice(
                        "agency-change",
                        AgencyChange.REVIEWED,
                        "Whether an official who goes to another agency keeps the account, once a reviewer of that agency has"
                                + " approved; refused: the account stays with its agency."));
        if (!read.dormantSuspend().isZero() && read.dormantNotice().compareTo(read.dormantSuspend()) >= 0) {
            enrollment.problem(
                    "dormant-notice",
                    "is not before dormant-suspend",
                    "allowed: a shorter time than dormant-suspend, or never");
        }
        return read;
    }
}
