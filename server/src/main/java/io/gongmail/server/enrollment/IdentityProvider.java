package io.gongmail.server.enrollment;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Proves a person's real name, by mobile phone or I-PIN. Thread-safe; calls block for seconds at most. */
public interface IdentityProvider {
    /**
     * A verification under way.
     *
     * @param transaction the provider's number
     * @param page where the person goes on
     */
    record Started(String transaction, URI page) {}

    /**
     * With what a person comes back from the provider's page: it says that the page is done with, and nothing about the person.
     *
     * @param requestNumber ours
     * @param transaction the provider's number
     * @param signature by the provider, over both
     */
    record Returned(String requestNumber, String transaction, String signature) {}

    /**
     * What the provider says, its signature checked. Of what it tells, only this is taken.
     *
     * @param test whether a simulator says it
     * @param ci the same for a person everywhere; 88 characters
     * @param phone digits; empty where the provider does not tell one
     * @param birthDate as {@code 1990-12-31}; empty likewise
     */
    record Result(
            String provider,
            boolean test,
            String requestNumber,
            String transaction,
            String name,
            String method,
            String ci,
            String phone,
            String birthDate,
            Instant at) {
        /** From one that tells neither telephone number nor date of birth. */
        Result(
                String provider,
                boolean test,
                String requestNumber,
                String transaction,
                String name,
                String method,
                String ci,
                Instant at) {
            this(provider, test, requestNumber, transaction, name, method, ci, "", "", at);
        }

        /** Nothing of the person, as texts end up in logs. */
        @Override
        public String toString() {
            return "Result[" + provider + ", " + method + ", request " + requestNumber + ", at " + at + "]";
        }
    }

    /** What was answered cannot be relied on: not signed, or not well formed. */
    final class Tampered extends IOException {
        private static final long serialVersionUID = 1L;

        Tampered(String message) {
            super(message);
        }
    }

    /**
     * Asks to verify a person.
     *
     * @param requestNumber ours, one-time
     * @param method {@code mobile} or {@code i-pin}
     * @throws IOException when the provider cannot be reached or refuses
     */
    Started start(String requestNumber, String method) throws IOException;

    /**
     * The same for a person who is to be brought back in the end: to {@code back}, with a {@link Returned} in its query. Who
     * cannot do that leaves the person at its page.
     */
    default Started start(String requestNumber, String method, URI back) throws IOException {
        return start(requestNumber, method);
    }

    /** Whether it was the provider who brought a person back so; the result itself is asked for apart. */
    default boolean hasBrought(Returned returned) throws IOException {
        return false;
    }

    /**
     * The result; empty while the person has not gone through with it.
     *
     * @throws Tampered when it is not the provider's
     * @throws IOException when the provider cannot be reached or has none
     */
    Optional<Result> result(String transaction, String requestNumber) throws IOException;
}
