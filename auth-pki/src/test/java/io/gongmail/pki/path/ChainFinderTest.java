package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChainFinderTest {
    private final TestAuthority root = TestAuthority.root("CN=Root,C=KR");
    private final TestAuthority issuing = root.authority("CN=Issuing,C=KR", UnaryOperator.identity());
    private final X509Certificate leaf = issuing.issue(issuing.person());

    @Test
    void aChainReachesTheAnchorThroughWhatIsConfiguredOrBroughtAlong() {
        List<X509Certificate> whole = List.of(leaf, issuing.certificate(), root.certificate());
        assertThat(new ChainFinder(List.of(root.certificate()), List.of(issuing.certificate()), 6)
                        .from(leaf, List.of()))
                .contains(whole);
        assertThat(new ChainFinder(List.of(root.certificate()), List.of(), 6)
                        .from(leaf, List.of(issuing.certificate())))
                .contains(whole);
    }

    @Test
    void whatIsBroughtAlongIsNoAnchorAndANameAloneIsNoLink() {
        X509Certificate sameName = TestAuthority.root("CN=Root,C=KR").certificate();
        assertThat(new ChainFinder(List.of(sameName), List.of(), 6)
                        .from(leaf, List.of(issuing.certificate(), root.certificate())))
                .isEmpty();
        assertThat(new ChainFinder(List.of(root.certificate()), List.of(), 6).from(leaf, List.of()))
                .isEmpty();
    }
}
