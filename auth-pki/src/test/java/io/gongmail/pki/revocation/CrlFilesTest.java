package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlFilesTest {
    @TempDir
    Path folder;

    private final TestAuthority root = TestAuthority.root("CN=Root,C=KR");

    @Test
    void listsAreFoundByTheirIssuer() throws Exception {
        TestAuthority other = TestAuthority.root("CN=Other,C=KR");
        X509CRL list = root.list().made();
        write("root.crl", list);
        write("other.crl", other.list().made());
        CrlFiles files = new CrlFiles(List.of(folder));
        assertThat(files.of(root.certificate().getSubjectX500Principal())).containsExactly(list);
        assertThat(files.all()).hasSize(2);
    }

    @Test
    void whatIsMissingIsToldByNameAndComesLater() throws Exception {
        Path file = folder.resolve("root.crl");
        CrlFiles files = new CrlFiles(List.of(file));
        assertThat(files.all()).isEmpty();
        assertThat(files.reload()).singleElement().asString().contains(file.toString());
        write("root.crl", root.list().made());
        assertThat(files.changed()).isTrue();
        assertThat(files.reload()).isEmpty();
        assertThat(files.changed()).isFalse();
        assertThat(files.all()).hasSize(1);
    }

    @Test
    void aNewerListTakesTheOldOnesPlace() throws Exception {
        write("root.crl", root.list().number(1).made());
        CrlFiles files = new CrlFiles(List.of(folder));
        X509CRL newer = root.list().number(2).made();
        write("root.crl", newer);
        assertThat(files.reload()).isEmpty();
        assertThat(files.all()).containsExactly(newer);
    }

    /** Its number would be compared at the next reload, and fail there. */
    @Test
    void aListWhoseNumberIsNoIntegerIsToldAndTheOthersAreTaken() throws Exception {
        X509CRL good = TestAuthority.root("CN=Other,C=KR").list().made();
        write("other.crl", good);
        byte[] octets = root.list().number(0x7777).made().getEncoded();
        octets[indexOf(octets, new byte[] {2, 2, 0x77, 0x77})] = 4; // an OCTET STRING
        Files.write(folder.resolve("root.crl"), octets);
        CrlFiles files = new CrlFiles(List.of(folder));
        assertThat(files.all()).containsExactly(good);
        assertThat(files.reload()).singleElement().asString().contains(folder.toString(), "broken");
        assertThat(files.all()).containsExactly(good);
    }

    private static int indexOf(byte[] octets, byte[] sought) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.indexOf(new String(sought, StandardCharsets.ISO_8859_1));
    }

    @Test
    @Adversary("older CRL replayed")
    void aReplayedOlderListIsNotTaken() throws Exception {
        X509Certificate hong = root.issue(root.person());
        X509CRL revoking = root.list()
                .number(2)
                .revoking(hong, CRLReason.keyCompromise, TestAuthority.START)
                .made();
        write("root.crl", revoking);
        CrlFiles files = new CrlFiles(List.of(folder));
        write("root.crl", root.list().number(1).made());
        assertThat(files.reload()).singleElement().asString().contains("CRL number 1", "lower than 2");
        assertThat(files.all()).containsExactly(revoking);
        assertThat(files.revokes(CertificateKeys.of(hong))).isTrue();
    }

    @Test
    void partitionsAreNumberedEachForItself() throws Exception {
        X509CRL people = root.list()
                .number(7)
                .ofPoint(new IssuingDistributionPoint(null, true, false, null, false, false))
                .made();
        write("people.crl", people);
        write(
                "authorities.crl",
                root.list()
                        .number(3)
                        .ofPoint(new IssuingDistributionPoint(null, false, true, null, false, false))
                        .made());
        CrlFiles files = new CrlFiles(List.of(folder));
        write(
                "authorities.crl",
                root.list()
                        .number(2)
                        .ofPoint(new IssuingDistributionPoint(null, false, true, null, false, false))
                        .made());
        assertThat(files.reload()).singleElement().asString().contains("CRL number 2", "lower than 3");
        assertThat(files.all())
                .hasSize(2)
                .contains(people)
                .extracting(CrlFiles::number)
                .contains(java.math.BigInteger.valueOf(3));
    }

    @Test
    void aFileThatBreaksLeavesWhatIsInHand() throws Exception {
        X509CRL list = root.list().made();
        write("root.crl", list);
        CrlFiles files = new CrlFiles(List.of(folder));
        Files.writeString(folder.resolve("root.crl"), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
        assertThat(files.reload()).singleElement().asString().contains("root.crl");
        assertThat(files.all()).containsExactly(list);
    }

    @Test
    void aChangeInsideAFolderIsSeen() throws Exception {
        write("root.crl", root.list().number(1).made());
        CrlFiles files = new CrlFiles(List.of(folder));
        assertThat(files.changed()).isFalse();
        Path file = folder.resolve("root.crl");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(files.changed()).isTrue();
    }

    @Test
    void onlyWhatIsListedIsRevoked() throws Exception {
        X509Certificate hong = root.issue(root.person());
        X509Certificate kim = root.issue(root.person());
        write(
                "root.crl",
                root.list()
                        .revoking(hong, CRLReason.keyCompromise, TestAuthority.START)
                        .made());
        CrlFiles files = new CrlFiles(List.of(folder));
        assertThat(files.revokes(CertificateKeys.of(hong))).isTrue();
        assertThat(files.revokes(CertificateKeys.of(kim))).isFalse();
    }

    private void write(String name, X509CRL list) throws Exception {
        Files.write(folder.resolve(name), list.getEncoded());
    }
}
