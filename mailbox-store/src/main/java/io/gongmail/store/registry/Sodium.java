package io.gongmail.store.registry;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2id by libsodium, where the system has it: in half of the processor time that Java takes, and with the memory it asks
 * for outside the heap, where it is gone after each hash and no collection copies it. Thread-safe.
 */
final class Sodium {
    private static final Logger LOG = LoggerFactory.getLogger(Sodium.class);

    /** By its interfaces' versions: Debian 12 has 23, Debian 13 has 26; what is called here is the same in both. */
    private static final List<String> NAMES = List.of("libsodium.so.23", "libsodium.so.26");

    /** crypto_pwhash_ALG_ARGON2ID13: version 1.3, one lane. */
    private static final int ARGON2ID_13 = 2;
    /** crypto_pwhash_SALTBYTES. */
    private static final int SALT = 16;
    /** crypto_pwhash_BYTES_MIN. */
    private static final int SHORTEST_HASH = 16;

    private final Function hash;

    private Sodium(Function hash) {
        this.hash = hash;
    }

    /** Loads it; empty where it is not to be had. */
    static Optional<Sodium> load() {
        return load(NAMES);
    }

    static Optional<Sodium> load(List<String> names) {
        for (String name : names) {
            try {
                NativeLibrary library = NativeLibrary.getInstance(name);
                // Below zero when it cannot be used; it may be called more than once.
                if (Native.SIZE_T_SIZE == Long.BYTES
                        && library.getFunction("sodium_init").invokeInt(new Object[0]) >= 0) {
                    LOG.info("passwords are hashed by {}", name);
                    return Optional.of(new Sodium(library.getFunction("crypto_pwhash")));
                }
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                LOG.debug("{} is not to be had: {}", name, e.getMessage());
            }
        }
        LOG.info(
                "passwords are hashed in Java, which takes twice the processor time: {} is not to be had",
                NAMES.get(0));
        return Optional.empty();
    }

    /** Whether it does these: one lane and a salt of 16 octets, as all of our own are. */
    static boolean does(Argon2Parameters parameters, int saltLength, int hashLength) {
        return parameters.parallelism() == 1 && saltLength == SALT && hashLength >= SHORTEST_HASH;
    }

    /**
     * The hash of {@code length} octets, for what it {@link #does}; empty when the system has not the memory. Copies of the
     * password are wiped, {@code password} itself is the caller's.
     */
    Optional<byte[]> argon2id(Argon2Parameters parameters, byte[] salt, byte[] password, int length) {
        // One octet more: nothing can be allocated for an empty password.
        try (Memory passwordCopy = new Memory(password.length + 1L);
                Memory saltCopy = new Memory(salt.length);
                Memory made = new Memory(length)) {
            passwordCopy.write(0, password, 0, password.length);
            saltCopy.write(0, salt, 0, salt.length);
            try {
                int failed = hash.invokeInt(new Object[] {
                    made,
                    (long) length,
                    passwordCopy,
                    (long) password.length,
                    saltCopy,
                    (long) parameters.iterations(),
                    parameters.memoryKiB() * 1_024L,
                    ARGON2ID_13
                });
                return failed == 0 ? Optional.of(made.getByteArray(0, length)) : Optional.empty();
            } finally {
                passwordCopy.clear();
                made.clear();
            }
        }
    }
}
