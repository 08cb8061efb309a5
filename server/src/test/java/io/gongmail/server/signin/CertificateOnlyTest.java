package io.gongmail.server.signin;

import static io.gongmail.store.registry.AccountType.AGENCY_RELAY;
import static io.gongmail.store.registry.AccountType.AGENCY_REPRESENTATIVE;
import static io.gongmail.store.registry.AccountType.OFFICIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import io.gongmail.server.config.CertificateOnly;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a certificate suffices alone, and whose. */
class CertificateOnlyTest {
    private static final PolicyOid PERSON = new PolicyOid("1.2.3");
    private static final PolicyOid AGENCY = new PolicyOid("1.2.4");
    private static final PolicyOid SPECIAL = new PolicyOid("1.2.5");
    private static final PolicyOid COMPUTER = new PolicyOid("1.2.6");

    private static Policies with(CertificateOnly... rules) {
        return new Policies(Set.of(PERSON), Set.of(AGENCY, SPECIAL), Set.of(COMPUTER), Set.of(rules));
    }

    @Test
    void withoutARuleNoCertificateSuffices() {
        assertThat(with().sufficesAlone("imap", OFFICIAL, Set.of(PERSON))).isFalse();
        assertThat(with().maySufficeAlone("imap", Set.of(PERSON, AGENCY, SPECIAL)))
                .isFalse();
    }

    @Test
    void aRuleHoldsForItsListenerAndTypeOnly() {
        Policies policies = with(new CertificateOnly("imap", AGENCY_REPRESENTATIVE, Set.of()));
        assertThat(policies.sufficesAlone("imap", AGENCY_REPRESENTATIVE, Set.of(AGENCY)))
                .isTrue();
        assertThat(policies.sufficesAlone("submission", AGENCY_REPRESENTATIVE, Set.of(AGENCY)))
                .isFalse();
        assertThat(policies.sufficesAlone("imap", OFFICIAL, Set.of(PERSON))).isFalse();
        assertThat(policies.maySufficeAlone("imap", Set.of(AGENCY))).isTrue();
        assertThat(policies.maySufficeAlone("imap", Set.of(PERSON))).isFalse();
    }

    @Test
    void aRuleWithAPolicyHoldsForThatPolicyOnly() {
        Policies policies = with(new CertificateOnly("imap", AGENCY_REPRESENTATIVE, Set.of(SPECIAL)));
        assertThat(policies.sufficesAlone("imap", AGENCY_REPRESENTATIVE, Set.of(SPECIAL)))
                .isTrue();
        assertThat(policies.sufficesAlone("imap", AGENCY_REPRESENTATIVE, Set.of(AGENCY)))
                .isFalse();
    }

    @Test
    void aPolicyThatOpensNoSuchAccountSufficesForNone() {
        Policies policies = with(new CertificateOnly("imap", OFFICIAL, Set.of(SPECIAL)));
        assertThat(policies.sufficesAlone("imap", OFFICIAL, Set.of(SPECIAL))).isFalse();
    }

    @Test
    void aSystemsCertificateSufficesAtTheRelayListenerOnly() {
        Policies policies = with(new CertificateOnly("imap", AGENCY_RELAY, Set.of()));
        assertThat(policies.sufficesAlone("relay", AGENCY_RELAY, Set.of(COMPUTER)))
                .isTrue();
        assertThat(policies.sufficesAlone("relay", AGENCY_RELAY, Set.of(SPECIAL)))
                .isFalse();
        assertThat(policies.sufficesAlone("imap", AGENCY_RELAY, Set.of(COMPUTER)))
                .isFalse();
        assertThat(policies.sufficesAlone("submission", AGENCY_RELAY, Set.of(COMPUTER)))
                .isFalse();
    }

    @Test
    void nobodyElsesCertificateSufficesAtTheRelayListener() {
        Policies policies = with(new CertificateOnly("imap", AGENCY_REPRESENTATIVE, Set.of()));
        assertThat(policies.maySufficeAlone("relay", Set.of(PERSON, AGENCY))).isFalse();
    }

    @Test
    void systemsHaveNoPassword() {
        assertThat(with().takesPassword(OFFICIAL)).isTrue();
        assertThat(with().takesPassword(AGENCY_REPRESENTATIVE)).isTrue();
        assertThat(with().takesPassword(AGENCY_RELAY)).isFalse();
    }
}
