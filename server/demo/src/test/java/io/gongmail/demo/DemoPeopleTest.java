package io.gongmail.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PemFiles;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.FoundPair;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPeopleTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path root;

    @Test
    void eachPersonHasTheSamePairAsGpkiKeyFilesAlsoInAHomeOfBefore() throws Exception {
        DemoHome home = new DemoHome(root);
        home.create();
        Clock clock = Clock.systemUTC();
        DemoAuthority authority = DemoAuthority.open(home.pki(), clock, RANDOM);
        DemoPeople people = new DemoPeople(home, authority, RANDOM, clock);
        people.issue(1);
        check(home.person("official0001"), "001홍길동001");
        check(home.person("unbound"), "001미등록904");

        DemoPerson person = home.person("official0001");
        for (String ending : List.of("_sig.cer", "_sig.key")) {
            Files.delete(person.gpki().resolve("001홍길동001" + ending));
        }
        Files.delete(person.gpki());
        people.completeGpki();
        check(person, "001홍길동001");
    }

    private static void check(DemoPerson person, String name) throws Exception {
        CertificateFolder folder = new CertificateFolder(new KeyFiles(RANDOM));
        List<FoundPair> pairs = folder.pairs(person.gpki());
        assertThat(pairs).hasSize(1);
        assertThat(pairs.get(0).keyFile()).isEqualTo(person.gpki().resolve(name + "_sig.key"));
        Opening<Pair> opening = folder.open(pairs.get(0), person.password().toCharArray());
        assertThat(opening).isInstanceOf(Opening.Opened.class);
        Pair pair = ((Opening.Opened<Pair>) opening).value();
        assertThat(pair.certificate())
                .isEqualTo(PemFiles.certificates(person.certificate()).get(0));
        assertThat(pair.key().hasRandom()).isTrue();
    }
}
