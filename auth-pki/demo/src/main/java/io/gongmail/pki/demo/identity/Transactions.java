package io.gongmail.pki.demo.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifications under way, at most 1,000, ten minutes each. Thread-safe. */
final class Transactions {
    private static final int MOST = 1000;
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Transaction> open = new LinkedHashMap<>();

    Transactions(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** One verification; {@code person} and {@code at} once it is confirmed; {@code returnTo} may be empty. */
    record Transaction(
            String id,
            String requestNumber,
            String service,
            String returnTo,
            Method method,
            Instant begun,
            @Nullable Person person,
            @Nullable Instant at,
            boolean collected) {

        boolean isConfirmed() {
            return person != null;
        }
    }

    /** Which way a person is verified. */
    enum Method {
        MOBILE("mobile", "TEST-MOBILE"),
        I_PIN("i-pin", "TEST-I-PIN");

        final String token;
        final String provider;

        Method(String token, String provider) {
            this.token = token;
            this.provider = provider;
        }

        static Optional<Method> of(String token) {
            for (Method method : values()) {
                if (method.token.equals(token)) {
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }

    /** The outcome of a step: the transaction after it, or the error's code with its status. */
    record Step(@Nullable Transaction transaction, int status, String error) {
        static Step done(Transaction transaction) {
            return new Step(transaction, 200, "");
        }

        static Step failed(int status, String error) {
            return new Step(null, status, error);
        }
    }

    synchronized Step begin(String requestNumber, String service, String returnTo, Method method) {
        forgetOld();
        if (open.size() >= MOST) {
            return Step.failed(503, "busy");
        }
        if (open.values().stream().anyMatch(one -> one.requestNumber.equals(requestNumber))) {
            return Step.failed(409, "request-number-used");
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        Transaction begun = new Transaction(
                HexFormat.of().formatHex(id),
                requestNumber,
                service,
                returnTo,
                method,
                clock.instant(),
                null,
                null,
                false);
        open.put(begun.id, begun);
        return Step.done(begun);
    }

    synchronized Step find(String id) {
        Transaction one = open.get(id);
        if (one == null) {
            return Step.failed(404, "unknown-transaction");
        }
        return one.collected || isOld(one) ? Step.failed(410, "over") : Step.done(one);
    }

    synchronized Step confirm(String id, Person person) {
        Step step = find(id);
        Transaction one = step.transaction();
        if (one == null) {
            return step;
        }
        if (one.isConfirmed()) {
            return Step.failed(409, "already-confirmed");
        }
        return put(new Transaction(
                one.id,
                one.requestNumber,
                one.service,
                one.returnTo,
                one.method,
                one.begun,
                person,
                clock.instant(),
                false));
    }

    /** Once only, where confirmed; before that the transaction as it stands. */
    synchronized Step collect(String id, String requestNumber) {
        Step step = find(id);
        Transaction one = step.transaction();
        if (one == null) {
            return step;
        }
        if (!one.requestNumber.equals(requestNumber)) {
            return Step.failed(404, "unknown-transaction");
        }
        if (!one.isConfirmed()) {
            return step;
        }
        return put(new Transaction(
                one.id, one.requestNumber, one.service, one.returnTo, one.method, one.begun, one.person, one.at, true));
    }

    private Step put(Transaction transaction) {
        open.put(transaction.id, transaction);
        return Step.done(transaction);
    }

    private boolean isOld(Transaction transaction) {
        return !clock.instant().isBefore(transaction.begun.plus(LIFE));
    }

    // Kept for twice their life, so that who comes late hears "over" and not "unknown".
    private void forgetOld() {
        open.values().removeIf(one -> !clock.instant().isBefore(one.begun.plus(LIFE.multipliedBy(2))));
        if (open.size() >= MOST) {
            open.values().removeIf(one -> one.collected || isOld(one));
        }
    }
}
