package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Consents;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applicant's side: consent, verification, completion with a certificate, submission. Thread-safe; calls block. What is
 * under way between two calls (verifications, challenges; at most 1,000 of each) is in memory: after a restart the person
 * asks again.
 */
public final class Enrollment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrollment.class);
    private static final int MOST_UNDER_WAY = 1_000;

    private final Registry registry;
    private final IdentityProvider provider;
    private final CertificateJudge judge;
    private final Rules rules;
    private final Clock clock;
    private final SecureRandom random;
    private final SignedChallenge proofs;
    private final Terms terms = Terms.ofUse();
    private final Terms privacy = Terms.ofPersonalData();
    private final Map<ApplicationId, Asked> verifications = bounded();
    private final Map<ApplicationId, Challenge> challenges = bounded();

    /**
     * What enrollment goes by.
     *
     * @param host this server's name, as it stands in challenges
     * @param simulatorsAllowed whether results of simulated providers count
     * @param challengeValidity of a challenge
     * @param policies which certificate policies open which type of account
     */
    public record Rules(
            String host,
            boolean simulatorsAllowed,
            Duration challengeValidity,
            Map<AccountType, Set<PolicyOid>> policies) {
        public Rules {
            policies = Map.copyOf(policies);
        }
    }

    /** What the applicant tells of the account wished for. */
    public record Wish(AccountType type, String agency, String position, String address) {}

    /** A verification under way: its one-time number, and the provider's page where the person goes on. */
    public record Verification(String requestNumber, String transaction, URI page) {}

    private record Asked(String requestNumber, String transaction, String method) {}

    public Enrollment(
            Registry registry,
            IdentityProvider provider,
            CertificateJudge judge,
            Rules rules,
            Clock clock,
            SecureRandom random) {
        this.registry = registry;
        this.provider = provider;
        this.judge = judge;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.proofs = new SignedChallenge(clock);
    }

    /** The terms of use and the consent to personal data handling in force. */
    public Terms terms() {
        return terms;
    }

    public Terms privacy() {
        return privacy;
    }

    public Application.Draft open() {
        return registry.applications().open();
    }

    /** Takes the consent to both texts, by the versions that were read. */
    public Outcome<Application.Consented> consent(ApplicationId id, String termsVersion, String privacyVersion) {
        if (!terms.version().equals(termsVersion) || !privacy.version().equals(privacyVersion)) {
            return Outcome.refused("G-304", "version", terms.version() + " and " + privacy.version());
        }
        return in(id, Application.Draft.class)
                .then(draft -> advanced(registry.applications()
                        .consent(draft, new Consents(termsVersion, privacyVersion, clock.instant()))));
    }

    /** Starts identity verification by {@code method}: {@code mobile} or {@code i-pin}. */
    public Outcome<Verification> beginVerification(ApplicationId id, String method) {
        if (!Set.of("mobile", "i-pin").contains(method)) {
            return Outcome.refused("G-334", "why", "method: mobile or i-pin");
        }
        return in(id, Application.Consented.class).then(consented -> {
            byte[] number = new byte[16];
            random.nextBytes(number);
            String requestNumber = HexFormat.of().formatHex(number);
            try {
                IdentityProvider.Started started = provider.start(requestNumber, method);
                synchronized (verifications) {
                    verifications.put(id, new Asked(requestNumber, started.transaction(), method));
                }
                return Outcome.done(new Verification(requestNumber, started.transaction(), started.page()));
            } catch (IOException e) {
                LOG.warn("identity verification could not be started: {}", e.getMessage());
                return Outcome.refused("G-311");
            }
        });
    }

    /** Takes the result of the verification begun last; it counts once. */
    public Outcome<Application.Verified> completeVerification(ApplicationId id) {
        return in(id, Application.Consented.class).then(consented -> {
            Asked asked;
            synchronized (verifications) {
                asked = verifications.get(id);
            }
            if (asked == null) {
                return Outcome.refused("G-313");
            }
            Optional<IdentityProvider.Result> told;
            try {
                told = provider.result(asked.transaction(), asked.requestNumber());
            } catch (IdentityProvider.Tampered e) {
                LOG.warn("a result of identity verification does not hold: {}", e.getMessage());
                return Outcome.refused("G-312");
            } catch (IOException e) {
                LOG.warn("no result of identity verification: {}", e.getMessage());
                return Outcome.refused("G-311");
            }
            if (told.isEmpty()) {
                return Outcome.refused("G-315");
            }
            synchronized (verifications) {
                if (!verifications.remove(id, asked)) {
                    return Outcome.refused("G-313");
                }
            }
            return verified(consented, asked, told.get());
        });
    }

    private Outcome<Application.Verified> verified(
            Application.Consented consented, Asked asked, IdentityProvider.Result result) {
        if (!result.requestNumber().equals(asked.requestNumber())
                || !result.transaction().equals(asked.transaction())
                || !result.method().equals(asked.method())) {
            return Outcome.refused("G-313");
        }
        boolean simulated = result.test()
                || result.ci().startsWith("TEST-")
                || result.provider().startsWith("TEST-");
        if (simulated && !rules.simulatorsAllowed()) {
            return Outcome.refused("G-314");
        }
        VerifiedPerson person;
        try {
            person = new VerifiedPerson(
                    result.provider(),
                    result.requestNumber(),
                    result.name(),
                    result.method(),
                    result.transaction(),
                    sha256(result.ci()),
                    result.at());
        } catch (IllegalArgumentException e) {
            return Outcome.refused("G-312");
        }
        return advanced(registry.applications().verify(consented, person));
    }

    /** A challenge for the applicant to sign with the certificate to register; the one before is void. */
    public Outcome<Challenge> challenge(ApplicationId id) {
        return completable(id).then(application -> {
            Challenge challenge = Challenge.fresh(
                    Purpose.REGISTER_CERTIFICATE,
                    id.toString(),
                    rules.host(),
                    clock.instant().plus(rules.challengeValidity()),
                    random);
            synchronized (challenges) {
                challenges.put(id, challenge);
            }
            return Outcome.done(challenge);
        });
    }

    /**
     * Completes an application that is verified, or was given back.
     *
     * @param signed the challenge given last, as CMS SignedData by the certificate to register; it is spent by this call
     */
    public Outcome<Application.Completed> complete(ApplicationId id, Wish wish, byte[] signed) {
        return completable(id).then(application -> {
            Challenge challenge;
            synchronized (challenges) {
                challenge = challenges.remove(id);
            }
            if (challenge == null) {
                return Outcome.refused("G-321");
            }
            return proofs.verify(signed, challenge)
                    .fold(
                            proven -> completion(wish, proven.signer()),
                            unproven -> Outcome.<Completion>refused(
                                    "G-322", "why", unproven.refusal().name()))
                    .then(completion -> application instanceof Application.Returned returned
                            ? advanced(registry.applications().complete(returned, completion))
                            : advanced(
                                    registry.applications().complete((Application.Verified) application, completion)));
        });
    }

    /** Hands it in for a decision. */
    public Outcome<Application.Submitted> submit(ApplicationId id) {
        return in(id, Application.Completed.class)
                .then(completed -> advanced(registry.applications().submit(completed)));
    }

    /** The facts of a wish and a certificate, if they fit each other, the agency, and what is still free. */
    Outcome<Completion> completion(Wish wish, PeerCertificate peer) {
        return judge.judge(peer).fold(accepted -> completion(wish, peer.leaf(), accepted), refused -> {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String line : refused.evidence()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    facts.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return new Outcome.Refused<>(refused.reason().code(), facts);
        });
    }

    private Outcome<Completion> completion(Wish wish, X509Certificate certificate, Verdict.Accepted accepted) {
        if (Collections.disjoint(rules.policies().getOrDefault(wish.type(), Set.of()), accepted.policies())) {
            return Outcome.refused("G-323");
        }
        Optional<Agency> agency = registry.agencies().find(wish.agency());
        if (agency.isEmpty()) {
            return Outcome.refused("G-331");
        }
        Optional<Address> address = Address.parse(wish.address());
        if (address.isEmpty() || !agency.get().domains().contains(address.get().domain())) {
            return Outcome.refused(
                    "G-332",
                    "domains",
                    String.join(", ", new TreeSet<>(agency.get().domains())));
        }
        if (registry.accounts().find(address.get()).isPresent()) {
            return Outcome.refused("G-333");
        }
        CertificateKey key = accepted.key();
        if (registry.bindings().find(key).isPresent()) {
            return Outcome.refused("G-324");
        }
        Set<String> policies = new TreeSet<>();
        accepted.policies().forEach(policy -> policies.add(policy.dotted()));
        try {
            return Outcome.done(new Completion(
                    wish.type(),
                    wish.agency(),
                    wish.position(),
                    address.get(),
                    key,
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotAfter().toInstant(),
                    policies));
        } catch (IllegalArgumentException e) {
            return Outcome.refused("G-334", "why", String.valueOf(e.getMessage()));
        }
    }

    private Outcome<Application> completable(ApplicationId id) {
        return found(id)
                .then(application -> application instanceof Application.Verified
                                || application instanceof Application.Returned
                        ? Outcome.done(application)
                        : Outcome.refused("G-302", "state", application.state().name()));
    }

    private <T extends Application> Outcome<T> in(ApplicationId id, Class<T> state) {
        return in(registry, id, state);
    }

    static <T extends Application> Outcome<T> in(Registry registry, ApplicationId id, Class<T> state) {
        Optional<Application> found = registry.applications().find(id);
        if (found.isEmpty()) {
            return Outcome.refused("G-301");
        }
        return state.isInstance(found.get())
                ? Outcome.done(state.cast(found.get()))
                : Outcome.refused("G-302", "state", found.get().state().name());
    }

    private Outcome<Application> found(ApplicationId id) {
        return in(registry, id, Application.class);
    }

    static <T> Outcome<T> advanced(Optional<T> advanced) {
        return advanced.<Outcome<T>>map(Outcome::done).orElseGet(() -> Outcome.refused("G-303"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The oldest goes when there are too many; guarded by itself. */
    private static <V> Map<ApplicationId, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ApplicationId, V> eldest) {
                return size() > MOST_UNDER_WAY;
            }
        };
    }
}
