package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gongmail.pki.SignedOctets;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.revocation.Standing.Good;
import java.io.IOException;
import java.math.BigInteger;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Whatever calls itself an answer, of anybody on the way or of a responder that signs nonsense. */
class OcspAnswerFuzzTest {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    /** Fixed, as the key is: a corpus keeps its worth. */
    static final BigInteger SERIAL = BigInteger.valueOf(4711);

    static final byte[] NONCE = {4, 8, 1, 2, 3, 4, 5, 6, 7, 8};
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final TestAuthority AUTHORITY = SignedOctets.fixedAuthority();
    private static final Function<X509Certificate, Standing> GOOD = responder -> new Good(NOW, List.of(), List.of());

    @FuzzTest
    void isReadOrRefused(byte[] octets) throws Exception {
        readOrRefused(octets);
        byte[] signed = SignedOctets.around(octets, AUTHORITY.keyPair());
        readOrRefused(new OCSPResponse(
                        new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                        new ResponseBytes(OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(signed)))
                .getEncoded());
    }

    private static void readOrRefused(byte[] octets) throws Exception {
        try {
            read(octets);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank(); // told in the log
        }
    }

    static Standing read(byte[] octets) throws Exception {
        X509CertificateHolder issuer = new JcaX509CertificateHolder(AUTHORITY.certificate());
        return new OcspAnswer(AUTHORITY.certificate(), issuer, asked(issuer), NONCE, true, BOUNCY_CASTLE)
                .read(octets, NOW, GOOD);
    }

    static CertificateID asked(X509CertificateHolder issuer) throws Exception {
        return new CertificateID(
                new JcaDigestCalculatorProviderBuilder()
                        .setProvider(BOUNCY_CASTLE)
                        .build()
                        .get(CertificateID.HASH_SHA1),
                issuer,
                SERIAL);
    }
}
