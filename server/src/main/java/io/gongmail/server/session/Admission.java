package io.gongmail.server.session;

import io.gongmail.store.registry.Address;
import java.util.Optional;

/** The last word on a session whose certificate and password were right. Thread-safe. */
public interface Admission {
    /** Everybody, from everywhere. */
    Admission ALL = signedIn -> Optional.empty();

    /**
     * Why it is refused all the same; empty when it is not. Also asked when a session has told what client it is. May block
     * for the database.
     *
     * @throws RuntimeException when that cannot be told: a refusal
     */
    Optional<EndReason> admit(SignedIn signedIn);

    /** Told that sign-in with a certificate of the account has failed so often that it is closed for a while. Must not block. */
    default void guessed(Address account, Origin origin, String certificateSha256) {}
}
