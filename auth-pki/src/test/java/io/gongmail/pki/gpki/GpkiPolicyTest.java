package io.gongmail.pki.gpki;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpkiPolicyTest {
    @Test
    void everyIdentifierStandsOnce() {
        assertThat(Stream.of(GpkiPolicy.values()).map(GpkiPolicy::oid))
                .doesNotHaveDuplicates()
                .hasSize(13);
    }

    @Test
    void aPolicyIsFoundByItsIdentifier() {
        assertThat(GpkiPolicy.of(new PolicyOid("1.2.410.100001.2.2.1"))).contains(GpkiPolicy.OFFICIAL);
        assertThat(GpkiPolicy.of(new PolicyOid("1.2.410.100001.2.1.3"))).contains(GpkiPolicy.AGENCY_SPECIAL_PURPOSE);
        assertThat(GpkiPolicy.of(new PolicyOid("1.2.410.200004.5.2.1.2"))).isEmpty();
        assertThat(GpkiPolicy.OFFICIAL.korean()).isEqualTo("공무원");
    }

    @Test
    void officialsAndRepresentativesShareNoPolicy() {
        assertThat(GpkiPolicy.OFFICIAL_ACCOUNT).doesNotContainAnyElementsOf(GpkiPolicy.REPRESENTATIVE_ACCOUNT);
        assertThat(GpkiPolicy.OFFICIAL_ACCOUNT)
                .extracting(PolicyOid::dotted)
                .containsExactlyInAnyOrder("1.2.410.100001.2.2.1", "1.2.410.100001.5.3.1.3");
        assertThat(GpkiPolicy.REPRESENTATIVE_ACCOUNT)
                .extracting(PolicyOid::dotted)
                .containsExactlyInAnyOrder("1.2.410.100001.2.1.3", "1.2.410.100001.5.3.1.5");
        assertThat(GpkiPolicy.AGENCY_RELAY)
                .extracting(PolicyOid::dotted)
                .containsExactlyInAnyOrder(
                        "1.2.410.100001.2.1.2",
                        "1.2.410.100001.2.1.3",
                        "1.2.410.100001.5.3.1.5",
                        "1.2.410.100001.5.3.1.7");
    }

    @Test
    void everyPolicyHasItsMeaningInBothLanguages() {
        for (GpkiPolicy policy : GpkiPolicy.values()) {
            assertThat(policy.english()).matches("[a-zA-Z :]+");
            assertThat(policy.korean()).matches("[가-힣A-Z· ]+");
        }
    }

    @Test
    void policiesOfBanksAreKnownAsTheirs() {
        assertThat(GpkiPolicy.isNpki(new PolicyOid("1.2.410.200005.1.1.4"))).isTrue();
        assertThat(GpkiPolicy.isNpki(new PolicyOid("1.2.410.200004.5.2.1.2"))).isTrue();
        assertThat(GpkiPolicy.isNpki(GpkiPolicy.OFFICIAL.oid())).isFalse();
    }
}
