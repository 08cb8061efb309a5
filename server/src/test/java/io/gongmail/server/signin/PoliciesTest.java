package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import io.gongmail.store.registry.AccountType;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final PolicyOid PERSON = new PolicyOid("1.2.3.1");
    private static final PolicyOid CARD = new PolicyOid("1.2.3.2");
    private static final PolicyOid AGENCY = new PolicyOid("1.2.3.3");
    private static final PolicyOid OTHER = new PolicyOid("1.2.3.9");
    private final Policies policies = new Policies(Set.of(PERSON, CARD), Set.of(AGENCY));

    @Test
    void anyOneOfTheTypesPoliciesOpensIt() {
        assertThat(policies.fit(AccountType.OFFICIAL, Set.of(PERSON))).isTrue();
        assertThat(policies.fit(AccountType.OFFICIAL, Set.of(OTHER, CARD))).isTrue();
        assertThat(policies.fit(AccountType.AGENCY_REPRESENTATIVE, Set.of(AGENCY)))
                .isTrue();
    }

    @Test
    void thePolicyOfTheOtherTypeOpensNothing() {
        assertThat(policies.fit(AccountType.OFFICIAL, Set.of(AGENCY, OTHER))).isFalse();
        assertThat(policies.fit(AccountType.AGENCY_REPRESENTATIVE, Set.of(PERSON, CARD)))
                .isFalse();
        assertThat(policies.fit(AccountType.OFFICIAL, Set.of())).isFalse();
    }

    @Test
    void whereNoneIsAcceptedNoneFits() {
        assertThat(new Policies(Set.of(), Set.of()).fit(AccountType.OFFICIAL, Set.of(PERSON)))
                .isFalse();
    }
}
