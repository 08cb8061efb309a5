package io.gongmail.server.config;

import java.time.Duration;
import java.util.Set;

/** {@code [sign-in]}: where which proof is asked for, passwords, and what checking them may cost. */
public record SignInConfig(
        int hashThreads,
        int hashQueue,
        DataSize hashMemory,
        int hashIterations,
        int hashParallelism,
        Duration passwordCache,
        int strangersPerAddress,
        int minimumPasswordLength,
        int passwordHistory,
        Duration passwordMaximumAge,
        Duration passwordWarning,
        Set<CertificateOnly> certificateOnly) {
    /** How many passwords are checked at once where there are {@code processors}. */
    public int hashThreads(int processors) {
        return hashThreads == 0 ? Math.max(1, processors / 2) : hashThreads;
    }

    static SignInConfig from(Section signIn) {
        return new SignInConfig(
                signIn.count(
                        "hash-threads",
                        0,
                        0,
                        64,
                        "Passwords checked at once, and sign-ins looked up. 0: half as many as there are processors, so that a"
                                + " morning's sign-ins leave the other half to the mail."),
                signIn.count(
                        "hash-queue",
                        500,
                        1,
                        100_000,
                        "Passwords waiting for that; beyond, clients are told to come again."),
                signIn.size(
                        "hash-memory",
                        DataSize.kibibytes(19_456),
                        DataSize.kibibytes(8_192),
                        DataSize.mebibytes(1_024),
                        "Argon2id: memory (RFC 9106)."),
                signIn.count("hash-iterations", 2, 1, 20, "Argon2id: passes."),
                signIn.count("hash-parallelism", 1, 1, 16, "Argon2id: lanes."),
                signIn.duration(
                        "password-cache",
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        "How long a password that was right is not hashed again when it is shown with the same"
                                + " certificate; 0 s: it always is. All else is looked up every time."),
                signIn.count(
                        "strangers-per-address",
                        20,
                        1,
                        1_000,
                        "Different certificates registered for nobody, from one address within 15 minutes; beyond, such"
                                + " certificates are turned away from there unheard. Others are not affected."),
                signIn.count(
                        "minimum-password-length",
                        10,
                        8,
                        64,
                        "Characters of a password (NIST SP 800-63B: at least 8)."),
                signIn.count(
                        "password-history",
                        5,
                        0,
                        24,
                        "How many of one's last passwords, the present one among them, may not be taken again. Each costs"
                                + " a hash when a password is set."),
                signIn.durationOrNever(
                        "password-maximum-age",
                        Duration.ofDays(1),
                        Duration.ofDays(3_650),
                        "After this a password signs nobody in, and its owner sets a new one with the certificate. NIST SP"
                                + " 800-63B advises against it (5.1.1.2): people then choose weaker ones."),
                signIn.duration(
                        "password-warning",
                        Duration.ofDays(14),
                        Duration.ZERO,
                        Duration.ofDays(365),
                        "How long before that its owner is told: once a day by the mail program, and once by mail."),
                Set.copyOf(signIn.entries(
                        "certificate-only",
                        CertificateOnly.ALLOWED,
                        CertificateOnly::parse,
                        "Where a certificate suffices without a password (SASL EXTERNAL). Whoever holds the key file and"
                                + " its password is let in there.")));
    }
}
