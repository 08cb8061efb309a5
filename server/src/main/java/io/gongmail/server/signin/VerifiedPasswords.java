package io.gongmail.server.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.registry.Role;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers for a short time which password was right with which certificate, so that a mail program that connects again
 * costs no second check. What is kept is a keyed MAC of the password together with everything it was right for: the stored
 * hash, the account with its roles, the binding with the time of its last change. So an entry is of no use once any of them
 * is another, nor once something has ended the account's sessions; and it decides nothing but the password. Only what was
 * right is remembered. Thread-safe; bounded.
 */
final class VerifiedPasswords {
    /** Certificates at once; an entry takes about 300 octets. */
    static final int MOST = 50_000;

    private final PasswordMac macs;
    private final Predicate<SignedIn> hasEnded;
    private final boolean remembers;
    private final Cache<String, Verified> byCertificate;

    /** Not a record: it holds octets. */
    private static final class Verified {
        private final byte[] mac;
        private final long asOf;

        Verified(byte[] mac, long asOf) {
            this.mac = mac;
            this.asOf = asOf;
        }
    }

    /**
     * @param time after which a password is checked again, counted from its last check; zero: at once
     * @param hasEnded whether something has ended such a session since it was marked
     */
    VerifiedPasswords(PasswordMac macs, Duration time, Predicate<SignedIn> hasEnded, LongSupplier nanos) {
        this.macs = macs;
        this.hasEnded = hasEnded;
        this.remembers = !time.isZero();
        this.byCertificate = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(time)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** What is compared: the same for the same password, shown with the same certificate for the same account as it is now. */
    byte[] mac(SignedIn asked, String phc, char[] password) {
        return macs.of(
                password,
                phc,
                asked.account().address().toString(),
                asked.account().roles().stream().map(Role::name).sorted().collect(Collectors.joining(",")),
                asked.binding().id().toString(),
                asked.binding().since().toString());
    }

    boolean knows(SignedIn asked, byte[] mac) {
        Verified known = byCertificate.getIfPresent(certificate(asked));
        return known != null
                && MessageDigest.isEqual(known.mac, mac)
                && !hasEnded.test(new SignedIn(
                        asked.account(), asked.binding(), asked.until(), asked.anchor(), asked.origin(), known.asOf));
    }

    void remember(SignedIn checked, byte[] mac) {
        if (remembers) {
            byCertificate.put(certificate(checked), new Verified(mac, checked.asOf()));
        }
    }

    private static String certificate(SignedIn signedIn) {
        return signedIn.binding().key().certificateSha256();
    }
}
