package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** OpenLDAP's client, as Debian has it. */
@Tag("clients")
class LdapsearchTest {
    private static Book book;
    private static TestPerson hong;

    @BeforeAll
    static void open() {
        Program.needed("ldapsearch");
        book = Book.open();
        hong = book.server.person("hong");
        book.server.isKnownAs(hong, "홍길동", "", "");
    }

    @AfterAll
    static void close() {
        if (book != null) {
            book.close();
        }
    }

    /**
     * Like a shell would: {@code env NAME=VALUE… ldapsearch …}. It takes "localhost" for the machine's own name, which no
     * certificate has, so that names are not compared.
     */
    private static Program.Outcome ldapsearch(Path certificates, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env", "LDAPTLS_CACERT=" + book.server.folder().resolve("pki/server-ca.pem"), "LDAPTLS_REQCERT=allow"));
        if (Files.exists(certificates)) {
            command.add("LDAPTLS_CERT=" + certificates.resolve("person.crt.pem"));
            command.add("LDAPTLS_KEY=" + certificates.resolve("person.key.pem"));
        }
        command.addAll(List.of("ldapsearch", "-H", "ldaps://localhost:" + book.port(), "-LLL", "-o", "ldif-wrap=no"));
        command.addAll(List.of(arguments));
        return Program.run(command, Path.of("/dev/null"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String[] as(TestPerson person, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("-x", "-D", "mail=" + person.address(), "-w", person.password(), "-b", Book.SUFFIX));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void aColleagueIsFound() {
        TestPerson kim = book.server.person("kim");
        Program.Outcome found =
                ldapsearch(kim.folder(), as(kim, "(&(cn=홍*)(mail=" + hong.address() + "))", "cn", "mail", "o"));
        assertThat(found.exit()).as(found.output()).isZero();
        assertThat(found.output())
                .contains("mail: " + hong.address())
                .contains("cn:: " + base64("홍길동"))
                .contains("o:: " + base64("교육부"))
                .doesNotContain("objectClass");
    }

    /** RFC 2696: with {@code -E pr} it asks page after page. */
    @Test
    void pagesAreAskedForOneAfterAnother() {
        for (int i = 0; i < 5; i++) {
            book.server.person("page");
        }
        Program.Outcome found = ldapsearch(hong.folder(), as(hong, "-E", "pr=2/noprompt", "(cn=page)", "mail"));
        assertThat(found.exit()).as(found.output()).isZero();
        assertThat(found.output().lines().filter(line -> line.startsWith("mail: ")))
                .hasSize(5);
    }

    @Test
    void theOrderAskedForIsKept() {
        for (String name : List.of("order-b", "order-c", "order-a")) {
            book.server.person(name);
        }
        Program.Outcome found = ldapsearch(hong.folder(), as(hong, "-E", "!sss=cn", "(cn=order-*)", "cn"));
        assertThat(found.exit()).as(found.output()).isZero();
        assertThat(found.output().lines().filter(line -> line.startsWith("cn: ")))
                .containsExactly("cn: order-a", "cn: order-b", "cn: order-c");
    }

    @Test
    void whereTheCertificateSufficesExternalSignsIn() {
        TestPerson ministry = book.server.agency("ministry");
        Program.Outcome found = ldapsearch(
                ministry.folder(), "-Y", "EXTERNAL", "-b", Book.SUFFIX, "(mail=" + hong.address() + ")", "mail");
        assertThat(found.exit()).as(found.output()).isZero();
        assertThat(found.output()).contains("mail: " + hong.address());
    }

    @Test
    void aWrongPasswordIsTold() {
        Program.Outcome refused =
                ldapsearch(hong.folder(), "-x", "-D", hong.address(), "-w", "wrong", "-b", Book.SUFFIX, "(cn=*)");
        assertThat(refused.exit()).isEqualTo(49);
        assertThat(refused.output()).contains("(G-201)");
    }

    @Test
    void whoShowsNoCertificateIsToldSo() {
        Program.Outcome refused = ldapsearch(Path.of("/nowhere"), as(hong, "(cn=*)"));
        assertThat(refused.exit()).isEqualTo(48);
        assertThat(refused.output()).contains("(G-101)");
    }

    @Test
    void aRevokedCertificateIsToldSo() throws Exception {
        var revoked = book.server.authority().officialWithEcKey("교육부", "001폐지001");
        Path folder = book.server.write("revoked", revoked);
        book.server.revoke(revoked.certificate());
        Program.Outcome refused = ldapsearch(folder, as(hong, "(cn=*)"));
        assertThat(refused.output()).contains("(G-104)");
    }

    /** RFC 4512 §5.1. */
    @Test
    void theRootIsToldBeforeSignIn() {
        Program.Outcome root =
                ldapsearch(hong.folder(), "-x", "-s", "base", "-b", "", "(objectClass=*)", "namingContexts");
        assertThat(root.exit()).as(root.output()).isZero();
        assertThat(root.output()).contains("namingContexts: " + Book.SUFFIX);
    }
}
