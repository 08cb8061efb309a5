package io.gongmail.store.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * Passwords as Argon2id (RFC 9106) in PHC text: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Thread-safe. Slow and
 * hungry for memory by design: run it on a bounded executor. Passwords are taken in Unicode normalisation form C (RFC 8265
 * §4.2), so that a Hangul syllable typed on any system is the same. Working copies are wiped; the caller wipes its own.
 */
public final class PasswordHashing {
    /** The longest password taken, in UTF-16 units. */
    public static final int LONGEST_PASSWORD = 1_024;

    private static final int SALT = 16;
    private static final int HASH = 32;

    private final SecureRandom random;
    private final Argon2Parameters parameters;
    private final Supplier<Optional<Sodium>> sodium;

    /** Looked for when the first password is hashed, which most commands never do. */
    private static final class Installed {
        static final Optional<Sodium> SODIUM = Sodium.load();
    }

    /** By libsodium where the system has it, else by Bouncy Castle. */
    public PasswordHashing(SecureRandom random, Argon2Parameters parameters) {
        this(random, parameters, () -> Installed.SODIUM);
    }

    PasswordHashing(SecureRandom random, Argon2Parameters parameters, Supplier<Optional<Sodium>> sodium) {
        this.random = random;
        this.parameters = parameters;
        this.sodium = sodium;
    }

    /**
     * The PHC text for {@code password} with a fresh salt.
     *
     * @throws IllegalArgumentException when it is empty, too long or not well-formed UTF-16
     */
    public String hash(char[] password) {
        byte[] octets = octets(password)
                .orElseThrow(() -> new IllegalArgumentException("a password is 1 to 1,024 well-formed characters"));
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] hash = argon2(parameters, salt, octets, HASH);
        try {
            return PhcText.of(parameters, salt, hash).toString();
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    /** Whether {@code password} is the one that {@code phc} was made of; false, too, when {@code phc} is not well formed. */
    public boolean verify(String phc, char[] password) {
        Optional<PhcText> parsed = PhcText.parse(phc);
        if (parsed.isEmpty()) {
            return false;
        }
        Optional<byte[]> octets = octets(password);
        if (octets.isEmpty()) {
            return false;
        }
        byte[] expected = parsed.get().hashOctets();
        byte[] actual = argon2(parsed.get().parameters(), parsed.get().saltOctets(), octets.get(), expected.length);
        try {
            // Takes the same time wherever they differ.
            return MessageDigest.isEqual(expected, actual);
        } finally {
            Arrays.fill(actual, (byte) 0);
        }
    }

    /** Whether {@code phc} was made with other parameters than today's: hash again at the next good sign-in. */
    public boolean isOutdated(String phc) {
        return PhcText.parse(phc)
                .filter(parsed -> parsed.parameters().equals(parameters))
                .isEmpty();
    }

    /** Wipes {@code password} when done. */
    private byte[] argon2(Argon2Parameters parameters, byte[] salt, byte[] password, int length) {
        try {
            Optional<byte[]> hash = Sodium.does(parameters, salt.length, length)
                    ? sodium.get().flatMap(library -> library.argon2id(parameters, salt, password, length))
                    : Optional.empty();
            if (hash.isPresent()) {
                return hash.get();
            }
            return argon2(
                    new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                    org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                            .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                            .withMemoryAsKB(parameters.memoryKiB())
                            .withIterations(parameters.iterations())
                            .withParallelism(parameters.parallelism())
                            .withSalt(salt)
                            .build(),
                    password,
                    length);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** Bouncy Castle's Argon2, apart so that the published vectors, with secret and additional data, can test it. */
    static byte[] argon2(org.bouncycastle.crypto.params.Argon2Parameters parameters, byte[] password, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] hash = new byte[length];
        generator.generateBytes(password, hash);
        return hash;
    }

    /** The password in UTF-8, or empty when it cannot be one. */
    static Optional<byte[]> octets(char[] password) {
        if (password.length == 0 || password.length > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        CharBuffer chars = CharBuffer.wrap(password);
        if (!Normalizer.isNormalized(chars, Normalizer.Form.NFC)) {
            // The normaliser gives a String, which cannot be wiped; only decomposed input comes here.
            chars = CharBuffer.wrap(Normalizer.normalize(chars, Normalizer.Form.NFC));
        }
        ByteBuffer encoded = ByteBuffer.wrap(new byte[0]);
        try {
            encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(chars);
            byte[] octets = new byte[encoded.remaining()];
            encoded.get(octets);
            return Optional.of(octets);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }
}
