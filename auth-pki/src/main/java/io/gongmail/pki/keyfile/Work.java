package io.gongmail.pki.keyfile;

import java.math.BigInteger;

/**
 * What one file asks to be hashed before it opens, summed up from what it states and refused before any of it is done. A file
 * may state a count for each of its parts: the bound is on all of them together.
 */
final class Work {
    /**
     * In steps, a step being one block of SHA-1 or SHA-256. The most that a known program asks for are the 3,000,000 of PKCS#12
     * by Firefox and Thunderbird: 600,000 iterations each for the check, the key and the certificates, of one, two and two
     * steps. OpenSSL, the JDK and Windows ask for 2,000 to 10,000 iterations, and GPKI and NPKI programs for 2,048.
     */
    static final int MOST = 3_200_000;

    private static final int MOST_BITS = 31;

    private long asked;

    /**
     * A count of iterations, taken into the sum.
     *
     * @param steps of each iteration
     * @throws NotOpened when the sum is beyond the bound
     * @throws IllegalArgumentException when it is no count
     */
    int iterations(BigInteger stated, int steps) throws NotOpened {
        if (stated.signum() <= 0) {
            throw new IllegalArgumentException("iterations");
        }
        boolean countable = stated.bitLength() <= MOST_BITS;
        if (countable) {
            asked += stated.longValue() * steps;
        }
        if (!countable || asked > MOST) {
            throw new NotOpened(
                    KeyProblem.TOO_MUCH_WORK,
                    "it asks for " + (countable ? asked : "more than 2^" + MOST_BITS)
                            + " steps of hashing to open it and at most " + MOST
                            + " are done here; save it anew, with fewer iterations, by the program that made it");
        }
        return stated.intValueExact();
    }
}
