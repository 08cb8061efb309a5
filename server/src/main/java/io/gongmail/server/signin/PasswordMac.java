package io.gongmail.server.signin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recognises a password again without keeping it: HMAC-SHA-256 (RFC 2104) of it and what it was shown for, under a key that
 * this process made and nobody else has, so that what is kept cannot be tried against a list of passwords elsewhere.
 * Thread-safe.
 */
final class PasswordMac {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    PasswordMac(SecureRandom random) {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        key = new SecretKeySpec(octets, ALGORITHM);
        Arrays.fill(octets, (byte) 0);
    }

    /**
     * 32 octets.
     *
     * @param password the caller's to wipe
     * @param about what it was shown for; the parts do not run into each other
     */
    byte[] of(char[] password, String... about) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : about) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, octets.length));
                mac.update(octets);
            }
            ByteBuffer units = ByteBuffer.allocate(password.length * Character.BYTES);
            units.asCharBuffer().put(password);
            mac.update(units.array());
            Arrays.fill(units.array(), (byte) 0);
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
