package io.gongmail.server.signin;

import io.gongmail.pki.PolicyOid;
import io.gongmail.store.registry.AccountType;
import java.util.Collections;
import java.util.Set;

/**
 * Which certificate policies open which type of account; one of them is enough, and an empty set opens none.
 *
 * @param official for accounts of one official
 * @param representative for accounts of an agency
 */
public record Policies(Set<PolicyOid> official, Set<PolicyOid> representative) {
    public Policies {
        official = Set.copyOf(official);
        representative = Set.copyOf(representative);
    }

    /** Whether a certificate issued under {@code policies} may open an account of {@code type}. */
    public boolean fit(AccountType type, Set<PolicyOid> policies) {
        Set<PolicyOid> fitting = switch (type) {
            case OFFICIAL -> official;
            case AGENCY_REPRESENTATIVE -> representative;
        };
        return !Collections.disjoint(fitting, policies);
    }
}
