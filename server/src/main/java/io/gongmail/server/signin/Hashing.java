package io.gongmail.server.signin;

import io.gongmail.store.registry.PasswordHashing;

/** Between a password and the PHC text that is stored of it: slow by design. Thread-safe; never call it on an event loop. */
public interface Hashing {
    /** Whether {@code phc} is of {@code password}. */
    boolean verify(String phc, char[] password);

    /** Whether {@code phc} was made with other costs than today's. */
    boolean isOutdated(String phc);

    /** A PHC text of {@code password} with today's costs. */
    String hash(char[] password);

    /** Argon2id. */
    static Hashing of(PasswordHashing argon2) {
        return new Hashing() {
            @Override
            public boolean verify(String phc, char[] password) {
                return argon2.verify(phc, password);
            }

            @Override
            public boolean isOutdated(String phc) {
                return argon2.isOutdated(phc);
            }

            @Override
            public String hash(char[] password) {
                return argon2.hash(password);
            }
        };
    }
}
