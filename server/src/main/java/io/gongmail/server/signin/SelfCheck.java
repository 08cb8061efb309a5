package io.gongmail.server.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.tls.LastRefused;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.StoredPassword;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who holds a certificate what stands in its way to a mailbox, one thing after another, and keeps each case under a number
 * for the helpdesk: the last 10,000 in memory, until the server stops. Only here are the answers told apart that sign-in gives
 * as one (G-201): the certificate was shown with its possession proven, and it is told nothing of any other. Thread-safe; calls
 * block.
 */
public final class SelfCheck {
    private static final int MOST_CASES = 10_000;
    /** Letters and digits that nobody mistakes on the telephone. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int NUMBER_LENGTH = 8;

    private final CertificateJudge judge;
    private final SignInRecords records;
    private final Examination examination;
    private final PasswordPolicy passwords;
    private final LastRefused lastRefused;
    private final Clock clock;
    private final SecureRandom random;
    private final Cache<String, CheckedCase> cases =
            Caffeine.newBuilder().maximumSize(MOST_CASES).build();

    public SelfCheck(
            CertificateJudge judge,
            SignInRecords records,
            Policies policies,
            PasswordPolicy passwords,
            LastRefused lastRefused,
            Clock clock,
            SecureRandom random) {
        this.judge = judge;
        this.records = records;
        this.examination = new Examination(records, policies, clock);
        this.passwords = passwords;
        this.lastRefused = lastRefused;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Checks what was presented.
     *
     * @param presented with its possession proven; empty where nothing was
     */
    public CheckedCase check(Optional<PeerCertificate> presented, InetAddress from) {
        Instant now = clock.instant();
        Optional<CertificateKey> key = presented.flatMap(SelfCheck::key);
        Optional<Verdict> verdict = presented.map(judge::judge);
        Judged judged = verdict.map(given -> given.fold(this::accepted, SelfCheck::refused))
                .orElseGet(() -> refused(new Verdict.Refused(RefusalReason.NONE_PRESENTED, List.of())));
        CheckedCase checked = new CheckedCase(
                number(),
                now,
                from.getHostAddress(),
                presented.flatMap(peer -> key.map(of -> facts(peer, of))),
                judged.account(),
                judged.findings(),
                presented.map(judge::evidence).orElse(List.of()),
                key.map(shown -> lastRefused.of(shown.certificateSha256())).orElse(List.of()),
                lastRefused.withoutCertificate(from, now));
        cases.put(checked.number(), checked);
        return checked;
    }

    /** The case of that number, however it is typed; empty where there is none any longer. */
    public Optional<CheckedCase> find(String number) {
        String plain = number.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        return plain.length() == NUMBER_LENGTH
                ? Optional.ofNullable(cases.getIfPresent(
                        plain.substring(0, NUMBER_LENGTH / 2) + "-" + plain.substring(NUMBER_LENGTH / 2)))
                : Optional.empty();
    }

    private record Judged(String account, List<CheckedCase.Finding> findings) {}

    private static Judged refused(Verdict.Refused verdict) {
        return new Judged("", findings(area(verdict.reason()), verdict.reason().code(), verdict.facts()));
    }

    private Judged accepted(Verdict.Accepted verdict) {
        Examination.Finding found = examination.examineHolder(verdict);
        if (found instanceof Examination.Finding.Fails fails) {
            return new Judged(fails.account(), findings(area(fails.mismatch()), code(fails.mismatch()), Map.of()));
        }
        Examination.Finding.Fits fits = (Examination.Finding.Fits) found;
        String account = fits.account().address().toString();
        return new Judged(
                account,
                password(fits)
                        .map(code -> findings(CheckedCase.Area.PASSWORD, code, Map.of()))
                        .orElseGet(SelfCheck::allHolds));
    }

    /** What is wrong with the account's password by itself: whether it is known here is tried by nobody. */
    private Optional<String> password(Examination.Finding.Fits fits) {
        if (fits.account().type() == AccountType.AGENCY_RELAY) {
            return Optional.empty();
        }
        Optional<StoredPassword> stored =
                records.account(fits.account().address()).flatMap(AccountWithPassword::password);
        if (stored.isEmpty()) {
            return Optional.of("G-248");
        }
        return passwords
                .end(stored.get().since())
                .filter(end -> !clock.instant().isBefore(end))
                .map(end -> "G-208");
    }

    private static List<CheckedCase.Finding> findings(
            CheckedCase.Area failing, String code, Map<String, String> facts) {
        List<CheckedCase.Finding> findings = new ArrayList<>();
        for (CheckedCase.Area area : CheckedCase.Area.values()) {
            int order = area.compareTo(failing);
            findings.add(
                    order < 0
                            ? CheckedCase.Finding.holds(area)
                            : order == 0
                                    ? new CheckedCase.Finding(area, CheckedCase.State.FAILS, code, facts)
                                    : new CheckedCase.Finding(area, CheckedCase.State.NOT_REACHED, "", Map.of()));
        }
        return List.copyOf(findings);
    }

    private static List<CheckedCase.Finding> allHolds() {
        return List.of(CheckedCase.Area.values()).stream()
                .map(CheckedCase.Finding::holds)
                .toList();
    }

    private static CheckedCase.Area area(RefusalReason reason) {
        return switch (reason) {
            case NONE_PRESENTED -> CheckedCase.Area.PRESENTED;
            case MALFORMED, CHAIN_TOO_LARGE, UNSUPPORTED_KEY, JUDGE_BUSY, JUDGING_TIMED_OUT, JUDGING_FAILED ->
                CheckedCase.Area.READABLE;
            case UNKNOWN_ISSUER, PATH_INVALID -> CheckedCase.Area.ISSUER;
            case WRONG_KEY_USAGE, WRONG_EXTENDED_KEY_USAGE, AUTHORITY_CERTIFICATE, WEAK_SIGNATURE, WEAK_KEY ->
                CheckedCase.Area.KIND;
            case NOT_YET_VALID, EXPIRED, ISSUER_EXPIRED -> CheckedCase.Area.VALIDITY;
            case REVOKED, SUSPENDED, REVOCATION_UNAVAILABLE, REVOCATION_STALE -> CheckedCase.Area.REVOCATION;
            case POLICY_NOT_ACCEPTED -> CheckedCase.Area.POLICY;
        };
    }

    private static CheckedCase.Area area(Mismatch mismatch) {
        return switch (mismatch) {
            case NO_BINDING,
                    BINDING_SUSPENDED,
                    BINDING_REVOKED,
                    BINDING_SUPERSEDED,
                    BINDING_OF_ANOTHER_CERTIFICATE,
                    CERTIFICATE_OF_ANOTHER,
                    AUTHORIZATION_OF_ANOTHER -> CheckedCase.Area.BINDING;
            case ACCOUNT_MISSING, ACCOUNT_SUSPENDED, ACCOUNT_CLOSED -> CheckedCase.Area.ACCOUNT;
            case POLICY_DOES_NOT_FIT -> CheckedCase.Area.POLICY;
            case PASSWORD_NEEDED, PASSWORD_NOT_TAKEN, NO_PASSWORD_SET, WRONG_PASSWORD, PASSWORD_ENDED ->
                CheckedCase.Area.PASSWORD;
        };
    }

    private static String code(Mismatch mismatch) {
        return switch (mismatch) {
            case NO_BINDING, BINDING_OF_ANOTHER_CERTIFICATE, CERTIFICATE_OF_ANOTHER, AUTHORIZATION_OF_ANOTHER ->
                "G-241";
            case BINDING_SUSPENDED -> "G-242";
            case BINDING_REVOKED -> "G-243";
            case BINDING_SUPERSEDED -> "G-244";
            case ACCOUNT_SUSPENDED -> "G-245";
            case ACCOUNT_CLOSED, ACCOUNT_MISSING -> "G-246";
            case POLICY_DOES_NOT_FIT -> "G-247";
            case NO_PASSWORD_SET, PASSWORD_NEEDED, PASSWORD_NOT_TAKEN -> "G-248";
            case WRONG_PASSWORD -> "G-249";
            case PASSWORD_ENDED -> "G-208";
        };
    }

    /** The words for a refusal that the audit trail calls {@code word}. */
    static String codeOf(String word) {
        for (Mismatch mismatch : Mismatch.values()) {
            if (mismatch.word().equals(word)) {
                return code(mismatch);
            }
        }
        return "G-201";
    }

    private static Optional<CertificateKey> key(PeerCertificate peer) {
        try {
            return Optional.of(CertificateKeys.of(peer.leaf()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a field that the key needs is missing or not valid: the judge says so too
        }
    }

    private static CheckedCase.Certificate facts(PeerCertificate peer, CertificateKey key) {
        return new CheckedCase.Certificate(
                peer.leaf().getSubjectX500Principal().getName(),
                peer.leaf().getIssuerX500Principal().getName(),
                key.serial().toString(16),
                peer.leaf().getNotBefore().toInstant(),
                peer.leaf().getNotAfter().toInstant(),
                key.certificateSha256());
    }

    private String number() {
        StringBuilder number = new StringBuilder(NUMBER_LENGTH + 1);
        for (int i = 0; i < NUMBER_LENGTH; i++) {
            if (i == NUMBER_LENGTH / 2) {
                number.append('-');
            }
            number.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return number.toString();
    }
}
