package io.gongmail.store.personal;

import io.gongmail.store.keys.KeyFile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** One key of the file, and what is derived from it (HKDF, RFC 5869): no two uses share a key. */
final class PersonalKey {
    static final int OCTETS = KeyFile.OCTETS;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] octets;
    private final SecretKeySpec seal;
    private final SecretKeySpec index;
    private final String proof;

    PersonalKey(byte[] octets) {
        this.octets = octets.clone();
        this.seal = new SecretKeySpec(derived("AES-256-GCM"), "AES");
        this.index = new SecretKeySpec(derived("HMAC-SHA-256"), "HmacSHA256");
        this.proof = HexFormat.of().formatHex(derived("proof"));
    }

    static PersonalKey fresh(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new PersonalKey(octets);
    }

    private byte[] derived(String use) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(HKDFParameters.skipExtractParameters(
                octets, ("gongmail personal data: " + use).getBytes(StandardCharsets.US_ASCII)));
        byte[] derived = new byte[OCTETS];
        hkdf.generateBytes(derived, 0, OCTETS);
        return derived;
    }

    /** Nonce, ciphertext and tag (NIST SP 800-38D). A random nonce is good for 2^32 values of a key. */
    byte[] sealed(Place place, String text, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = Arrays.copyOf(nonce, NONCE + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, NONCE, encrypted.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** @throws GeneralSecurityException when it was not sealed with this key for this place, or was altered */
    String opened(Place place, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        byte[] text = cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(sealed, NONCE, sealed.length - NONCE);
        return new String(text, StandardCharsets.UTF_8);
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, seal, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.associatedData());
        return cipher;
    }

    /** The same for the same text of the same kind, and of no use without the key. */
    String index(String kind, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(index);
            return HexFormat.of().formatHex(mac.doFinal((kind + "\0" + text).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    String proof() {
        return proof;
    }

    byte[] octets() {
        return octets.clone();
    }
}
