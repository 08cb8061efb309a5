package io.gongmail.store.registry;

import java.security.SecureRandom;

/**
 * Passwords as Argon2id (RFC 9106) in PHC text: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Thread-safe. Slow and
 * hungry for memory by design: run it on a bounded executor. Passwords are taken in Unicode normalisation form C (RFC 8265
 * §4.2), so that a Hangul syllable typed on any system is the same. Working copies are wiped; the caller wipes its own.
 */
public final class PasswordHashing {
    /** The longest password taken, in UTF-16 units. */
    public static final int LONGEST_PASSWORD = 1_024;

    public PasswordHashing(SecureRandom random, Argon2Parameters parameters) {}

    /**
     * The PHC text for {@code password} with a fresh salt.
     *
     * @throws IllegalArgumentException when it is empty, too long or not well-formed UTF-16
     */
    public String hash(char[] password) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@code password} is the one that {@code phc} was made of; false, too, when {@code phc} is not well formed. */
    public boolean verify(String phc, char[] password) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@code phc} was made with other parameters than today's: hash again at the next good sign-in. */
    public boolean isOutdated(String phc) {
        throw new UnsupportedOperationException();
    }
}
