package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.server.session.Origin;
import io.gongmail.store.registry.Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whom failures keep out for a while: first the certificate that failed; then, by network, certificates that are nobody's;
 * an account never. So a stranger, who holds no certificate of an account, can lock nobody out, and those who share an
 * address with a stranger are not locked out either. The same guess again counts once: a mail program that tries one wrong
 * password in several ways, or again and again, locks nobody out. Thread-safe; bounded.
 */
public final class Lockout {
    /** Different guesses that close a certificate. */
    static final int GUESSES = 10;
    /** Failures that close it, the same guess again included: such a program is turned away where it begins to cost. */
    static final int FAILURES = 100;
    /** Different guesses at one account with certificates that are not its own, upon which the alarm is raised. */
    static final int ALARM = 20;

    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int NAMES = 10_000;

    private final Failures certificates;
    private final Failures networks;
    private final Failures accounts;

    /** @param strangers different certificates of nobody that close a network to such certificates */
    Lockout(int strangers, LongSupplier nanos) {
        certificates = new Failures(GUESSES, FAILURES, WINDOW, NAMES, nanos);
        networks = new Failures(strangers, Integer.MAX_VALUE, WINDOW, NAMES, nanos);
        accounts = new Failures(ALARM, Integer.MAX_VALUE, WINDOW, NAMES, nanos);
    }

    /** What a failure brings about, each once in a window. */
    enum Effect {
        CLOSES_CERTIFICATE,
        CLOSES_NETWORK,
        RAISES_ALARM
    }

    boolean isClosed(CertificateKey certificate) {
        return certificates.isFull(certificate.certificateSha256());
    }

    /** Whether from there no certificate that is nobody's is listened to. */
    boolean isClosedToStrangers(Origin origin) {
        return networks.isFull(Network.of(origin.address()));
    }

    /**
     * Whether this guess has failed with this certificate already.
     *
     * @param guess a {@link PasswordMac} of what was shown and what it was compared with
     */
    boolean isKnownToFail(CertificateKey certificate, byte[] guess) {
        return certificates.has(certificate.certificateSha256(), number(guess));
    }

    /**
     * Counts a failure.
     *
     * @param account the certificate is bound to; empty when to none
     * @param named whom the client says it is; empty when that is no address
     * @param guess as in {@link #isKnownToFail}
     */
    Set<Effect> failed(
            CertificateKey certificate, Origin origin, String account, Optional<Address> named, byte[] guess) {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        if (failed(certificate, guess)) {
            effects.add(Effect.CLOSES_CERTIFICATE);
        }
        if (account.isEmpty() && networks.add(Network.of(origin.address()), number(certificate))) {
            effects.add(Effect.CLOSES_NETWORK);
        }
        if (named.map(Address::toString)
                .filter(address -> !address.equals(account))
                .filter(address -> accounts.add(address, number(guess)))
                .isPresent()) {
            effects.add(Effect.RAISES_ALARM);
        }
        return effects;
    }

    /** Counts one in which nothing but a password failed, where nobody needs to be named; true when it closes the certificate. */
    boolean failed(CertificateKey certificate, byte[] guess) {
        return certificates.add(certificate.certificateSha256(), number(guess));
    }

    /** Forgives a certificate what failed before. */
    void succeeded(CertificateKey certificate) {
        certificates.forget(certificate.certificateSha256());
    }

    /** 64 bits of it, which is more than anybody can try. */
    private static long number(byte[] guess) {
        return ByteBuffer.wrap(guess).getLong();
    }

    private static long number(CertificateKey certificate) {
        return Long.parseUnsignedLong(certificate.certificateSha256().substring(0, 16), 16);
    }
}
