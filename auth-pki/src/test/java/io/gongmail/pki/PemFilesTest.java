package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCRLStore;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    @TempDir
    Path folder;

    private final TestAuthority root = TestAuthority.root("CN=Root,C=KR");

    @Test
    void pemAndDerAreReadOneOrManyInAFile() throws Exception {
        X509Certificate other = TestAuthority.root("CN=Other,C=KR").certificate();
        Path der = Files.write(folder.resolve("one.der"), root.certificate().getEncoded());
        Path pem = Files.writeString(folder.resolve("two.pem"), pem(root.certificate()) + pem(other));
        assertThat(PemFiles.certificates(der)).containsExactly(root.certificate());
        assertThat(PemFiles.certificates(pem)).containsExactly(root.certificate(), other);
    }

    @Test
    void ofAFolderEveryFileWithAKnownEndingIsRead() throws Exception {
        Files.write(folder.resolve("a.cer"), root.certificate().getEncoded());
        Files.writeString(folder.resolve("README"), "not a certificate");
        assertThat(PemFiles.certificates(folder)).containsExactly(root.certificate());
    }

    @Test
    void revocationListsAreReadFromFileAndFolder() throws Exception {
        Files.write(folder.resolve("a.crl"), root.list().made().getEncoded());
        assertThat(PemFiles.revocationLists(folder.resolve("a.crl"))).hasSize(1);
        assertThat(PemFiles.revocationLists(folder)).hasSize(1);
    }

    @Test
    void everyErrorNamesTheFile() throws Exception {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> PemFiles.certificates(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> PemFiles.certificates(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(empty.toString());
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> PemFiles.certificates(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(broken.toString());
    }

    @Test
    void lengthsThatAreClaimedMakeNoRoom() throws Exception {
        long claimed = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory()) - (32 << 20);
        ByteBuffer first =
                ByteBuffer.allocate(40).put((byte) 0x30).put((byte) 0x84).putInt((int) claimed);
        Path der = Files.write(folder.resolve("a.crl"), first.array());
        Path second = Files.write(
                folder.resolve("b.crl"),
                Arrays.concatenate(root.list().made().getEncoded(), Arrays.copyOf(first.array(), 40)));
        for (Path file : List.of(der, second)) {
            assertThatThrownBy(() -> PemFiles.revocationLists(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + ": not a revocation list");
            assertThatThrownBy(() -> PemFiles.certificates(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + ": not a certificate");
        }
    }

    @Test
    void derMayFollowDerAndALineEndBehindIt() throws Exception {
        X509Certificate other = TestAuthority.root("CN=Other,C=KR").certificate();
        byte[] both = Arrays.concatenate(root.certificate().getEncoded(), other.getEncoded(), new byte[] {'\n'});
        assertThat(PemFiles.certificates(Files.write(folder.resolve("two.der"), both)))
                .containsExactly(root.certificate(), other);
    }

    @Test
    void whatIsInAnEnvelopeIsReadWhole() throws Exception {
        X509Certificate other = TestAuthority.root("CN=Other,C=KR").certificate();
        CMSSignedDataGenerator made = new CMSSignedDataGenerator();
        made.addCertificates(new JcaCertStore(List.of(root.certificate(), other)));
        made.addCRLs(new JcaCRLStore(List.of(root.list().made())));
        byte[] envelope = made.generate(new CMSAbsentContent()).getEncoded();
        Path der = Files.write(folder.resolve("chain.cer"), envelope);
        Path pem = Files.writeString(
                folder.resolve("chain.pem"),
                "-----BEGIN PKCS7-----\n" + Base64.getMimeEncoder().encodeToString(envelope)
                        + "\n-----END PKCS7-----\n");
        for (Path file : List.of(der, pem)) {
            assertThat(PemFiles.certificates(file)).containsExactlyInAnyOrder(root.certificate(), other);
            assertThat(PemFiles.revocationLists(file)).hasSize(1);
        }
    }

    @Test
    void whatElseIsInPemIsPassedOver() throws Exception {
        String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        Path both = Files.writeString(folder.resolve("a.pem"), "of the ministry\n" + key + pem(root.certificate()));
        assertThat(PemFiles.certificates(both)).containsExactly(root.certificate());
        Path keyOnly = Files.writeString(folder.resolve("b.pem"), key);
        assertThatThrownBy(() -> PemFiles.certificates(keyOnly))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(keyOnly + ": not a certificate");
    }

    static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
