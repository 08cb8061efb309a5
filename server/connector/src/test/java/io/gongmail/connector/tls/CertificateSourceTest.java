package io.gongmail.connector.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.connector.settings.CertificatePlace;
import io.gongmail.connector.settings.CertificatePlace.Kind;
import io.gongmail.connector.testing.TestPki;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.keyfile.CertificateFolder;
import io.gongmail.pki.keyfile.KeyFiles;
import io.gongmail.pki.keyfile.KeyScheme;
import io.gongmail.pki.keyfile.Opening;
import io.gongmail.pki.keyfile.Pair;
import io.gongmail.pki.keyfile.Pkcs12Files;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateSourceTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CertificateSource.Password PASSWORD = "password1"::toCharArray;

    @TempDir
    Path folder;

    private final CertificateSource source = new CertificateSource(RANDOM, Clock.systemUTC());
    private final Issued person = TestPki.person();

    @Test
    void aGpkiFolderAKeyFileAndPkcs12AreOpened() throws Exception {
        Path gpki = gpki(person, "001홍길동001");
        for (Path path : List.of(folder.resolve("gpki"), gpki.resolve("001홍길동001_sig.key"))) {
            PersonalCertificate opened = source.open(place(Kind.FILES, path), PASSWORD);
            assertThat(opened.certificate()).isEqualTo(person.certificate());
            assertThat(opened.key().getEncoded()).isEqualTo(person.key().getEncoded());
        }
        PersonalCertificate opened = source.open(place(Kind.PKCS12, pkcs12()), PASSWORD);
        assertThat(opened.chain()).isEqualTo(person.chain());
        assertThat(opened.toString()).contains("001홍길동001");
    }

    @Test
    void whatDoesNotOpenIsToldInWords() throws Exception {
        Path gpki = gpki(person, "001홍길동001");
        assertThatThrownBy(() -> source.open(place(Kind.FILES, gpki), "wrong-one"::toCharArray))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("_sig.key: ")
                .hasMessageContaining("password");
        assertThatThrownBy(() -> source.open(place(Kind.PKCS12, pkcs12()), "wrong-one"::toCharArray))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password");
        assertThatThrownBy(() -> source.open(place(Kind.PKCS12, gpki.resolve("001홍길동001_sig.key")), PASSWORD))
                .hasMessageContaining("is no PKCS#12 file");
        assertThatThrownBy(() -> source.open(place(Kind.FILES, folder.resolve("none")), PASSWORD))
                .hasMessageContaining("is not there");
        assertThatThrownBy(
                        () -> source.open(place(Kind.FILES, Files.createDirectory(folder.resolve("empty"))), PASSWORD))
                .hasMessageContaining("no key file");
        assertThatThrownBy(() -> source.open(place(Kind.TOKEN, folder.resolve("none.so")), PASSWORD))
                .hasMessageContaining("PKCS#11 library is not there");
        assertThatThrownBy(() -> source.open(place(Kind.WINDOWS, folder), PASSWORD))
                .hasMessageContaining("no key store Windows-MY");
    }

    @Test
    void ofSeveralTheOneNamedIsTakenAndWithoutANameTheyAreListed() throws Exception {
        Issued other = TestPki.authority().officialWithEcKey("교육부", "001김철수002");
        Issued expired = TestPki.authority().expired("교육부", "001지난해003");
        gpki(person, "001홍길동001");
        gpki(expired, "001지난해003");
        Path place = folder.resolve("gpki");
        assertThat(source.open(place(Kind.FILES, place), PASSWORD).certificate())
                .isEqualTo(person.certificate());
        gpki(other, "001김철수002");
        assertThatThrownBy(() -> source.open(place(Kind.FILES, place), PASSWORD))
                .hasMessageContaining("several")
                .hasMessageContaining(PersonalCertificate.serial(other.certificate()))
                .satisfies(e -> assertThat(CertificateSource.candidates((IOException) e))
                        .containsExactlyInAnyOrder(person.certificate(), other.certificate()));
        assertThat(source.open(named(place, other), PASSWORD).certificate()).isEqualTo(other.certificate());
        assertThat(source.open(named(place, expired), PASSWORD).certificate()).isEqualTo(expired.certificate());
        assertThatThrownBy(() -> source.open(named(place, TestPki.server()), PASSWORD))
                .hasMessageContaining("no certificate with the serial number");
    }

    @Test
    void anExpiredOneIsShownRatherThanNone() throws Exception {
        Issued expired = TestPki.authority().expired("교육부", "001지난해003");
        gpki(expired, "001지난해003");
        assertThat(source.open(place(Kind.FILES, folder.resolve("gpki")), PASSWORD)
                        .certificate())
                .isEqualTo(expired.certificate());
    }

    @Test
    void aSystemsStoreGivesTheKeyItHasTheCertificateOf() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", TestPki.authority().root());
        assertThatThrownBy(() -> source.fromStore(store, "store", Optional.empty()))
                .hasMessageContaining("no certificate with a key");
        store.setKeyEntry("me", person.key(), new char[] {'-'}, person.chain().toArray(new Certificate[0]));
        assertThat(source.fromStore(store, "store", Optional.empty()).chain()).isEqualTo(person.chain());
    }

    private Path pkcs12() throws Exception {
        DemoAuthority.write(person, folder, "hong", "password1");
        return folder.resolve("hong.p12");
    }

    /** As GPKI programs keep it: class2/NAME_sig.cer, NAME_sig.key (SEED). */
    private Path gpki(Issued issued, String name) throws Exception {
        Path class2 = Files.createDirectories(folder.resolve("gpki/Certificate/class2"));
        Path scratch = Files.createTempDirectory(folder, "scratch");
        DemoAuthority.write(issued, scratch, "x", "password1");
        Opening<List<Pair>> opening = new Pkcs12Files(RANDOM).open(scratch.resolve("x.p12"), "password1".toCharArray());
        Pair pair = ((Opening.Opened<List<Pair>>) opening).value().get(0);
        pair.writeCertificate(class2.resolve(name + "_sig.cer"));
        new KeyFiles(RANDOM)
                .write(class2.resolve(name + "_sig.key"), pair.key(), KeyScheme.SEED_SHA1, "password1".toCharArray());
        assertThat(new CertificateFolder(new KeyFiles(RANDOM)).pairs(class2)).isNotEmpty();
        return class2;
    }

    private static CertificatePlace place(Kind kind, Path path) {
        return new CertificatePlace(kind, Optional.of(path), 0, Optional.empty(), Optional.empty());
    }

    private static CertificatePlace named(Path path, Issued issued) {
        return new CertificatePlace(
                Kind.FILES,
                Optional.of(path),
                0,
                Optional.of(PersonalCertificate.serial(issued.certificate())),
                Optional.empty());
    }
}
