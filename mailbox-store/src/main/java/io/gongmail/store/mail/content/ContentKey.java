package io.gongmail.store.mail.content;

import io.gongmail.store.keys.KeyFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * One key of the file. Each content is sealed by AES-256-CTR (NIST SP 800-38A) with a key of its own, derived by HKDF-Expand (RFC
 * 5869) from this one and what is the content's alone; so the counter begins at 0, and any range is opened by itself. It hides
 * and does not authenticate: that is the SHA-256's part.
 */
final class ContentKey {
    private static final int BLOCK = 16;
    private static final byte[] IN_SEGMENT = label("gongmail content in a segment: ");
    private static final byte[] IN_FILE = label("gongmail content in a file: ");
    private static final byte[] PROOF = label("gongmail content: proof");

    private final int number;
    private final byte[] octets;

    ContentKey(int number, byte[] octets) {
        this.number = number;
        this.octets = octets.clone();
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int number() {
        return number;
    }

    byte[] octets() {
        return octets.clone();
    }

    /** Shows whether a key is the same as at another time, and nothing else of it: 64 hexadecimal digits. */
    String proof() {
        return HexFormat.of().formatHex(derived(PROOF, new byte[0]));
    }

    /** Seals and opens a content in a segment, from its octet {@code at} on. */
    Cipher inSegment(Sha256 hash, long at) {
        return cipher(derived(IN_SEGMENT, hash.octets()), at);
    }

    /**
     * Seals and opens a content that has a file of its own, from its octet {@code at} on.
     *
     * @param salt random, another for each file: the hash is not known when the first octet is written
     */
    Cipher inFile(byte[] salt, long at) {
        return cipher(derived(IN_FILE, salt), at);
    }

    private byte[] derived(byte[] label, byte[] own) {
        byte[] use = ByteBuffer.allocate(label.length + own.length)
                .put(label)
                .put(own)
                .array();
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(HKDFParameters.skipExtractParameters(octets, use));
        byte[] derived = new byte[KeyFile.OCTETS];
        hkdf.generateBytes(derived, 0, derived.length);
        return derived;
    }

    private static Cipher cipher(byte[] key, long at) {
        byte[] counter =
                ByteBuffer.allocate(BLOCK).putLong(0).putLong(at / BLOCK).array();
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            cipher.update(new byte[(int) (at % BLOCK)]);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-CTR", e);
        }
    }

    /** Seals or opens octets where they stand. */
    static void apply(Cipher cipher, byte[] octets, int from, int length) {
        apply(cipher, octets, from, length, octets, from);
    }

    static void apply(Cipher cipher, byte[] octets, int from, int length, byte[] into, int to) {
        try {
            if (cipher.update(octets, from, length, into, to) != length) {
                throw new IllegalStateException("a stream cipher keeps nothing back");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("there is room for as many octets", e);
        }
    }
}
