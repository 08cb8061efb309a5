package io.gongmail.server.notice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.notice.text.Entity;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.Program.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is signed here another program verifies: OpenSSL, which knows nothing of us. */
class SignedMessageTest {
    private static final String HEADER =
            "Received: from a by b;\r\n\tSat, 28 Nov 2026 09:00:00 +0900\r\nFrom: <press@moe.example>\r\n"
                    + "To: <notice@moe.example>\r\nSubject: =?UTF-8?B?6rO17KeA?=\r\nMIME-Version: 1.0\r\n";
    private static final String TYPE = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
    private static final String TEXT = "모두 보십시오.  \r\n\r\nFrom here on: 7 = 7\r\n.\r\n";

    @TempDir
    private static Path folder;

    private static DemoAuthority authority;
    private static Issued system;

    @BeforeAll
    static void authority() throws Exception {
        authority = DemoAuthority.open(folder.resolve("pki"), Clock.systemUTC(), new SecureRandom());
        system = authority.system("교육부", "001공지시스템905");
    }

    private static SigningKey key(Issued issued) {
        return new SigningKey(issued.chain(), issued.key(), "test");
    }

    private static String signed(String message, Issued by) throws Exception {
        SignedMessage signed = SignedMessage.of(
                Entity.of(message.getBytes(StandardCharsets.UTF_8)), key(by), Instant.parse("2026-11-28T01:02:03Z"));
        try (InputStream in = signed.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Outcome verified(String message, Path anchor, Path content) throws Exception {
        Program.needed("openssl");
        Path file = Files.writeString(folder.resolve("message.eml"), message);
        return Program.run(
                "openssl",
                "cms",
                "-verify",
                "-in",
                file.toString(),
                "-CAfile",
                anchor.toString(),
                "-out",
                content.toString());
    }

    private static String told(String message, Path anchor) throws Exception {
        Path content = folder.resolve("content");
        Outcome outcome = verified(message, anchor, content);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return Files.readString(content).replace("\r\n", "\n");
    }

    /** The part that is signed. */
    private static String inside(String signed) {
        String boundary = signed.replaceAll("(?s).*boundary=\"([^\"]+)\".*", "$1");
        int begin = signed.indexOf("--" + boundary + "\r\n") + boundary.length() + 4;
        return signed.substring(begin, signed.indexOf("\r\n--" + boundary, begin));
    }

    @Test
    void anotherProgramVerifiesIt() throws Exception {
        for (Issued by : new Issued[] {system, authority.officialWithEcKey("교육부", "001ec001")}) {
            String signed = signed(HEADER + TYPE + "\r\n" + TEXT, by);
            assertThat(told(signed, folder.resolve("pki/ca.pem")))
                    .isEqualTo(inside(signed).replace("\r\n", "\n"));
        }
    }

    @Test
    void theFieldsStayOutsideAndThoseOfTheContentGoInside() throws Exception {
        String signed = signed(HEADER + TYPE + "\r\n" + TEXT, system);
        assertThat(signed)
                .startsWith(
                        HEADER
                                + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=sha-256; ")
                .contains("Content-Type: application/pkcs7-signature; name=smime.p7s\r\n")
                .doesNotContain("8bit");
        assertThat(inside(signed))
                .startsWith(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        assertThat(signed("Subject: x\r\n\r\nto all\r\n", system))
                .startsWith("Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed;");
    }

    @Test
    void whatIsSafeIsSignedOctetForOctet() throws Exception {
        String type = "Content-Type: multipart/mixed; boundary=b\r\n";
        String body = "--b\r\n\r\none  \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n--b--\r\n\r\n\r\n";
        String signed = signed(HEADER + type + "\r\n" + body, system);
        assertThat(inside(signed)).isEqualTo(type + "\r\n" + body);
        told(signed, folder.resolve("pki/ca.pem"));
    }

    @Test
    void aChangedOctetIsSeen() throws Exception {
        String signed = signed(HEADER + TYPE + "\r\n" + TEXT, system);
        Outcome changed = verified(
                signed.replace("From here on", "From here On"),
                folder.resolve("pki/ca.pem"),
                folder.resolve("content"));
        assertThat(changed.exit()).isNotZero();
        assertThat(changed.output()).containsIgnoringCase("verification failure");
        Outcome type = verified(
                signed.replace("charset=utf-8", "charset=utf-7"),
                folder.resolve("pki/ca.pem"),
                folder.resolve("content"));
        assertThat(type.exit()).isNotZero();
    }

    @Test
    void whoTrustsAnotherAuthorityDoesNotTakeIt() throws Exception {
        String signed = signed(HEADER + TYPE + "\r\n" + TEXT, system);
        assertThat(verified(signed, folder.resolve("pki/server-ca.pem"), folder.resolve("content"))
                        .exit())
                .isNotZero();
    }

    @Test
    void theTimeAndTheCertificateAreAmongWhatIsSigned() throws Exception {
        Program.needed("openssl");
        Path file = Files.writeString(folder.resolve("shown.eml"), signed(HEADER + "\r\nto all\r\n", system));
        assertThat(Program.run("openssl", "cms", "-cmsout", "-print", "-in", file.toString())
                        .output())
                .contains("signingTime", "Nov 28 01:02:03 2026 GMT", "id-smime-aa-signingCertificateV2", "sha256");
    }

    @Test
    void whatItsSenderSignedIsKnown() {
        for (String type : new String[] {
            "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b",
            "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            "application/x-pkcs7-mime"
        }) {
            assertThat(SignedMessage.isSigned(entity("Content-Type: " + type)))
                    .as(type)
                    .isTrue();
        }
        for (String type : new String[] {
            "multipart/mixed; boundary=signed",
            "application/pkcs7-mime; smime-type=enveloped-data",
            "text/plain",
            "broken"
        }) {
            assertThat(SignedMessage.isSigned(entity("Content-Type: " + type)))
                    .as(type)
                    .isFalse();
        }
    }

    private static Entity entity(String field) {
        return Entity.of((field + "\r\n\r\nx").getBytes(StandardCharsets.US_ASCII));
    }
}
