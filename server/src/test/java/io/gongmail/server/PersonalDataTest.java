package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.server.RealServer.Said;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a person leaves no trace in clear: not in the data, not in the log, not in the audit trail. */
class PersonalDataTest {
    private static final String NAME = "카나리아이름";
    private static final String PHONE = "01098761234";
    private static final String BIRTH_DATE = "1987-06-05";
    private static final String CONTACT = "canary.contact@elsewhere.example";

    @TempDir
    Path home;

    @Test
    void aCanaryIsFoundNowhereAndWhoMayStillSeesIt() throws Exception {
        String ci;
        try (RealServer real = RealServer.open(home)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("personal-data.keys"))))
                    .isEqualTo("rw-------");
            Applicants people = new Applicants(real);
            people.firstReviewer();
            String id = people.submitted("canary", NAME, PHONE, BIRTH_DATE);
            assertThat(people.succeeded("application", "contact", id, CONTACT)).contains("c***@elsewhere.example");
            Application.Filled filled = (Application.Filled) real.server
                    .registry()
                    .applications()
                    .find(ApplicationId.parse(id).orElseThrow())
                    .orElseThrow();
            ci = filled.person().ciSha256();
            assertThat(filled.person().phone()).isEqualTo(PHONE);
            assertThat(filled.person().birthDate()).isEqualTo(BIRTH_DATE);

            Said masked = real.gongmail("application", "show", id);
            assertThat(masked.out())
                    .contains("카****름", "010-****-1234", "1987-**-**")
                    .doesNotContain(NAME);
            assertThat(real.gongmail("application", "list").out())
                    .contains("카****름")
                    .doesNotContain(NAME);
            assertThat(real.gongmail("audit", "list").out()).doesNotContain("personal-data.shown");
            Said clear = real.gongmail("application", "show", id, "--unmasked");
            assertThat(clear.out()).contains(NAME, PHONE, BIRTH_DATE, CONTACT);
            assertThat(real.gongmail("audit", "list").out()).contains("personal-data.shown");

            rotates(people, id);
            people.succeeded("application", "reject", id, "--by", address("reviewer"), "--reason", "재직 아님");
            String audit = real.gongmail("audit", "list", "--json").out();
            assertThat(audit).contains("application.rejected").doesNotContain(NAME, PHONE, BIRTH_DATE, CONTACT, ci);
        }
        assertThat(traces(List.of(NAME, PHONE, BIRTH_DATE, CONTACT, ci), home.resolve("data"), home.resolve("log")))
                .isEmpty();
        // The search itself finds what is there.
        assertThat(traces(List.of(address("reviewer")), home.resolve("data"))).isNotEmpty();
    }

    private static void rotates(Applicants people, String id) throws IOException {
        assertThat(people.one("personal-data", "rotate-key").toString())
                .isEqualTo("{\"sealsBy\":2,\"rewritten\":2,\"unreadable\":0}");
        assertThat(people.one("personal-data", "show").path("sealedWith").toString())
                .isEqualTo("{\"1\":0,\"2\":3}");
        assertThat(people.succeeded("application", "show", id, "--unmasked")).contains(NAME);
        assertThat(people.succeeded("personal-data", "drop-unused")).contains("dropped [1]");
        assertThat(people.one("personal-data", "show").path("sealedWith").toString())
                .isEqualTo("{\"2\":3}");
        assertThat(people.succeeded("application", "show", id, "--unmasked")).contains(NAME);
    }

    @Test
    void withoutItsKeyFileAHomeDoesNotStartAndSaysWhy() throws Exception {
        Path keys = home.resolve("personal-data.keys");
        RealServer.open(home).close();
        byte[] kept = Files.readAllBytes(keys);
        Files.delete(keys);
        assertThatThrownBy(() -> RealServer.open(home))
                .hasMessageContaining(keys + ": the key file of personal data is not there; put back the one");

        assertThat(makesKey().out()).contains(keys + ": made");
        assertThatThrownBy(() -> RealServer.open(home))
                .hasMessageContaining(keys + ": has another key 1 than personal data here was sealed with");
        assertThat(makesKey().err()).contains("is there already");

        Files.write(keys, kept);
        RealServer.open(home).close();
    }

    private Said makesKey() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Main(new PrintWriter(out, true), new PrintWriter(err, true))
                .run("personal-data", "make-key", "--conf", home.resolve("conf").toString());
        return new Said(exit, out.toString(), err.toString());
    }

    @Test
    void checkingTheConfigurationLooksAtTheKeyFile() throws Exception {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("gongmail.ini"), "");
        StringWriter err = new StringWriter();
        Main main = new Main(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true));
        assertThat(main.run("config", "check", "--conf", conf.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("[store] personal-data-keys: " + home.resolve("personal-data.keys"));
        makesKey();
        StringWriter after = new StringWriter();
        new Main(new PrintWriter(new StringWriter(), true), new PrintWriter(after, true))
                .run("config", "check", "--conf", conf.toString());
        assertThat(after.toString()).doesNotContain("personal-data-keys");
    }

    /** Files that hold one of the texts, in any form that a database or a log could write it. */
    private static List<Path> traces(List<String> texts, Path... folders) throws IOException {
        List<String> forms = new ArrayList<>();
        for (String text : texts) {
            for (Charset charset :
                    List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
                forms.add(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
            }
        }
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (forms.stream().anyMatch(octets::contains)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }
}
