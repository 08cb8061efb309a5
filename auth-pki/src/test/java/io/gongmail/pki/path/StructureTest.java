package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.Verdict.Refused;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"secp192r1, true", "secp224r1, false", "secp256r1, false"})
    void anEllipticCurveBelow224BitIsWeak(String curve, boolean weak) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec(curve));
        assertThat(Structure.weakKey(CA.issue(CA.person().key(generator.generateKeyPair())))
                        .map(Refused::reason))
                .isEqualTo(weak ? Optional.of(RefusalReason.WEAK_KEY) : Optional.empty());
    }
}
