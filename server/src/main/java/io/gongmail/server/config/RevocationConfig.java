package io.gongmail.server.config;

import io.gongmail.pki.RevocationSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Of {@code [pki]}: who is asked whether a certificate was revoked, and what holds when nobody can tell. */
public record RevocationConfig(
        List<RevocationSource> sources,
        Duration grace,
        Duration time,
        Duration fetchTime,
        DataSize largestList,
        Duration refresh,
        int fetchThreads,
        Path cache,
        Duration ocspTime,
        Duration ocspCache,
        NonceRule nonce) {
    static RevocationConfig from(Section pki) {
        return new RevocationConfig(
                pki.choices(
                        "revocation-sources",
                        List.of(RevocationSource.FILES, RevocationSource.CRL, RevocationSource.OCSP),
                        "Who is asked, in this order, until one can tell: lists in files, lists that certificates name (by"
                                + " LDAP and HTTP; https and ldaps are not asked, since lists are signed and TLS would need a"
                                + " status of its own), responders that they name (by HTTP). Revoked is final whoever says"
                                + " it."),
                pki.duration(
                        "revocation-grace",
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofDays(7),
                        "How long a certificate stays good after what was last heard of it ran out, while nobody can be"
                                + " asked. 0 s refuses at once."),
                pki.duration(
                        "revocation-time",
                        Duration.ofSeconds(3),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(30),
                        "What one sign-in waits for answers from outside; keep it below judge-time."),
                pki.duration(
                        "crl-fetch-time",
                        Duration.ofSeconds(20),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(10),
                        "What fetching one list may take; it goes on behind the sign-in that wanted it."),
                pki.size(
                        "crl-size",
                        DataSize.mebibytes(16),
                        DataSize.kibibytes(16),
                        DataSize.mebibytes(512),
                        "The largest list that is fetched."),
                pki.duration(
                        "crl-refresh",
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(1),
                        Duration.ofDays(7),
                        "The longest time between two looks for a newer list; before one ends it is looked for sooner."),
                pki.count("crl-fetch-threads", 4, 1, 64, "Lists fetched at once."),
                pki.path("crl-cache", "data/crl-cache", "The folder that keeps fetched lists over a restart."),
                pki.duration(
                        "ocsp-time",
                        Duration.ofSeconds(2),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(30),
                        "What asking a responder may take."),
                pki.duration(
                        "ocsp-cache",
                        Duration.ofMinutes(10),
                        Duration.ZERO,
                        Duration.ofDays(1),
                        "How long an answer is used again; never past its end."),
                pki.choice(
                        "ocsp-nonce",
                        NonceRule.REQUIRED,
                        "Whether an answer must carry the question's nonce. Without it an older answer may be played back."));
    }

    /** What an answer without nonce is worth. */
    public enum NonceRule {
        REQUIRED,
        OPTIONAL
    }
}
