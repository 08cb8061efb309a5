package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application is completed with a certificate that was presented in a TLS handshake. */
class HandshakeTest {
    private static final Office OFFICE = Office.shared();

    private static Handshake presented(Issued certificate) {
        return new Handshake(PeerCertificate.of(certificate.chain()), OFFICE.clock.instant());
    }

    private static Ruling<Application.Completed> completed(Person person, Handshake presented) {
        return OFFICE.enrollment.complete(person.id(), person.wish(), presented);
    }

    @Test
    void thePresentedCertificateIsTheApplications() {
        Person person = OFFICE.in(ApplicationState.VERIFIED);
        Application.Completed completed = done(completed(person, presented(person.certificate())));
        assertThat(completed.completion().subject())
                .isEqualTo(person.certificate()
                        .certificate()
                        .getSubjectX500Principal()
                        .getName());
        assertThat(completed.completion().desired()).isEqualTo(person.address());
        assertThat(OFFICE.registry.applications().shown(person.id())).isPresent();
    }

    @Test
    void soItIsWhereTheApplicationWasGivenBack() {
        Person person = OFFICE.in(ApplicationState.RETURNED);
        assertThat(done(completed(person, presented(person.certificate()))).state())
                .isEqualTo(ApplicationState.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ApplicationState.class,
            names = {"VERIFIED", "COMPLETED", "RETURNED"},
            mode = EnumSource.Mode.EXCLUDE)
    void inNoOtherStateItCanBe(ApplicationState state) {
        Person person = OFFICE.in(state);
        assertThat(code(completed(person, presented(OFFICE.certificate())))).isEqualTo("G-302");
    }

    @Test
    void itIsGoodAsLongAsAChallenge() {
        Person person = OFFICE.in(ApplicationState.VERIFIED);
        PeerCertificate certificate = PeerCertificate.of(person.certificate().chain());
        Duration tooLong = Office.CHALLENGE_VALIDITY.plusMillis(1);
        assertThat(code(completed(
                        person,
                        new Handshake(certificate, OFFICE.clock.instant().minus(tooLong)))))
                .isEqualTo("G-326");
        assertThat(code(completed(
                        person,
                        new Handshake(certificate, OFFICE.clock.instant().plusMillis(1)))))
                .isEqualTo("G-326");
        Handshake last = new Handshake(certificate, OFFICE.clock.instant().minus(Office.CHALLENGE_VALIDITY));
        assertThat(code(completed(person, last))).isEqualTo("done");
    }

    @Test
    void itIsJudgedLikeAnyOther() throws GeneralSecurityException {
        Person person = OFFICE.in(ApplicationState.VERIFIED);
        assertThat(code(completed(person, presented(OFFICE.authority.foreign("남의 부처", "001외인001")))))
                .isEqualTo("G-106");
        assertThat(code(completed(person, presented(OFFICE.authority.expired("교육부", "001지난이001")))))
                .isEqualTo("G-103");
        assertThat(code(completed(person, presented(OFFICE.authority.agency("교육부", "교육부001")))))
                .isEqualTo("G-323");
        Person other = OFFICE.in(ApplicationState.PROVISIONED);
        assertThat(code(completed(person, presented(other.certificate())))).isEqualTo("G-324");
        assertThat(OFFICE.find(person).state()).isEqualTo(ApplicationState.VERIFIED);
    }
}
