package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Registry;
import java.util.Optional;

/** What setting a password reads and writes of the registry. Thread-safe; may block. */
public interface PasswordRecords {
    /** The active binding of a certificate. */
    Optional<Binding> active(CertificateKey key);

    /** Sets the hash and audits that it was set; false when there is no such account that is not closed. */
    boolean set(Address account, String phc);

    /** The registry's. */
    static PasswordRecords of(Registry registry) {
        return new PasswordRecords() {
            @Override
            public Optional<Binding> active(CertificateKey key) {
                return registry.bindings().active(key);
            }

            @Override
            public boolean set(Address account, String phc) {
                return registry.accounts().setPasswordHash(account, phc, account.toString());
            }
        };
    }
}
