package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.Verdict.Refused;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class StructureTest {
    private static final TestAuthority CA = TestAuthority.root("CN=CA,C=KR");

    /** With a path length of 0 it may still issue; its key usage says nothing of that here. */
    @Test
    void theLastAuthorityOfAPathIsAnAuthorityToo() {
        assertThat(Structure.authority(
                                CA.issue(CA.person().with(Extension.basicConstraints, true, new BasicConstraints(0))))
                        .map(Refused::reason))
                .contains(RefusalReason.AUTHORITY_CERTIFICATE);
    }

    /** Peers' keys are looked at before; an anchor's comes here first. */
    @Test
    void aKeyOfAnotherKindIsUnsupported() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
        generator.initialize(1024);
        KeyPair dsa = generator.generateKeyPair();
        Refused refused = Structure.weakKey(CA.issue(CA.person().key(dsa))).orElseThrow();
        assertThat(refused.reason()).isEqualTo(RefusalReason.UNSUPPORTED_KEY);
        assertThat(refused.evidence("keyAlgorithm")).isEqualTo("DSA");
    }
}
