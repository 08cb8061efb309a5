package io.gongmail.server.signin;

import io.gongmail.pki.PolicyOid;
import io.gongmail.server.config.CertificateOnly;
import io.gongmail.store.registry.AccountType;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;

/**
 * Which certificate policies open which type of account; one of them is enough, and an empty set opens none. And where a
 * certificate is all that is asked for.
 *
 * @param official for accounts of one official
 * @param representative for accounts of an agency
 * @param relay for systems of an agency: at the listener {@link #RELAY} alone, and without a password
 * @param certificateOnly where else no password is asked for; empty: nowhere
 */
public record Policies(
        Set<PolicyOid> official,
        Set<PolicyOid> representative,
        Set<PolicyOid> relay,
        Set<CertificateOnly> certificateOnly) {
    /** The listener of agencies' systems. */
    public static final String RELAY = "relay";

    public Policies {
        official = Set.copyOf(official);
        representative = Set.copyOf(representative);
        relay = Set.copyOf(relay);
        certificateOnly = Set.copyOf(certificateOnly);
    }

    /** Certificate and password, everywhere; no systems. */
    public Policies(Set<PolicyOid> official, Set<PolicyOid> representative) {
        this(official, representative, Set.of(), Set.of());
    }

    /** Whether a certificate issued under {@code policies} may open an account of {@code type}. */
    public boolean fit(AccountType type, Set<PolicyOid> policies) {
        Set<PolicyOid> fitting = switch (type) {
            case OFFICIAL -> official;
            case AGENCY_REPRESENTATIVE -> representative;
            case AGENCY_RELAY -> relay;
        };
        return !Collections.disjoint(fitting, policies);
    }

    /** Whether at {@code listener} such a certificate opens an account of {@code type} without a password. */
    boolean sufficesAlone(String listener, AccountType type, Set<PolicyOid> policies) {
        if (!fit(type, policies)) {
            return false;
        }
        return type == AccountType.AGENCY_RELAY
                ? listener.equals(RELAY)
                : certificateOnly.stream()
                        .anyMatch(rule -> rule.listener().equals(listener)
                                && rule.type() == type
                                && (rule.policies().isEmpty() || !Collections.disjoint(rule.policies(), policies)));
    }

    /** The same for an account of any type: what can be said before it is known whose account it is. */
    boolean maySufficeAlone(String listener, Set<PolicyOid> policies) {
        return Arrays.stream(AccountType.values()).anyMatch(type -> sufficesAlone(listener, type, policies));
    }

    /** Whether an account of {@code type} is opened by certificate and password at all. */
    boolean takesPassword(AccountType type) {
        return type != AccountType.AGENCY_RELAY;
    }
}
