package io.gongmail.pki.keyfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.ARIAEngine;
import org.bouncycastle.crypto.engines.SEEDEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Password-based encryption of key files (RFC 8018 §6), block by block so that damage and a wrong password look different. */
final class PasswordCipher {
    private static final int BLOCK = Encryption.BLOCK;
    private static final byte[] FIXED_IV = "0123456789012345".getBytes(StandardCharsets.US_ASCII);
    /** Octets of PBKDF1's derived key: all that SHA-1 gives. */
    private static final int PBKDF1_OCTETS = 20;

    private enum Kind {
        PBKDF1,
        PBKDF2
    }

    private final Encryption encryption;

    PasswordCipher(Encryption encryption) {
        this.encryption = encryption;
    }

    byte[] encrypted(byte[] plain, char[] password) {
        int padding = BLOCK - plain.length % BLOCK; // RFC 8018 §6.1.1 step 4: always at least one octet
        byte[] padded = Arrays.copyOf(plain, plain.length + padding);
        try (Secrets wiped = Secrets.of(padded);
                Secrets secret = Secrets.of(password)) {
            Arrays.fill(padded, plain.length, padded.length, (byte) padding);
            return cbc(true, kinds().get(0), secret.octets(), padded);
        }
    }

    /**
     * The plain text, which is the caller's to wipe.
     *
     * <p>CBC decrypts each block by itself and its predecessor: where the first block is the head of a PrivateKeyInfo of the
     * right length the password was right, and whatever is wrong behind it is damage.
     */
    byte[] decrypted(byte[] encrypted, char[] password) throws NotOpened {
        if (encrypted.length == 0 || encrypted.length % BLOCK != 0) {
            throw new NotOpened(
                    KeyProblem.DAMAGED,
                    "its encrypted part has " + encrypted.length + " octets, which is no multiple of " + BLOCK
                            + ": it was cut or changed; take a fresh copy");
        }
        for (Kind kind : kinds()) {
            try (Secrets secret = Secrets.of(password);
                    Secrets plain = Secrets.of(cbc(false, kind, secret.octets(), encrypted))) {
                if (startsLikeAKey(plain.octets())) {
                    return unpadded(plain.octets());
                }
            }
        }
        throw new NotOpened(
                KeyProblem.WRONG_PASSWORD,
                "the password does not open it; try again, and if it is surely right the file is damaged at its beginning");
    }

    private List<Kind> kinds() {
        return switch (encryption.scheme().family()) {
            case PBES1 -> List.of(Kind.PBKDF1);
            case PBES2 -> List.of(Kind.PBKDF2);
            case FIXED_IV -> List.of(Kind.PBKDF1, Kind.PBKDF2);
        };
    }

    private byte[] cbc(boolean encrypting, Kind kind, byte[] password, byte[] in) {
        try (Secrets derived = Secrets.of(derived(kind, password))) {
            byte[] iv = iv(derived.octets());
            KeyParameter key =
                    new KeyParameter(derived.octets(), 0, encryption.scheme().keyOctets());
            try (Secrets wiped = Secrets.of(key.getKey())) {
                var cbc = CBCBlockCipher.newInstance(engine(encryption.scheme()));
                cbc.init(encrypting, new ParametersWithIV(key, iv));
                byte[] out = new byte[in.length];
                for (int at = 0; at < in.length; at += BLOCK) {
                    cbc.processBlock(in, at, out, at);
                }
                return out;
            }
        }
    }

    private byte[] derived(Kind kind, byte[] password) {
        return switch (kind) {
            case PBKDF1 -> Derivation.pbkdf1(password, encryption.salt(), encryption.iterations());
            case PBKDF2 ->
                Derivation.pbkdf2(
                        encryption.prf(),
                        password,
                        encryption.salt(),
                        encryption.iterations(),
                        encryption.scheme().keyOctets());
        };
    }

    private byte[] iv(byte[] derived) {
        return switch (encryption.scheme().family()) {
            case PBES2 -> encryption.iv();
            case FIXED_IV -> FIXED_IV;
            case PBES1 -> {
                Digest sha1 = new SHA1Digest();
                sha1.update(derived, BLOCK, PBKDF1_OCTETS - BLOCK);
                byte[] hash = new byte[sha1.getDigestSize()];
                sha1.doFinal(hash, 0);
                yield Arrays.copyOf(hash, BLOCK);
            }
        };
    }

    static BlockCipher engine(KeyScheme scheme) {
        return switch (scheme) {
            case SEED_SHA1, SEED_CBC, SEED_FIXED_IV, GPKI_SEED_FIXED_IV -> new SEEDEngine();
            case ARIA_128_CBC, ARIA_192_CBC, ARIA_256_CBC -> new ARIAEngine();
            case AES_128_CBC, AES_192_CBC, AES_256_CBC -> AESEngine.newInstance();
        };
    }

    /** SEQUENCE of a length that with its padding fills the blocks, then the version, INTEGER 0 or 1 (RFC 5958 §2). */
    private static boolean startsLikeAKey(byte[] plain) {
        if (plain[0] != 0x30) {
            return false;
        }
        int first = plain[1] & 0xff;
        int lengthOctets = first < 0x80 ? 0 : first - 0x80;
        if (lengthOctets > 3) {
            return false;
        }
        int length = lengthOctets == 0 ? first : 0;
        for (int i = 0; i < lengthOctets; i++) {
            length = length << 8 | plain[2 + i] & 0xff;
        }
        int head = 2 + lengthOctets;
        int padding = plain.length - head - length;
        return padding >= 1
                && padding <= BLOCK
                && plain[head] == 0x02
                && plain[head + 1] == 1
                && (plain[head + 2] == 0 || plain[head + 2] == 1);
    }

    private static byte[] unpadded(byte[] plain) throws NotOpened {
        int padding = plain[plain.length - 1];
        boolean whole = padding >= 1 && padding <= BLOCK;
        for (int i = 1; whole && i <= padding; i++) {
            whole = plain[plain.length - i] == padding;
        }
        if (!whole) {
            throw new NotOpened(
                    KeyProblem.DAMAGED, "the password is right, and the end of the key is damaged; take a fresh copy");
        }
        return Arrays.copyOf(plain, plain.length - padding);
    }
}
