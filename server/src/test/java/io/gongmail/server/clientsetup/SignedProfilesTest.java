package io.gongmail.server.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.apache.commons.configuration2.plist.XMLPropertyListConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles as openssl verifies them and as a reader of property lists reads them. */
@Tag("clients")
class SignedProfilesTest {
    private static final String ADDRESS = "hong<&>@moe.example";

    @TempDir
    Path folder;

    private byte[] verified(byte[] signed, X509Certificate trusted) throws Exception {
        Path profile = Files.write(folder.resolve("signed"), signed);
        Path anchor = Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(trusted.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Path out = folder.resolve("profile");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-verify",
                        "-inform",
                        "DER",
                        "-binary",
                        "-purpose",
                        "any",
                        "-in",
                        profile.toString(),
                        "-CAfile",
                        anchor.toString(),
                        "-out",
                        out.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        return Files.readAllBytes(out);
    }

    @Test
    void aProfileIsSignedAndHasTheAccountAndNoSecret() throws Exception {
        TestServer server = TestServer.shared();
        TlsContexts contexts = server.contexts(TlsContexts.Library.AUTO);
        byte[] signed = new SignedProfiles(Services.MINISTRY, contexts::keys).of(ADDRESS);
        String profile = new String(verified(signed, server.authority().serverCa()), StandardCharsets.UTF_8);
        XMLPropertyListConfiguration list = new XMLPropertyListConfiguration();
        list.read(new StringReader(profile));
        assertThat(list.getString("PayloadType")).isEqualTo("Configuration");
        assertThat(profile)
                .contains(
                        "<key>EmailAddress</key><string>hong&lt;&amp;&gt;@moe.example</string>",
                        "<key>IncomingMailServerHostName</key><string>mail.moe.example</string>",
                        "<key>IncomingMailServerPortNumber</key><integer>993</integer>",
                        "<key>IncomingMailServerUseSSL</key><true/>",
                        "<key>OutgoingMailServerPortNumber</key><integer>465</integer>")
                .doesNotContainPattern("(?i)<key>[a-z]*MailServerPassword|pkcs12");
    }

    @Test
    void theSameAddressGivesTheSameProfileAndAnotherAnother() {
        byte[] first = AppleProfile.write(Services.MINISTRY, "hong@moe.example");
        assertThat(AppleProfile.write(Services.MINISTRY, "hong@moe.example")).isEqualTo(first);
        assertThat(AppleProfile.write(Services.MINISTRY, "kim@moe.example")).isNotEqualTo(first);
    }
}
