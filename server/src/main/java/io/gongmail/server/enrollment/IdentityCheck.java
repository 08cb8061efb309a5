package io.gongmail.server.enrollment;

import io.gongmail.server.enrollment.Enrollment.Verification;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.VerifiedPerson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the provider who somebody is: an applicant, or an account's owner. A result counts once, for the application or account
 * and the request it was asked for, within half an hour, and only if the provider is a real one or simulators are allowed. Thread-safe; calls block.
 */
final class IdentityCheck {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityCheck.class);
    private static final Set<String> METHODS = Set.of("mobile", "i-pin");
    private static final Duration LONGEST = Duration.ofMinutes(30);
    /** How far the provider's clock may be from ours. */
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final IdentityProvider provider;
    private final boolean simulatorsAllowed;
    private final Clock clock;
    private final SecureRandom random;
    private final UnderWay<String, Asked> underWay = new UnderWay<>();

    private record Asked(String requestNumber, String transaction, String method, Instant at) {}

    IdentityCheck(IdentityProvider provider, boolean simulatorsAllowed, Clock clock, SecureRandom random) {
        this.provider = provider;
        this.simulatorsAllowed = simulatorsAllowed;
        this.clock = clock;
        this.random = random;
    }

    Ruling<Verification> begin(String whose, String method) {
        return begin(whose, method, number -> provider.start(number, method));
    }

    /** @param back where the provider brings the person in the end, see {@link #finish(String, IdentityProvider.Returned)} */
    Ruling<Verification> begin(String whose, String method, URI back) {
        return begin(whose, method, number -> provider.start(number, method, back));
    }

    private interface Start {
        IdentityProvider.Started with(String requestNumber) throws IOException;
    }

    private Ruling<Verification> begin(String whose, String method, Start start) {
        if (!METHODS.contains(method)) {
            return Ruling.refused("G-334", "why", "method: mobile or i-pin");
        }
        byte[] number = new byte[16];
        random.nextBytes(number);
        String requestNumber = HexFormat.of().formatHex(number);
        Instant at = clock.instant();
        try {
            IdentityProvider.Started started = start.with(requestNumber);
            underWay.begin(whose, new Asked(requestNumber, started.transaction(), method, at));
            return Ruling.granted(new Verification(requestNumber, started.transaction(), started.page()));
        } catch (IOException e) {
            LOG.warn("identity verification could not be started: {}", e.getMessage());
            return Ruling.refused("G-311");
        }
    }

    /** For somebody whom the provider has brought back; it must be by what was begun last. */
    Ruling<VerifiedPerson> finish(String whose, IdentityProvider.Returned returned) {
        boolean asked = underWay.find(whose)
                .filter(begun -> begun.requestNumber().equals(returned.requestNumber())
                        && begun.transaction().equals(returned.transaction()))
                .isPresent();
        if (!asked) {
            return Ruling.refused("G-313");
        }
        try {
            if (!provider.hasBrought(returned)) {
                LOG.warn("somebody came back from identity verification with a signature that does not hold");
                return Ruling.refused("G-312");
            }
        } catch (IOException e) {
            LOG.warn("a way back from identity verification cannot be checked: {}", e.getMessage());
            return Ruling.refused("G-311");
        }
        return finish(whose);
    }

    Ruling<VerifiedPerson> finish(String whose) {
        Optional<Asked> asked = underWay.find(whose);
        if (asked.isEmpty()) {
            return Ruling.refused("G-313");
        }
        Optional<IdentityProvider.Result> told;
        try {
            told = provider.result(asked.get().transaction(), asked.get().requestNumber());
        } catch (IdentityProvider.Tampered e) {
            LOG.warn("a result of identity verification does not hold: {}", e.getMessage());
            return Ruling.refused("G-312");
        } catch (IOException e) {
            LOG.warn("no result of identity verification: {}", e.getMessage());
            return Ruling.refused("G-311");
        }
        if (told.isEmpty()) {
            return Ruling.refused("G-315");
        }
        return underWay.take(whose, asked.get()) ? person(asked.get(), told.get()) : Ruling.refused("G-313");
    }

    private Ruling<VerifiedPerson> person(Asked asked, IdentityProvider.Result result) {
        if (!result.requestNumber().equals(asked.requestNumber())
                || !result.transaction().equals(asked.transaction())
                || !result.method().equals(asked.method())) {
            return Ruling.refused("G-313");
        }
        Instant now = clock.instant();
        if (now.isAfter(asked.at().plus(LONGEST))
                || result.at().isBefore(asked.at().minus(CLOCKS))
                || result.at().isAfter(now.plus(CLOCKS))) {
            return Ruling.refused("G-316");
        }
        if (isSimulated(result) && !simulatorsAllowed) {
            return Ruling.refused("G-314");
        }
        try {
            return Ruling.granted(new VerifiedPerson(
                    result.provider(),
                    result.requestNumber(),
                    result.name(),
                    result.method(),
                    result.transaction(),
                    sha256(result.ci()),
                    result.phone(),
                    result.birthDate(),
                    result.at()));
        } catch (IllegalArgumentException e) {
            LOG.warn("a result of identity verification is out of its bounds: {}", e.getMessage());
            return Ruling.refused("G-312");
        }
    }

    private static boolean isSimulated(IdentityProvider.Result result) {
        return result.test()
                || result.ci().startsWith("TEST-")
                || result.provider().startsWith("TEST-");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
