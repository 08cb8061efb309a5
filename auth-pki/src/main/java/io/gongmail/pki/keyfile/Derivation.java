package io.gongmail.pki.keyfile;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Keys from passwords, by the JDK's hashing: it uses the processor's own where it has some, and takes a third of the time of
 * Bouncy Castle's. What is returned is the caller's to wipe.
 */
final class Derivation {
    private static final byte FOR_MAC = 3; // RFC 7292 §B.3

    private Derivation() {}

    /** PBKDF1 with SHA-1 (RFC 8018 §5.1), whole: 20 octets. */
    static byte[] pbkdf1(byte[] password, byte[] salt, int iterations) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(password);
            byte[] derived = sha1.digest(salt);
            for (int done = 1; done < iterations; done++) {
                sha1.update(derived);
                sha1.digest(derived, 0, derived.length);
            }
            return derived;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** PBKDF2 (RFC 8018 §5.2). */
    static byte[] pbkdf2(Prf prf, byte[] password, byte[] salt, int iterations, int octets) {
        try {
            Mac mac = Mac.getInstance(prf.mac());
            mac.init(new Password(password));
            byte[] derived = new byte[octets];
            byte[] step = new byte[mac.getMacLength()];
            for (int at = 0, block = 1; at < octets; at += step.length, block++) {
                mac.update(salt);
                mac.update(
                        new byte[] {(byte) (block >>> 24), (byte) (block >>> 16), (byte) (block >>> 8), (byte) block});
                mac.doFinal(step, 0);
                byte[] sum = step.clone();
                for (int done = 1; done < iterations; done++) {
                    mac.update(step);
                    mac.doFinal(step, 0);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] ^= step[i];
                    }
                }
                System.arraycopy(sum, 0, derived, at, Math.min(sum.length, octets - at));
                Arrays.fill(sum, (byte) 0);
            }
            Arrays.fill(step, (byte) 0);
            return derived;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** The key of a PKCS#12 file's MAC (RFC 7292 §B.2), as long as one hash. */
    static byte[] ofMac(Prf prf, char[] password, byte[] salt, int iterations) {
        byte[] start = new byte[prf.block()];
        Arrays.fill(start, FOR_MAC);
        try (Secrets written = Secrets.ofPkcs12(password);
                Secrets filled = Secrets.of(filled(written.octets(), prf.block()))) {
            MessageDigest hash = MessageDigest.getInstance(prf.hash());
            hash.update(start);
            hash.update(filled(salt, prf.block()));
            byte[] derived = hash.digest(filled.octets());
            for (int done = 1; done < iterations; done++) {
                hash.update(derived);
                hash.digest(derived, 0, derived.length);
            }
            return derived;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Repeated up to whole blocks; nothing stays nothing. */
    private static byte[] filled(byte[] octets, int block) {
        byte[] filled = new byte[(octets.length + block - 1) / block * block];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = octets[i % octets.length];
        }
        return filled;
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every JDK has SHA-1 and SHA-2, and HMAC with them", e);
    }

    /** A key that may be empty, which the JDK's own class for keys does not take. */
    private static final class Password implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] octets;

        Password(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public String getAlgorithm() {
            return "RAW";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return octets.clone();
        }
    }
}
