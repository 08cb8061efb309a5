package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.StoredPassword;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What setting a password reads and writes of the registry. Thread-safe; may block. */
public interface PasswordRecords {
    /** The active binding of a certificate. */
    Optional<Binding> active(CertificateKey key);

    /** What is stored of the present one; empty when none was set. */
    Optional<StoredPassword> present(Address account);

    /** SHA-256 of the CI of who applied for the account; empty where nobody did. */
    Optional<String> ownerCi(Address account);

    /** Hashes of the account's last passwords, the present one first, then those before it. */
    List<String> last(Address account, int limit);

    /**
     * Sets the hash and audits that it was set; false when there is no such account that is not closed.
     *
     * @param former how many hashes of passwords before this one are kept
     * @param proof by what the owner was known, for the audit trail
     */
    boolean set(Address account, String phc, int former, String proof);

    /**
     * Takes the password away and audits that; false when there was none.
     *
     * @param former how many hashes of passwords before are kept, this one among them
     */
    boolean clear(Address account, int former, String actor, String reason);

    /** Done when the event is durable. */
    CompletionStage<?> record(AuditEvent event);

    /** The registry's. */
    static PasswordRecords of(Registry registry) {
        return new PasswordRecords() {
            @Override
            public Optional<Binding> active(CertificateKey key) {
                return registry.bindings().active(key);
            }

            @Override
            public Optional<StoredPassword> present(Address account) {
                return registry.accounts().password(account);
            }

            @Override
            public Optional<String> ownerCi(Address account) {
                return registry.applications()
                        .ofAccount(account)
                        .filter(Application.Filled.class::isInstance)
                        .map(application ->
                                ((Application.Filled) application).person().ciSha256());
            }

            @Override
            public List<String> last(Address account, int limit) {
                return Stream.concat(
                                registry.accounts().password(account).map(StoredPassword::hash).stream(),
                                registry.accounts().formerPasswordHashes(account, limit).stream())
                        .limit(limit)
                        .toList();
            }

            @Override
            public boolean set(Address account, String phc, int former, String proof) {
                return registry.accounts().setPasswordHash(account, phc, former, account.toString(), proof);
            }

            @Override
            public boolean clear(Address account, int former, String actor, String reason) {
                return registry.accounts().clearPassword(account, former, actor, reason);
            }

            @Override
            public CompletionStage<?> record(AuditEvent event) {
                return registry.audit().recordSoon(event);
            }
        };
    }
}
