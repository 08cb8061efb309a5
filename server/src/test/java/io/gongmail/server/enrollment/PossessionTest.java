package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.COMPLETED;
import static io.gongmail.store.registry.ApplicationState.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A certificate is registered only by who signs this server's challenge for this application with it, once and in time. */
class PossessionTest {
    private static final Office OFFICE = Office.shared();

    private final Enrollment enrollment = OFFICE.enrollment;
    private final Person person = OFFICE.in(VERIFIED);

    @Test
    void theChallengeNamesPurposeApplicationHostAndEnd() {
        Challenge challenge = done(enrollment.challenge(person.id()));
        assertThat(challenge.purpose()).isEqualTo(Purpose.REGISTER_CERTIFICATE);
        assertThat(challenge.subject()).isEqualTo(person.id().toString());
        assertThat(challenge.host()).isEqualTo(Office.HOST);
        assertThat(challenge.expires())
                .isBetween(
                        OFFICE.clock.instant().plus(Office.CHALLENGE_VALIDITY).minusSeconds(1),
                        OFFICE.clock.instant().plus(Office.CHALLENGE_VALIDITY));
        assertThat(done(enrollment.challenge(person.id())).nonce()).isNotEqualTo(challenge.nonce());
    }

    /** A challenge like {@code real}, but for one thing. */
    interface Forgery {
        Challenge of(Challenge real);
    }

    static Stream<Forgery> forgeries() {
        return Stream.of(
                real -> changed(real, Purpose.SET_PASSWORD, real.subject(), real.host(), real.expires(), real.nonce()),
                real -> changed(
                        real, Purpose.REPLACE_CERTIFICATE, real.subject(), real.host(), real.expires(), real.nonce()),
                real -> changed(
                        real,
                        real.purpose(),
                        OFFICE.in(VERIFIED).id().toString(),
                        real.host(),
                        real.expires(),
                        real.nonce()),
                real -> changed(
                        real, real.purpose(), real.subject(), "mail.elsewhere.example", real.expires(), real.nonce()),
                real -> changed(
                        real,
                        real.purpose(),
                        real.subject(),
                        real.host(),
                        real.expires().plusSeconds(1),
                        real.nonce()),
                real -> changed(real, real.purpose(), real.subject(), real.host(), real.expires(), "0".repeat(32)));
    }

    private static Challenge changed(
            Challenge real, Purpose purpose, String subject, String host, Instant expires, String nonce) {
        Challenge changed = new Challenge(purpose, subject, host, expires, nonce);
        assertThat(changed).isNotEqualTo(real);
        return changed;
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void whatDiffersInOneThingIsAnotherChallenge(Forgery forgery) {
        Challenge real = done(enrollment.challenge(person.id()));
        assertThat(completed(person.signed(forgery.of(real)))).isEqualTo(refused("OTHER_CONTENT"));
        assertThat(OFFICE.find(person).state()).isEqualTo(VERIFIED);
    }

    @Test
    void aChallengeIsSpentByItsFirstUseGoodOrNot() {
        byte[] signed = person.signed(done(enrollment.challenge(person.id())));
        assertThat(completed(new byte[] {1})).isEqualTo(refused("MALFORMED"));
        assertThat(code(completed(signed))).isEqualTo("G-321");
    }

    @Test
    void theOneBeforeIsVoid() {
        byte[] before = person.signed(done(enrollment.challenge(person.id())));
        done(enrollment.challenge(person.id()));
        assertThat(completed(before)).isEqualTo(refused("OTHER_CONTENT"));
    }

    @Test
    void withoutAChallengeNothingIsProven() {
        assertThat(code(completed(new byte[] {1}))).isEqualTo("G-321");
    }

    @Test
    void aChallengeIsGoodUpToItsEnd() {
        byte[] signed = person.signed(done(enrollment.challenge(person.id())));
        OFFICE.clock.turn(Office.CHALLENGE_VALIDITY.minusSeconds(1));
        assertThat(code(completed(signed))).isEqualTo("done");
        assertThat(OFFICE.find(person).state()).isEqualTo(COMPLETED);
    }

    @Test
    void aChallengeThatIsOverIsToldAsThat() {
        byte[] signed = person.signed(done(enrollment.challenge(person.id())));
        OFFICE.clock.turn(Office.CHALLENGE_VALIDITY);
        assertThat(code(completed(signed))).isEqualTo("G-321");
    }

    @Test
    void twoSignersProveNothing() throws Exception {
        Challenge challenge = done(enrollment.challenge(person.id()));
        assertThat(completed(signedBy(challenge, List.of(person.certificate(), OFFICE.certificate()))))
                .isEqualTo(refused("NOT_ONE_SIGNER"));
    }

    /** Signs with a key under a certificate that is not its own: another person's, which is good and free. */
    @Test
    void somebodyElsesCertificateCannotBeRegistered() throws Exception {
        Challenge challenge = done(enrollment.challenge(person.id()));
        Issued victim = OFFICE.certificate();
        Issued borrowed = new Issued(victim.certificate(), person.certificate().key(), victim.above());
        assertThat(completed(Office.signed(borrowed, challenge))).isEqualTo(refused("BAD_SIGNATURE"));
    }

    /** The certificate that is judged and kept is the signer's, whatever else was sent along. */
    @Test
    void theSignersCertificateIsTheOneThatIsJudged() throws Exception {
        Issued expired = OFFICE.authority.expired("교육부", "001만료자001");
        Issued good = person.certificate();
        Issued along = new Issued(expired.certificate(), expired.key(), List.of(good.certificate()));
        Challenge challenge = done(enrollment.challenge(person.id()));
        assertThat(code(completed(Office.signed(along, challenge)))).isEqualTo("G-103");

        Issued reversed = new Issued(good.certificate(), good.key(), List.of(expired.certificate()));
        byte[] signed = Office.signed(reversed, done(enrollment.challenge(person.id())));
        assertThat(done(completed(signed)).completion().subject())
                .isEqualTo(good.certificate().getSubjectX500Principal().getName());
    }

    private Ruling<Application.Completed> completed(byte[] signed) {
        return enrollment.complete(person.id(), person.wish(), signed);
    }

    private static Ruling<ApplicationState> refused(String why) {
        return new Ruling.Refused<>("G-322", Map.of("why", why));
    }

    private static byte[] signedBy(Challenge challenge, List<Issued> signers) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        List<X509Certificate> certificates = new ArrayList<>();
        for (Issued signer : signers) {
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()), signer.certificate()));
            certificates.add(signer.certificate());
        }
        generator.addCertificates(new JcaCertStore(certificates));
        return generator
                .generate(new CMSProcessableByteArray(challenge.text().getBytes(StandardCharsets.UTF_8)), true)
                .getEncoded("DER");
    }

    @Test
    void challengesOfOthersAreNotTouched() {
        Person other = OFFICE.in(VERIFIED);
        Challenge theirs = done(enrollment.challenge(other.id()));
        done(enrollment.challenge(person.id()));
        assertThat(completed(person.signed(theirs))).isEqualTo(refused("OTHER_CONTENT"));
        assertThat(code(enrollment.complete(other.id(), other.wish(), other.signed(theirs))))
                .isEqualTo("done");
    }
}
