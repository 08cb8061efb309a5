package io.gongmail.server.portal;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sealed files on their way from one device of a person to another: left by the account's owner, picked up once by whoever knows
 * the code. The key of what is left never comes here. In memory alone and at most 256, one of an account: a restart forgets
 * them. The audit trail tells that a file was left, picked up or gone, and nothing of what is in it. Thread-safe.
 *
 * <pre>
 *  leave ─▶ 7KQ2-MX9C ─▶ pick up, once       the first half finds a file, the second one proves: five wrong proofs end it
 *              └─▶ gone: 10 minutes are over · five wrong proofs · the account has left another
 * </pre>
 */
final class Deposits {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final int TRIES = 5;
    static final int MOST = 256;
    /** What sealing adds: the form's number, the initialization vector and the tag of AES-GCM. */
    static final int OVERHEAD = 1 + 12 + 16;

    /** The first octet, which says how the rest is sealed. A key file in the clear begins otherwise (DER, PEM). */
    private static final byte FORM = 1;
    /** Letters and digits that nobody mistakes for another. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int HALF = 4;

    private final int largest;
    private final Consumer<AuditEvent> trail;
    private final BiConsumer<Duration, Runnable> later;
    private final Clock clock;
    private final SecureRandom random;
    /** By the first half of their codes, the eldest first. */
    private final Map<String, Deposit> waiting = new LinkedHashMap<>();

    private boolean watched;

    private static final class Deposit {
        private final Address account;
        private final String proof;
        private final Instant until;
        private final byte[] sealed;
        private int wrong;

        Deposit(Address account, String proof, Instant until, byte[] sealed) {
            this.account = account;
            this.proof = proof;
            this.until = until;
            this.sealed = sealed;
        }
    }

    /**
     * @param largest octets of one file, sealed
     * @param later runs something after a time, so that what nobody fetches goes even where nobody asks
     */
    Deposits(
            int largest,
            Consumer<AuditEvent> trail,
            BiConsumer<Duration, Runnable> later,
            Clock clock,
            SecureRandom random) {
        this.largest = largest;
        this.trail = trail;
        this.later = later;
        this.clock = clock;
        this.random = random;
    }

    /** What came of leaving a file. */
    sealed interface Left {
        /** It waits under that code. */
        record Waits(String code, Instant until) implements Left {
            @Override
            public <T> T fold(Function<Waits, T> waits, Function<Refused, T> refused) {
                return waits.apply(this);
            }
        }

        /** It was not taken, for the reason of that code of words. */
        record Refused(String code) implements Left {
            @Override
            public <T> T fold(Function<Waits, T> waits, Function<Refused, T> refused) {
                return refused.apply(this);
            }
        }

        <T> T fold(Function<Waits, T> waits, Function<Refused, T> refused);
    }

    /** Octets of the largest file that may be left, sealed. */
    int largest() {
        return largest;
    }

    /** Takes a file, in place of the one that the account has left before. */
    synchronized Left leave(Address account, byte[] sealed) {
        if (sealed.length > largest || sealed.length <= OVERHEAD || sealed[0] != FORM) {
            return new Left.Refused("G-262");
        }
        endTheOverdue();
        end(deposit -> deposit.account.equals(account), "replaced");
        if (waiting.size() >= MOST) {
            return new Left.Refused("G-263");
        }
        String id = half();
        while (waiting.containsKey(id)) {
            id = half();
        }
        Deposit deposit = new Deposit(account, half(), clock.instant().plus(LIFE), sealed.clone());
        trail.accept(new AuditEvent(
                "move.begun", account.toString(), account.toString(), Map.of("until", deposit.until.toString())));
        waiting.put(id, deposit);
        watch();
        return new Left.Waits(id + "-" + deposit.proof, deposit.until);
    }

    /**
     * The file of that code, however it is typed, once; empty where there is none, or none any longer: which of them is told to
     * nobody.
     *
     * @param from whose network asks, for the trail
     */
    synchronized Optional<byte[]> pickUp(String code, InetAddress from) {
        endTheOverdue();
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        if (plain.length() != 2 * HALF) {
            return Optional.empty();
        }
        String id = plain.substring(0, HALF);
        Deposit found = waiting.get(id);
        if (found == null) {
            return Optional.empty();
        }
        if (!MessageDigest.isEqual(octets(found.proof), octets(plain.substring(HALF)))) {
            found.wrong++;
            end(deposit -> deposit.wrong >= TRIES, "tries");
            return Optional.empty();
        }
        waiting.remove(id);
        trail.accept(new AuditEvent(
                "move.fetched", "portal", found.account.toString(), Map.of("from", from.getHostAddress())));
        return Optional.of(found.sealed);
    }

    private void endTheOverdue() {
        Instant now = clock.instant();
        end(deposit -> !now.isBefore(deposit.until), "expired");
    }

    private void end(Predicate<Deposit> which, String why) {
        for (Iterator<Deposit> all = waiting.values().iterator(); all.hasNext(); ) {
            Deposit deposit = all.next();
            if (which.test(deposit)) {
                all.remove();
                trail.accept(new AuditEvent("move.ended", "portal", deposit.account.toString(), Map.of("why", why)));
            }
        }
    }

    /** One watch at a time, up to the end of the eldest. */
    private void watch() {
        Iterator<Deposit> eldest = waiting.values().iterator();
        if (!watched && eldest.hasNext()) {
            watched = true;
            later.accept(Duration.between(clock.instant(), eldest.next().until), this::lookAgain);
        }
    }

    private synchronized void lookAgain() {
        watched = false;
        try {
            endTheOverdue();
        } finally {
            watch();
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String half() {
        StringBuilder half = new StringBuilder(HALF);
        for (int i = 0; i < HALF; i++) {
            half.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return half.toString();
    }
}
