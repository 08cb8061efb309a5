package io.gongmail.pki.keyfile;

import static io.gongmail.pki.keyfile.Vectors.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

/** The VIDs were computed by Python's hashlib from the number and the R of vectors.tsv. */
class VidCheckTest {
    private static final String NUMBER = "8001011234567";
    private static final String SHA_1 = "1.3.14.3.2.26";
    private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";
    private static final String BY_SHA_1 = "7f861f1f2fbd2724e876daf10710bd40898d32e3";
    private static final String BY_SHA_256 = "399fbfafc96f205b5b928bdaacc2e7b73370cd5c05509c4fae511e5c33c538a6";

    private final TestAuthority authority = TestAuthority.root("CN=Root,C=KR");
    private final OpenedKey key = opened(OpenedKey.of(Vectors.octets("plain")));
    private final VidCheck check = new VidCheck();

    @Test
    void theNumberOfTheCertificatePassesBySha1AndSha256() {
        assertThat(checked(vid(algorithm(SHA_1), BY_SHA_1), NUMBER)).isEqualTo("passed");
        assertThat(checked(vid(algorithm(SHA_256), BY_SHA_256), NUMBER)).isEqualTo("passed");
    }

    @Test
    void parametersOfTheHashMayBeNull() {
        AlgorithmIdentifier withNull = new AlgorithmIdentifier(new ASN1ObjectIdentifier(SHA_256), DERNull.INSTANCE);
        assertThat(checked(vid(withNull, BY_SHA_256), NUMBER)).isEqualTo("passed");
    }

    @Test
    void anotherNumberOrAnotherRandomNumberFails() {
        X509Certificate certificate = vid(algorithm(SHA_256), BY_SHA_256);
        assertThat(checked(certificate, "8001011234568")).isEqualTo("failed");
        assertThat(told(check.check(certificate, key.withRandom(new byte[20]), NUMBER.toCharArray())))
                .isEqualTo("failed");
        assertThat(checked(vid(algorithm(SHA_1), BY_SHA_256), NUMBER)).isEqualTo("failed");
    }

    @Test
    void withoutVidOrRandomNumberOrKnownHashNothingIsSaidToHavePassed() throws Exception {
        assertThat(checked(authority.issue(authority.person()), NUMBER)).contains("carries no VID");
        assertThat(checked(vid(algorithm("1.2.410.200004.1.2"), BY_SHA_1), NUMBER))
                .contains("1.2.410.200004.1.2");
        OpenedKey without = opened(OpenedKey.of(key.privateKey().getEncoded()));
        assertThat(told(check.check(vid(algorithm(SHA_1), BY_SHA_1), without, NUMBER.toCharArray())))
                .contains("(R)");
        GeneralName broken = name(new DERSequence(new DERUTF8String("홍길동")));
        assertThat(checked(named(broken), NUMBER)).contains("cannot be read");
    }

    @Test
    void theNumberIsWiped() {
        char[] number = NUMBER.toCharArray();
        assertThat(told(check.check(vid(algorithm(SHA_1), BY_SHA_1), key, number)))
                .isEqualTo("passed");
        assertThat(number).containsOnly('0');
    }

    private String checked(X509Certificate certificate, String number) {
        return told(check.check(certificate, key, number.toCharArray()));
    }

    private static String told(VidResult result) {
        return result.fold(() -> "passed", () -> "failed", VidResult.NotAvailable::why);
    }

    private static AlgorithmIdentifier algorithm(String oid) {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    }

    private X509Certificate vid(AlgorithmIdentifier algorithm, String hex) {
        ASN1Encodable vid = new DERSequence(new ASN1Encodable[] {
            algorithm,
            new DERTaggedObject(true, 0, new DEROctetString(HexFormat.of().parseHex(hex)))
        });
        ASN1Encodable info =
                new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier("1.2.410.200004.10.1.1.1"), vid});
        return named(name(new DERSequence(
                new ASN1Encodable[] {new DERUTF8String("홍길동"), new DERSequence(new ASN1Encodable[] {info})})));
    }

    private static GeneralName name(ASN1Encodable identify) {
        return new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.2.410.200004.10.1.1"), new DERTaggedObject(true, 0, identify)
        }));
    }

    private X509Certificate named(GeneralName name) {
        return authority.issue(
                authority.person().with(Extension.subjectAlternativeName, false, new GeneralNames(name)));
    }
}
