package io.gongmail.server.notice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.UnsignedNotices;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Agency;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key signs for an agency, and why another does not. */
class NoticeSigningTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private NoticeSigning signing(Clock clock) {
        return NoticeSigning.with(
                folder, UnsignedNotices.HOLD, SERVER.registry(), SERVER.judge(clock), new SecureRandom(), clock);
    }

    private static String outcome(NoticeSigning signing) {
        return signing.standing(TestServer.MINISTRY)
                .fold(
                        certificate -> certificate
                                .map(own -> own.getSerialNumber().toString())
                                .orElse("none"),
                        Ruling.Refused::code);
    }

    private String outcome() {
        return outcome(signing(CLOCK));
    }

    private static String serial(TestPerson person) {
        return person.certificate().certificate().getSerialNumber().toString();
    }

    private void give(TestPerson person) throws Exception {
        Files.deleteIfExists(folder.resolve(TestServer.MINISTRY + ".p12"));
        Files.copy(person.folder().resolve("person.p12"), folder.resolve(TestServer.MINISTRY + ".p12"));
        mode(TestServer.MINISTRY + ".p12", "rw-------");
        password(PASSWORD);
    }

    private void password(String password) throws Exception {
        Files.writeString(folder.resolve(TestServer.MINISTRY + ".password"), password + "\r\nsecond line\n");
        mode(TestServer.MINISTRY + ".password", "rw-------");
    }

    private void mode(String file, String mode) throws Exception {
        Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString(mode));
    }

    @Test
    void whereNoKeyIsGivenNoneSigns() {
        assertThat(outcome()).isEqualTo("none");
        assertThat(outcome(NoticeSigning.none(CLOCK))).isEqualTo("none");
        assertThat(NoticeSigning.none(CLOCK).isHeld(TestServer.MINISTRY)).isFalse();
    }

    @Test
    void theCertificateOfTheAgencysSystemOrRepresentativeSigns() throws Exception {
        TestPerson system = SERVER.system("signer");
        TestPerson press = SERVER.agency("press");
        give(system);
        assertThat(outcome()).isEqualTo(serial(system));
        assertThat(signing(CLOCK).isHeld(TestServer.MINISTRY)).isFalse();
        give(press);
        assertThat(outcome()).isEqualTo(serial(press));
    }

    @Test
    void aFolderWithAPairServesToo() throws Exception {
        TestPerson system = SERVER.system("signer");
        Path own = Files.createDirectories(folder.resolve(TestServer.MINISTRY).resolve("GPKI/Certificate/class1"));
        Files.copy(system.certificateFile(), own.resolve("905_sig.cer"));
        Files.copy(system.keyFile(), own.resolve("905_sig.key"));
        Files.setPosixFilePermissions(own.resolve("905_sig.key"), PosixFilePermissions.fromString("rw-------"));
        assertThat(outcome()).isEqualTo(serial(system));
        Files.setPosixFilePermissions(own.resolve("905_sig.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(outcome()).isEqualTo("G-962");
        Files.delete(own.resolve("905_sig.key"));
        assertThat(outcome()).isEqualTo("G-961");
    }

    @Test
    void aKeyThatOthersMayOpenDoesNotSign() throws Exception {
        give(SERVER.system("signer"));
        mode(TestServer.MINISTRY + ".p12", "rw-r--r--");
        assertThat(outcome()).isEqualTo("G-962");
        mode(TestServer.MINISTRY + ".p12", "rw-------");
        mode(TestServer.MINISTRY + ".password", "rw-rw----");
        assertThat(outcome()).isEqualTo("G-962");
    }

    @Test
    void aKeyThatCannotBeOpenedIsToldAndReadAgainOnceItsPasswordIsRight() throws Exception {
        TestPerson system = SERVER.system("signer");
        give(system);
        password("wrong-secret");
        NoticeSigning signing = signing(CLOCK);
        assertThat(outcome(signing)).isEqualTo("G-961");
        assertThat(signing.standing(TestServer.MINISTRY).toString()).doesNotContain("wrong-secret");
        password("");
        assertThat(outcome(signing)).isEqualTo("G-961");
        password(PASSWORD);
        assertThat(outcome(signing)).isEqualTo(serial(system));
        Files.writeString(folder.resolve(TestServer.MINISTRY + ".p12"), "no key at all");
        assertThat(outcome(signing)).isEqualTo("G-961");
        Files.delete(folder.resolve(TestServer.MINISTRY + ".p12"));
        assertThat(outcome(signing)).isEqualTo("none");
    }

    @Test
    void aCertificateThatHasEndedOrIsRevokedDoesNotSign() throws Exception {
        TestPerson system = SERVER.system("signer");
        give(system);
        assertThat(outcome(signing(Clock.offset(CLOCK, Duration.ofDays(4_000)))))
                .isEqualTo("G-103");
        assertThat(outcome()).isEqualTo(serial(system));
        SERVER.revoke(system.certificate().certificate());
        assertThat(outcome()).isEqualTo("G-104");
        assertThat(signing(CLOCK).isHeld(TestServer.MINISTRY)).isTrue();
        NoticeSigning sends = NoticeSigning.with(
                folder, UnsignedNotices.SEND, SERVER.registry(), SERVER.judge(CLOCK), new SecureRandom(), CLOCK);
        assertThat(sends.isHeld(TestServer.MINISTRY)).isFalse();
    }

    @Test
    void theCertificateOfAnotherAgencyOrOfAPersonDoesNotSign() throws Exception {
        TestPerson system = SERVER.system("signer");
        give(system);
        SERVER.registry().agencies().put(new Agency("9990001", "다른 기관", Set.of("other.gongmail.example")), "test");
        SERVER.worksAt(system, "9990001");
        assertThat(outcome()).isEqualTo("G-963");
        SERVER.worksAt(system, TestServer.MINISTRY);
        assertThat(outcome()).isEqualTo(serial(system));
        SERVER.closeBinding(system);
        assertThat(outcome()).isEqualTo("G-963");
        give(SERVER.person("hong"));
        assertThat(outcome()).isEqualTo("G-963");
    }

    private static X509Certificate certificate(int usage, KeyPurposeId purpose, String... addresses) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        Instant now = CLOCK.instant();
        X500Name name = new X500Name("CN=press");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now), Date.from(now.plusSeconds(60)), name, pair.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (addresses.length > 0) {
            GeneralName[] names = new GeneralName[addresses.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = new GeneralName(GeneralName.rfc822Name, addresses[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    @Test
    void aCertificateForSomethingElseThanMailDoesNotSign() throws Exception {
        assertThat(NoticeSigning.isForMail(certificate(KeyUsage.digitalSignature, null)))
                .isTrue();
        assertThat(NoticeSigning.isForMail(certificate(KeyUsage.digitalSignature, KeyPurposeId.id_kp_emailProtection)))
                .isTrue();
        assertThat(NoticeSigning.isForMail(certificate(KeyUsage.digitalSignature, KeyPurposeId.anyExtendedKeyUsage)))
                .isTrue();
        assertThat(NoticeSigning.isForMail(certificate(KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)))
                .isFalse();
        assertThat(NoticeSigning.isForMail(certificate(KeyUsage.keyEncipherment, null)))
                .isFalse();
    }

    @Test
    void thatItsAddressIsNotTheNoticesIsToldWhereItNamesOne() throws Exception {
        X509Certificate named = certificate(KeyUsage.digitalSignature, null, "Press@moe.example", "p@moe.example");
        assertThat(NoticeSigning.mismatch(named, List.of("press@moe.example"))).isEmpty();
        assertThat(NoticeSigning.mismatch(named, List.of("hong@moe.example")))
                .contains("press@moe.example", "hong@moe.example");
        assertThat(NoticeSigning.mismatch(certificate(KeyUsage.digitalSignature, null), List.of("hong@moe.example")))
                .isEmpty();
    }
}
