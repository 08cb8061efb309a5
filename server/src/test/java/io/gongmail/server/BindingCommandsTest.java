package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.Adversary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of open accounts by command, from people's own key files. */
class BindingCommandsTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void aRunningServer() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), "certificates-of-official = 2\n");
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    /** A person with a key file, and the key file of a next certificate. */
    private static final class Holder {
        final String name;
        final Issued old;
        final Issued fresh;
        final String oldKey;
        final String newKey;

        Holder(String name) throws Exception {
            this.name = name;
            old = real.enrolled(name);
            fresh = real.issued("001" + name + "001");
            oldKey = real.keyFile(name, old);
            newKey = real.keyFile(name + "-new", fresh);
        }

        Said registers(String verb, String... more) {
            List<String> arguments =
                    new ArrayList<>(List.of("binding", verb, address(name), "--key", oldKey, "--new-key", newKey));
            arguments.addAll(List.of(more));
            return real.gongmail(arguments.toArray(String[]::new));
        }

        List<JsonNode> bindings() throws IOException {
            List<JsonNode> listed = new ArrayList<>();
            for (String line : succeeded(real.gongmail("binding", "list", address(name), "--json"))
                    .lines()
                    .toList()) {
                listed.add(new ObjectMapper().readTree(line));
            }
            return listed;
        }
    }

    private static String succeeded(Said said) {
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    @Test
    @Adversary("renewed certificate before and after supersession")
    @Tag("either-provider")
    void aRenewedCertificateSignsInAndTheOldOneDoesForTheOverlap() throws Exception {
        Holder hong = new Holder("hong");
        try (Talk before = real.imap("hong", hong.old)) {
            JsonNode bound = new ObjectMapper().readTree(succeeded(hong.registers("renew", "--json")));
            assertThat(bound.get("state").asText()).isEqualTo("ACTIVE");

            before.says("a2 NOOP");
            before.hearsLine("a2 OK");
        }
        assertThat(real.answer("hong", hong.fresh)).startsWith("a1 OK");
        assertThat(real.answer("hong", hong.old)).startsWith("a1 OK");
        assertThat(hong.bindings())
                .extracting(binding -> binding.get("state").asText())
                .containsExactly("SUPERSEDED", "ACTIVE");
        JsonNode old = hong.bindings().get(0);
        assertThat(Duration.between(
                        Instant.parse(old.get("since").asText()),
                        Instant.parse(old.get("until").asText())))
                .isEqualTo(Duration.ofDays(3));
        assertThat(hong.registers("renew").err()).contains("(G-352)");
    }

    /** Of the same person, even for the same key: what is bound is a certificate. */
    @Test
    @Adversary("renewed certificate before and after supersession")
    @Tag("either-provider")
    void aRenewedCertificateOpensNothingBeforeItIsRegistered() throws Exception {
        Holder nam = new Holder("nam");
        Issued sameKey = real.authority.renewed(nam.old, "교육부", "001nam001");
        assertThat(sameKey.certificate().getPublicKey())
                .isEqualTo(nam.old.certificate().getPublicKey());
        assertThat(real.answer("nam", nam.fresh)).startsWith("a1 NO").contains("(G-201)");
        assertThat(real.answer("nam", sameKey)).startsWith("a1 NO").contains("(G-201)");

        succeeded(nam.registers("renew"));

        assertThat(real.answer("nam", nam.fresh)).startsWith("a1 OK");
        assertThat(real.answer("nam", sameKey)).startsWith("a1 NO").contains("(G-201)");
    }

    @Test
    void anAddedCertificateStandsBesideTheFirst() throws Exception {
        Holder kim = new Holder("kim");
        succeeded(kim.registers("add"));
        assertThat(kim.bindings())
                .extracting(binding -> binding.get("state").asText())
                .containsExactly("ACTIVE", "ACTIVE");
        assertThat(real.answer("kim", kim.old)).startsWith("a1 OK");
        assertThat(real.answer("kim", kim.fresh)).startsWith("a1 OK");

        String third = real.keyFile("kim-third", real.issued("001kim001"));
        Said full = real.gongmail("binding", "add", address("kim"), "--key", kim.oldKey, "--new-key", third);
        assertThat(full.exit()).isEqualTo(1);
        assertThat(full.err()).contains("(G-353)");
    }

    @Test
    void keysMayBeInEncryptedFilesAndPkcs12() throws Exception {
        Holder lee = new Holder("lee");
        Path password = Files.writeString(home.resolve("p12-password"), "pass-word\n");
        String p12 = lee.newKey.replace(".key.pem", ".p12");
        assertThat(p12).endsWith(".p12");
        Said said = real.gongmail(
                "binding",
                "renew",
                address("lee"),
                "--key",
                lee.oldKey,
                "--new-key",
                p12,
                "--new-key-password-file",
                password.toString());
        succeeded(said);
        assertThat(real.answer("lee", lee.fresh)).startsWith("a1 OK");
    }

    @Test
    void somebodyElsesKeyRenewsNothing() throws Exception {
        Holder park = new Holder("park");
        Holder thief = new Holder("thief");
        Said said =
                real.gongmail("binding", "renew", address("park"), "--key", thief.oldKey, "--new-key", thief.newKey);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("(G-352)");
        assertThat(park.bindings()).hasSize(1);
    }

    @Test
    void aLostCardIsSuspendedEverywhereByItsCertificateAlone() throws Exception {
        Holder choi = new Holder("choi");
        succeeded(choi.registers("add"));
        String sha256 = choi.bindings().get(0).get("certificateSha256").asText();
        try (Talk imap = real.imap("choi", choi.old);
                Talk smtp = real.smtp("choi", choi.old);
                Talk others = real.imap("choi", choi.fresh)) {
            String told = succeeded(real.gongmail(
                    "binding", "suspend", "--certificate", sha256.toUpperCase(Locale.ROOT), "--reason", "분실"));
            assertThat(told).contains("state: SUSPENDED").contains("reason: 분실").contains(address("choi"));
            assertThat(imap.hearsToTheEnd()).contains("(G-213)");
            assertThat(smtp.hearsToTheEnd()).contains("(G-213)");
            others.says("a2 NOOP");
            others.hearsLine("a2 OK");
        }
        assertThat(real.answer("choi", choi.old)).contains("(G-201)");
        assertThat(real.answer("choi", choi.fresh)).startsWith("a1 OK");
        String file = real.certificateFile("choi");
        succeeded(real.gongmail("binding", "resume", "--certificate", file));
        assertThat(real.answer("choi", choi.old)).startsWith("a1 OK");
        assertThat(succeeded(real.gongmail("binding", "revoke", "--certificate", file, "--json")))
                .contains("\"state\":\"REVOKED\"");
    }

    @Test
    void aReplacedCertificateIsSuspendedToo() throws Exception {
        Holder jung = new Holder("jung");
        succeeded(jung.registers("renew"));
        succeeded(real.gongmail("binding", "suspend", "--certificate", real.certificateFile("jung")));
        assertThat(real.answer("jung", jung.old)).contains("(G-201)");
        assertThat(succeeded(real.gongmail("binding", "resume", "--certificate", real.certificateFile("jung"))))
                .contains("state: SUPERSEDED");
        assertThat(real.answer("jung", jung.old)).startsWith("a1 OK");
    }

    @Test
    void aCertificateThatNobodyHasIsToldSo() throws Exception {
        real.keyFile("unbound", real.issued("001unbound001"));
        Said said = real.gongmail("binding", "suspend", "--certificate", real.certificateFile("unbound"));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("no binding of ");
        assertThat(real.gongmail("binding", "suspend", "--certificate", "nowhere.pem")
                        .err())
                .contains("neither a SHA-256");
    }

    @Test
    void eitherAnAccountOrACertificateIsNamed() {
        assertThat(real.gongmail("binding", "suspend").exit()).isEqualTo(2);
        assertThat(real.gongmail("binding", "suspend", "a@moe.gongmail.example", "--certificate", "x")
                        .exit())
                .isEqualTo(2);
        assertThat(real.gongmail("binding", "renew", address("x"), "--key", "x").exit())
                .isEqualTo(2);
        assertThat(real.gongmail("binding", "suspend", "--help").out()).contains("--certificate");
    }
}
