package io.gongmail.pki.gpki;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatedIdentityTest {
    private static final String HONG = "CN=850홍길동001,OU=people,OU=교육부,O=Government of Korea,C=KR";

    private final TestAuthority authority = TestAuthority.root("CN=Root,C=KR");

    @Test
    void theSameSubjectSpeaksAgainstNothing() {
        assertThat(person(HONG, HONG)).isEmpty();
        // RFC 5280 §7.1: case and runs of spaces make no difference.
        assertThat(person(HONG, "CN=850홍길동001,OU=People,OU=교육부,O=government  of Korea,C=KR"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=850홍길동002,OU=people,OU=교육부,O=Government of Korea,C=KR", // a namesake
                "CN=850김철수001,OU=people,OU=교육부,O=Government of Korea,C=KR",
                "CN=131홍길동001,OU=people,OU=교육부,O=Government of Korea,C=KR",
                "CN=850홍길동001,OU=people,OU=행정안전부,O=Government of Korea,C=KR",
                "CN=850홍길동001,OU=people,OU=학교,OU=교육부,O=Government of Korea,C=KR",
                "CN=850홍길동001,OU=people,OU=교육부,O=Public of Korea,C=KR"
            })
    void anotherSubjectMayBeAnotherPerson(String other) {
        assertThat(person(HONG, other)).contains("subject");
    }

    @Test
    void whoStatesNoSubjectIsNotCompared() {
        assertThat(person("", "")).contains("subject");
    }

    @Test
    void namesOfAPersonAreTheRealNameAndTheCommonNameWithoutItsDigits() {
        assertThat(of(HONG).names()).containsExactly("홍길동");
        assertThat(of("CN=김철수,C=KR").names()).containsExactly("김철수");
        assertThat(named(new DERUTF8String("박민수")).names()).contains("박민수");
        assertThat(of("CN=00123,C=KR").names()).isEmpty();
        assertThat(of("OU=people,C=KR").names()).isEmpty();
        assertThat(of("").names()).isEmpty();
    }

    @Test
    void realNamesAreComparedWhereBothStateOne() {
        StatedIdentity hong = named(new DERUTF8String("홍길동"));
        StatedIdentity kim = named(new DERUTF8String("김철수"));
        StatedIdentity nameless = of(HONG);
        StatedIdentity noText = named(new ASN1Integer(7));
        assertThat(hong.differsAsPerson(named(new DERUTF8String("홍길동")))).isEmpty();
        assertThat(hong.differsAsPerson(kim)).contains("real name");
        assertThat(hong.differsAsPerson(nameless)).isEmpty();
        assertThat(nameless.differsAsPerson(kim)).isEmpty();
        assertThat(hong.differsAsPerson(noText)).contains("real name");
    }

    @Test
    void whatCannotBeReadIsNotTheSame() {
        StatedIdentity broken = StatedIdentity.of(authority.issue(
                certificate(HONG).with(Extension.subjectAlternativeName, false, new DERUTF8String("no names"))));
        assertThat(named(new DERUTF8String("홍길동")).differsAsPerson(broken)).contains("real name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CN=교육부대표002,OU=대표,OU=교육부,O=Government of Korea,C=KR", "OU=대표,OU=교육부,O=Government of Korea,C=KR"
            })
    void ofAnAgencyTheCommonNameMayDiffer(String other) {
        StatedIdentity first = of("CN=교육부대표001,OU=대표,OU=교육부,O=Government of Korea,C=KR");
        assertThat(first.differsAsAgency(of(other))).isEmpty();
        assertThat(first.differsAsPerson(of(other))).contains("subject");
    }

    @Test
    void anotherAgencyIsAnother() {
        StatedIdentity first = of("CN=대표001,OU=대표,OU=교육부,O=Government of Korea,C=KR");
        assertThat(first.differsAsAgency(of("CN=대표001,OU=대표,OU=행정안전부,O=Government of Korea,C=KR")))
                .contains("agency");
        assertThat(of("CN=대표001").differsAsAgency(of("CN=대표001"))).contains("agency");
    }

    private Optional<String> person(String one, String other) {
        return of(one).differsAsPerson(of(other));
    }

    private StatedIdentity of(String subject) {
        return StatedIdentity.of(authority.issue(certificate(subject)));
    }

    private StatedIdentity named(ASN1Encodable realName) {
        ASN1Encodable identify = new DERSequence(new ASN1Encodable[] {realName, new DERSequence()});
        GeneralName name = new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier("1.2.410.200004.10.1.1"), new DERTaggedObject(true, 0, identify)
        }));
        return StatedIdentity.of(authority.issue(
                certificate(HONG).with(Extension.subjectAlternativeName, false, new GeneralNames(name))));
    }

    private TestCertificate certificate(String subject) {
        return authority.person(subject);
    }
}
