package io.gongmail.pki.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.BouncyCastle;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the responders that certificates name (RFC 6960), by POST over HTTP and with a nonce. An answer that is not to be
 * believed is no answer. A responder that failed is left alone for a while, so that its silence costs one person's wait and
 * not everybody's. Thread-safe.
 */
public final class OcspClient {
    private static final Logger LOG = LoggerFactory.getLogger(OcspClient.class);
    private static final int LARGEST = 64 * 1024;
    private static final int NONCE = 32; // RFC 8954 §2.1: up to 32 octets
    private static final int MOST_ANSWERS = 100_000;
    private static final int MOST_RESPONDERS = 1_000;
    private static final int LEAST_PART_OF_LIMIT = 4;

    private final OcspSettings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final Pace pace;
    private final Provider provider = BouncyCastle.PROVIDER;
    private final Http http = new Http();
    private final Cache<Asked, Answer> answers =
            Caffeine.newBuilder().maximumSize(MOST_ANSWERS).build();
    private final Cache<URI, Silence> silences =
            Caffeine.newBuilder().maximumSize(MOST_RESPONDERS).build();
    private final Cache<URI, ResponderState> states =
            Caffeine.newBuilder().maximumSize(MOST_RESPONDERS).build();
    private final Map<Asked, CompletableFuture<Standing>> underWay = new ConcurrentHashMap<>();

    private final AtomicLong revocations = new AtomicLong();

    private record Asked(String issuer, BigInteger serial) {}

    private record Answer(Standing said, Instant until, Instant again) {}

    private record Silence(int failures, Instant until) {}

    public OcspClient(OcspSettings settings, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.pace = new Pace(settings.cache(), random);
    }

    /** An answer at hand that says revoked, and still stands. */
    Optional<Revoked> revoked(X509Certificate certificate, X509Certificate issuer) {
        Answer known = answers.getIfPresent(asked(certificate, issuer));
        return known != null
                        && known.said() instanceof Revoked revoked
                        && clock.instant().isBefore(known.until())
                ? Optional.of(revoked)
                : Optional.empty();
    }

    /** Every responder that was asked since the start, up to a thousand of them. */
    public List<ResponderState> states() {
        return List.copyOf(states.asMap().values());
    }

    /** How often one said revoked. */
    long revocations() {
        return revocations.get();
    }

    /**
     * What a responder says, or said a short while ago.
     *
     * @param ofResponder what holds of a responder's own certificate
     */
    Standing ask(
            X509Certificate certificate,
            X509Certificate issuer,
            Instant now,
            Patience patience,
            Function<X509Certificate, Standing> ofResponder) {
        Asked asked = asked(certificate, issuer);
        Answer known = answers.getIfPresent(asked);
        if (known != null && now.isBefore(known.again()) && now.isBefore(known.until())) {
            return known.said();
        }
        CompletableFuture<Standing> mine = new CompletableFuture<>();
        CompletableFuture<Standing> first = underWay.putIfAbsent(asked, mine);
        Standing said;
        if (first == null) {
            try {
                said = asked(certificate, issuer, asked, now, patience, ofResponder);
            } catch (RuntimeException e) {
                LOG.error("an answer could not be read", e);
                said = Unavailable.because("ocsp=" + e.getClass().getSimpleName());
            }
            underWay.remove(asked);
            mine.complete(said);
        } else {
            said = awaited(first, patience);
        }
        if (said instanceof Unavailable silent && known != null && known.said() instanceof Good) {
            // What was heard before stands to its end, and may then serve the policy's grace.
            return now.isBefore(known.until()) ? known.said() : new Unavailable(true, known.until(), silent.evidence());
        }
        return said;
    }

    private static Standing awaited(CompletableFuture<Standing> answer, Patience patience) {
        try {
            return answer.get(patience.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Unavailable.because("ocsp=no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Unavailable.because("ocsp=interrupted");
        }
    }

    private Standing asked(
            X509Certificate certificate,
            X509Certificate issuer,
            Asked asked,
            Instant now,
            Patience patience,
            Function<X509Certificate, Standing> ofResponder) {
        List<URI> responders = DistributionPoints.responders(certificate);
        String why = "the certificate names no responder";
        for (int i = 0; i < responders.size(); i++) {
            URI responder = responders.get(i);
            Silence silence = silences.getIfPresent(responder);
            if (silence != null && now.isBefore(silence.until())) {
                why = "left alone until " + silence.until();
                continue;
            }
            Duration limit = shorter(
                    settings.limit(), patience.part(responders.size() - i).left());
            if (limit.toMillis() < 1) {
                why = "no time left to ask";
                continue;
            }
            try {
                Standing said = exchange(responder, certificate, issuer, limit, ofResponder);
                keep(asked, said, now);
                note(responder, null);
                return said;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
                note(responder, why);
                LOG.error("no status from {}: {}", responder, why);
            }
        }
        return Unavailable.because("ocsp=" + why);
    }

    private void note(URI responder, @Nullable String why) {
        Instant now = clock.instant();
        states.asMap().compute(responder, (same, before) -> {
            if (why == null) {
                return new ResponderState(responder, now, null, "");
            }
            Instant since = before == null ? null : before.failingSince();
            return new ResponderState(
                    responder, before == null ? null : before.answered(), since == null ? now : since, why);
        });
    }

    private Standing exchange(
            URI responder,
            X509Certificate certificate,
            X509Certificate issuer,
            Duration limit,
            Function<X509Certificate, Standing> ofResponder)
            throws IOException {
        try {
            X509CertificateHolder issuerHolder = new JcaX509CertificateHolder(issuer);
            // The hash only names the issuer; SHA-1 is what every responder knows (RFC 5019 §2.1.1).
            CertificateID id = new CertificateID(
                    new JcaDigestCalculatorProviderBuilder()
                            .setProvider(provider)
                            .build()
                            .get(CertificateID.HASH_SHA1),
                    issuerHolder,
                    certificate.getSerialNumber());
            byte[] octets = new byte[NONCE];
            random.nextBytes(octets);
            byte[] nonce = new DEROctetString(octets).getEncoded();
            byte[] question = new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(
                            new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce))))
                    .build()
                    .getEncoded();
            byte[] answer = answer(responder, question, limit);
            return new OcspAnswer(issuer, issuerHolder, id, nonce, settings.nonceRequired(), provider)
                    .read(answer, clock.instant(), ofResponder);
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
            throw new IOException("the question could not be made: " + e.getMessage(), e);
        }
    }

    private byte[] answer(URI responder, byte[] question, Duration limit) throws IOException {
        try {
            byte[] answer = http.post(responder, "application/ocsp-request", question, limit, LARGEST);
            silences.invalidate(responder);
            return answer;
        } catch (IOException e) {
            // Only who could not be heard at all is left alone: what it says of one certificate is not held against it
            // for others, nor the haste of who had no time left.
            if (limit.multipliedBy(LEAST_PART_OF_LIMIT).compareTo(settings.limit()) >= 0) {
                Silence silence = silences.getIfPresent(responder);
                int failures = silence == null ? 1 : silence.failures() + 1;
                silences.put(responder, new Silence(failures, clock.instant().plus(pace.afterFailures(failures))));
            }
            throw e;
        }
    }

    private void keep(Asked asked, Standing said, Instant now) {
        Instant end = said.fold(
                Good::until,
                // What is revoked stays revoked; a hold may be lifted.
                revoked -> revoked.onHold() ? now.plus(settings.cache()) : now.plus(Duration.ofDays(1)),
                unavailable -> now);
        answers.put(asked, new Answer(said, end, now.plus(settings.cache())));
        if (said instanceof Revoked) {
            revocations.incrementAndGet();
        }
    }

    private static Asked asked(X509Certificate certificate, X509Certificate issuer) {
        return new Asked(Point.key(issuer, List.of()), certificate.getSerialNumber());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
