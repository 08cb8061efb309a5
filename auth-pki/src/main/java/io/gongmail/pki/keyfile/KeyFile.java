package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;

/** One encrypted key, as it stands in a file: EncryptedPrivateKeyInfo in DER (RFC 5958 §3). */
public final class KeyFile {
    /** An RSA key of 16,384 bits takes 9 KiB. */
    static final int LARGEST = 64 * 1024;

    private final byte[] octets;
    private final EncryptedPrivateKeyInfo content;

    private KeyFile(byte[] octets, EncryptedPrivateKeyInfo content) {
        this.octets = octets;
        this.content = content;
    }

    /** The key file of these octets, DER; empty when they are none, whole and nothing behind it. */
    public static Optional<KeyFile> of(byte[] octets) {
        if (octets.length > LARGEST) {
            return Optional.empty();
        }
        try {
            byte[] own = octets.clone();
            return Optional.ofNullable(EncryptedPrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(own)))
                    .map(content -> new KeyFile(own, content));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle meets a structure of another kind with any of them.
            return Optional.empty();
        }
    }

    /** {@code key} under {@code password}, which stay the caller's to wipe. */
    public static KeyFile encrypted(OpenedKey key, KeyScheme scheme, char[] password, SecureRandom random) {
        Encryption encryption = Encryption.fresh(scheme, random);
        byte[] plain = key.encoded();
        try (Secrets wiped = Secrets.of(plain)) {
            EncryptedPrivateKeyInfo made = new EncryptedPrivateKeyInfo(
                    encryption.stated(), new PasswordCipher(encryption).encrypted(plain, password));
            return new KeyFile(made.getEncoded("DER"), made);
        } catch (IOException e) {
            throw new IllegalStateException("what was just built is encoded", e);
        }
    }

    /** How it is encrypted; empty when that is not known here. */
    public Optional<KeyScheme> scheme() {
        return header().map(Encryption::scheme);
    }

    /** How often a guess at the password has to be hashed; empty when that is not known here. */
    public OptionalInt iterations() {
        return header().map(known -> OptionalInt.of(known.iterations())).orElse(OptionalInt.empty());
    }

    /** The outermost identifier of its encryption. */
    public String oid() {
        return content.getEncryptionAlgorithm().getAlgorithm().getId();
    }

    /** The key, if {@code password}, which stays the caller's to wipe, opens it. */
    public Opening<OpenedKey> open(char[] password) {
        try {
            Encryption encryption = Encryption.of(content.getEncryptionAlgorithm());
            byte[] plain = new PasswordCipher(encryption).decrypted(content.getEncryptedData(), password);
            try (Secrets wiped = Secrets.of(plain)) {
                return new Opening.Opened<>(OpenedKey.parsed(plain));
            }
        } catch (NotOpened e) {
            return e.told();
        }
    }

    /** DER. */
    public byte[] encoded() {
        return octets.clone();
    }

    private Optional<Encryption> header() {
        try {
            return Optional.of(Encryption.of(content.getEncryptionAlgorithm()));
        } catch (NotOpened e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyFile file && Arrays.equals(octets, file.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "key file " + oid();
    }
}
