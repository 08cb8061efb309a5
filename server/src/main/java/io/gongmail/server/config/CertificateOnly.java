package io.gongmail.server.config;

import io.gongmail.pki.PolicyOid;
import io.gongmail.store.registry.AccountType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One place where a certificate suffices, without a password (SASL EXTERNAL).
 *
 * @param listener {@code imap}, {@code submission}, {@code directory} or {@code managesieve}
 * @param type of the accounts
 * @param policies of the certificate, one of which is enough; empty: every one that opens such an account
 */
public record CertificateOnly(String listener, AccountType type, Set<PolicyOid> policies) {
    static final String ALLOWED =
            "nothing, or entries separated by commas: (imap, submission, directory or managesieve)/(official or"
                    + " agency-representative), or the same with /(a certificate policy) behind it";
    private static final Set<String> LISTENERS = Set.of("imap", "submission", "directory", "managesieve");
    /** Systems have a listener of their own, where a certificate always suffices. */
    private static final Set<AccountType> TYPES = Set.of(AccountType.OFFICIAL, AccountType.AGENCY_REPRESENTATIVE);

    public CertificateOnly {
        policies = Set.copyOf(policies);
    }

    /** {@code listener/type} or {@code listener/type/policy}. */
    static Optional<CertificateOnly> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || !LISTENERS.contains(parts[0])) {
            return Optional.empty();
        }
        for (AccountType type : TYPES) {
            if (type.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(parts[1])) {
                return parts.length == 2
                        ? Optional.of(new CertificateOnly(parts[0], type, Set.of()))
                        : Section.oid(parts[2]).map(oid -> new CertificateOnly(parts[0], type, Set.of(oid)));
            }
        }
        return Optional.empty();
    }
}
