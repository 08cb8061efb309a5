package io.gongmail.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
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

    static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
