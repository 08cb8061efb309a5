package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.server.enrollment.Certificates.Wanted;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds an active certificate of an account gets another one bound to it, and nobody else does. */
class CertificatesTest {
    private static final Office OFFICE = Office.shared();
    private static final Duration OVERLAP = Duration.ofHours(3);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LiveSessions sessions = new LiveSessions(100, Clock.systemUTC(), timer);
    private final Certificates certificates = OFFICE.certificates(sessions, OVERLAP, 2);
    private final String cn = "001홍길동" + UUID.randomUUID();
    private final Person hong = OFFICE.in(PROVISIONED, issued(cn), Office.wish(Office.freshAddress()));
    private final Issued fresh = issued(cn);

    @AfterEach
    void stop() {
        sessions.close();
        timer.shutdownNow();
    }

    private static Issued issued(String cn) {
        try {
            return OFFICE.authority.officialWithEcKey("교육부", cn);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Challenge challenge(Wanted wanted, Issued certificate) {
        return done(certificates.challenge(wanted, hong.address(), sha256(certificate)));
    }

    private static String sha256(Issued issued) {
        return CertificateKeys.of(issued.certificate()).certificateSha256();
    }

    private Ruling<Binding> register(Wanted wanted, Issued active, Issued next) {
        return register(challenge(wanted, next), active, next);
    }

    private Ruling<Binding> register(Challenge challenge, Issued active, Issued next) {
        return certificates.register(
                challenge.nonce(), Office.signed(active, challenge), Office.signed(next, challenge));
    }

    private static Binding binding(Issued issued) {
        return OFFICE.registry
                .bindings()
                .find(CertificateKeys.of(issued.certificate()))
                .orElseThrow();
    }

    private List<Binding> all() {
        return OFFICE.registry.bindings().of(hong.address());
    }

    private static AuditEvent last() {
        return OFFICE.registry
                .audit()
                .list(OFFICE.registry.audit().lastNumber(), 1)
                .get(0)
                .event();
    }

    @Test
    void theOldCertificateSignsForTheNewOneAndGoesOnForTheOverlap() {
        Binding bound = done(register(Wanted.RENEW, hong.certificate(), fresh));

        assertThat(bound).isEqualTo(binding(fresh));
        assertThat(bound.account()).isEqualTo(hong.address());
        assertThat(bound.state()).isEqualTo(BindingState.ACTIVE);
        Binding old = binding(hong.certificate());
        assertThat(old.state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(Duration.between(old.since(), old.until())).isEqualTo(OVERLAP);
        assertThat(last().code()).isEqualTo("binding.renewed");
        assertThat(last().actor()).isEqualTo(hong.address().toString());
    }

    @Test
    void withAddedOnesTheOldOneStays() {
        done(register(Wanted.ADD, hong.certificate(), fresh));
        assertThat(all()).extracting(Binding::state).containsExactly(BindingState.ACTIVE, BindingState.ACTIVE);
        assertThat(last().code()).isEqualTo("binding.added");
        assertThat(code(register(Wanted.ADD, fresh, issued(cn)))).isEqualTo("G-353");
        assertThat(code(register(Wanted.RENEW, fresh, issued(cn)))).isEqualTo("done");
    }

    @Test
    void theChallengeNamesPurposeAccountAndTheOneNewCertificate() {
        Challenge renew = challenge(Wanted.RENEW, fresh);
        assertThat(renew.purpose()).isEqualTo(Purpose.REPLACE_CERTIFICATE);
        assertThat(renew.subject()).isEqualTo(hong.address() + " " + sha256(fresh));
        assertThat(renew.host()).isEqualTo(Office.HOST);
        assertThat(challenge(Wanted.ADD, fresh).purpose()).isEqualTo(Purpose.ADD_CERTIFICATE);
        assertThat(code(certificates.challenge(Wanted.ADD, hong.address(), "abc")))
                .isEqualTo("G-334");
    }

    /** What the old certificate has signed serves this new certificate alone. */
    @Test
    void anotherCertificateThanTheOneSignedForIsNotTaken() {
        Issued stolen = issued(cn);
        Challenge challenge = challenge(Wanted.RENEW, fresh);
        assertThat(register(challenge, hong.certificate(), stolen))
                .isEqualTo(new Ruling.Refused<>("G-322", Map.of("why", "OTHER_CERTIFICATE")));
        assertThat(all()).extracting(Binding::state).containsExactly(BindingState.ACTIVE);
    }

    @Test
    void whoHasNotTheNewKeyGetsNothing() {
        Challenge challenge = challenge(Wanted.RENEW, fresh);
        Issued borrowed = new Issued(fresh.certificate(), hong.certificate().key(), fresh.above());
        assertThat(register(challenge, hong.certificate(), borrowed))
                .isEqualTo(new Ruling.Refused<>("G-322", Map.of("why", "BAD_SIGNATURE")));
    }

    @Test
    void whoHasNotTheOldKeyGetsNothing() {
        Challenge challenge = challenge(Wanted.RENEW, fresh);
        Issued borrowed = new Issued(
                hong.certificate().certificate(),
                fresh.key(),
                hong.certificate().above());
        assertThat(code(register(challenge, borrowed, fresh))).isEqualTo("G-352");
        assertThat(all()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aChallengeIsSpentByItsFirstUse(Wanted wanted) {
        Challenge challenge = challenge(wanted, fresh);
        byte[] old = hong.signed(challenge);
        byte[] next = Office.signed(fresh, challenge);
        assertThat(code(certificates.register(challenge.nonce(), next, old))).isEqualTo("G-352");
        assertThat(code(certificates.register(challenge.nonce(), old, next))).isEqualTo("G-321");
        assertThat(code(certificates.register("0".repeat(32), old, next))).isEqualTo("G-321");
    }

    @Test
    void aChallengeIsGoodUpToItsEnd() {
        Challenge challenge = challenge(Wanted.RENEW, fresh);
        OFFICE.clock.turn(Office.CHALLENGE_VALIDITY);
        assertThat(code(register(challenge, hong.certificate(), fresh))).isEqualTo("G-321");
    }

    /** One answer, whatever of it is wrong: a stranger learns nothing of an account. */
    @Test
    void onlyAnActiveCertificateOfThisAccountSigns() throws Exception {
        Person kim = OFFICE.in(PROVISIONED);
        assertThat(code(register(Wanted.RENEW, kim.certificate(), fresh))).isEqualTo("G-352");
        assertThat(code(register(Wanted.RENEW, fresh, fresh))).isEqualTo("G-352");
        certificates.suspend(binding(hong.certificate()).id(), "helpdesk", "분실");
        assertThat(code(register(Wanted.RENEW, hong.certificate(), fresh))).isEqualTo("G-352");
        certificates.resume(binding(hong.certificate()).id(), "helpdesk", "찾음");
        OFFICE.registry.accounts().suspend(hong.address(), "helpdesk", "휴직");
        assertThat(code(register(Wanted.RENEW, hong.certificate(), fresh))).isEqualTo("G-352");
        OFFICE.registry.accounts().resume(hong.address(), "helpdesk", "복직");
        certificates.revoke(binding(hong.certificate()).id(), "helpdesk", "분실");
        assertThat(code(register(Wanted.RENEW, hong.certificate(), fresh))).isEqualTo("G-352");
        assertThat(all()).hasSize(1);
    }

    /** Adversary's list: the renewed certificate before and after supersession. */
    @Test
    void aReplacedCertificateSignsForNoOtherThoughItGoesOn() {
        done(register(Wanted.RENEW, hong.certificate(), fresh));
        assertThat(binding(hong.certificate()).opens(Clock.systemUTC().instant()))
                .isTrue();
        assertThat(code(register(Wanted.RENEW, hong.certificate(), issued(cn)))).isEqualTo("G-352");
        assertThat(code(register(Wanted.ADD, hong.certificate(), issued(cn)))).isEqualTo("G-352");
        assertThat(code(register(Wanted.RENEW, fresh, hong.certificate()))).isEqualTo("G-324");
    }

    /** Adversary's list: two accounts claim one certificate. */
    @ParameterizedTest
    @EnumSource
    void aCertificateThatAnotherAccountHasIsRefused(Wanted wanted) {
        Issued shared = issued(cn);
        Person kim = OFFICE.in(PROVISIONED, shared, Office.wish(Office.freshAddress()));
        assertThat(code(register(wanted, hong.certificate(), shared))).isEqualTo("G-324");
        OFFICE.registry
                .bindings()
                .of(kim.address())
                .forEach(binding -> certificates.revoke(binding.id(), "test", "lost"));
        assertThat(code(register(wanted, hong.certificate(), shared))).isEqualTo("G-324");
    }

    @Test
    void bothCertificatesAreJudged() throws Exception {
        Issued expired = OFFICE.authority.expired("교육부", cn);
        assertThat(code(register(Wanted.RENEW, hong.certificate(), expired))).isEqualTo("G-103");
        assertThat(code(register(Wanted.RENEW, hong.certificate(), OFFICE.authority.foreign("교육부", cn))))
                .isEqualTo("G-106");
        OFFICE.authority.revoke(hong.certificate().certificate());
        OFFICE.revocations.reload();
        assertThat(code(register(Wanted.RENEW, hong.certificate(), fresh))).isEqualTo("G-104");
    }

    @Test
    void theNewCertificateFitsTheTypeOfTheAccount() throws Exception {
        assertThat(code(register(Wanted.RENEW, hong.certificate(), OFFICE.authority.agency("교육부", cn))))
                .isEqualTo("G-323");
    }

    @Test
    void whatMayBeAnotherPersonsNeedsTheOtherWay() {
        assertThat(register(Wanted.RENEW, hong.certificate(), issued("001김철수001")))
                .isEqualTo(new Ruling.Refused<>("G-354", Map.of("why", "subject")));
    }

    @Test
    void anAgencysNextHolderHasAnotherName() throws Exception {
        Issued custodian = OFFICE.authority.agency("교육부", "교육부대표001");
        Person agency = OFFICE.in(
                PROVISIONED,
                custodian,
                new Wish(AccountType.AGENCY_REPRESENTATIVE, Office.AGENCY, "대표", Office.freshAddress()));
        Issued second = OFFICE.authority.agency("교육부", "교육부대표002");
        Issued elsewhere = OFFICE.authority.agency("행정안전부", "교육부대표002");
        for (Issued next : List.of(elsewhere, second)) {
            Challenge challenge = done(certificates.challenge(Wanted.ADD, agency.address(), sha256(next)));
            assertThat(code(register(challenge, custodian, next))).isEqualTo(next == second ? "done" : "G-354");
        }
    }

    @Test
    void twoHandshakesAreAsGoodAsTwoSignatures() {
        Binding bound = done(certificates.register(Wanted.RENEW, handshake(hong.certificate()), handshake(fresh)));
        assertThat(bound).isEqualTo(binding(fresh));
        assertThat(binding(hong.certificate()).state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(code(certificates.register(Wanted.ADD, handshake(hong.certificate()), handshake(issued(cn)))))
                .isEqualTo("G-352");
    }

    /** As the pages let the new one be looked at in between. */
    @Test
    void aHandshakeIsGoodForAsLongAsAChallenge() {
        Handshake shown = handshake(fresh);
        OFFICE.clock.turn(Office.CHALLENGE_VALIDITY);
        assertThat(code(certificates.register(Wanted.ADD, handshake(hong.certificate()), shown)))
                .isEqualTo("done");
        Handshake late = handshake(issued(cn));
        Handshake lateOld = handshake(fresh);
        OFFICE.clock.turn(Office.CHALLENGE_VALIDITY.plusMillis(1));
        assertThat(code(certificates.register(Wanted.RENEW, handshake(fresh), late)))
                .isEqualTo("G-326");
        assertThat(code(certificates.register(Wanted.RENEW, lateOld, handshake(issued(cn)))))
                .isEqualTo("G-326");
    }

    @Test
    void whatIsPresentedIsHeldToTheSameRules() throws Exception {
        Person kim = OFFICE.in(PROVISIONED);
        Handshake held = handshake(hong.certificate());
        assertThat(code(certificates.register(Wanted.RENEW, held, handshake(kim.certificate()))))
                .isEqualTo("G-324");
        assertThat(code(certificates.register(Wanted.RENEW, handshake(fresh), handshake(fresh))))
                .isEqualTo("G-352");
        assertThat(code(certificates.register(Wanted.RENEW, held, handshake(issued("001김철수001")))))
                .isEqualTo("G-354");
        assertThat(code(certificates.register(Wanted.RENEW, held, handshake(OFFICE.authority.agency("교육부", cn)))))
                .isEqualTo("G-323");
        assertThat(all()).hasSize(1);
    }

    @Test
    void whoPresentsTheOldOneHasTheNewOneSignAlone() {
        Handshake held = handshake(hong.certificate());
        Challenge challenge = done(certificates.challenge(Wanted.RENEW, held));
        assertThat(challenge.purpose()).isEqualTo(Purpose.REPLACE_CERTIFICATE);
        assertThat(challenge.subject()).isEqualTo(hong.address() + " " + sha256(hong.certificate()));
        assertThat(code(certificates.register(held, Office.signed(hong.certificate(), challenge))))
                .isEqualTo("G-324");
        challenge = done(certificates.challenge(Wanted.RENEW, held));
        assertThat(done(certificates.register(held, Office.signed(fresh, challenge))))
                .isEqualTo(binding(fresh));
        assertThat(code(certificates.register(handshake(fresh), Office.signed(issued(cn), challenge))))
                .isEqualTo("G-321");
    }

    /** What was asked for at the door is signed by the new one alone, so it is nothing where two must sign. */
    @Test
    void aChallengeOfTheDoorIsNoneForTwoSigners() {
        Challenge ofTheDoor = done(certificates.challenge(Wanted.ADD, handshake(hong.certificate())));
        assertThat(code(register(ofTheDoor, hong.certificate(), fresh))).isEqualTo("G-321");
        Challenge ofTwo = challenge(Wanted.ADD, fresh);
        assertThat(code(certificates.register(handshake(hong.certificate()), Office.signed(fresh, ofTwo))))
                .isEqualTo("G-322");
        assertThat(all()).hasSize(1);
    }

    private static Handshake handshake(Issued issued) {
        return new Handshake(PeerCertificate.of(issued.chain()), OFFICE.clock.instant());
    }

    @Test
    void openSessionsOfTheReplacedOneEndAtOnceWithoutAnOverlap() {
        List<String> ended = new ArrayList<>();
        signIn(hong.certificate(), ended);
        Certificates atOnce = OFFICE.certificates(sessions, Duration.ZERO, 1);
        Challenge challenge = done(atOnce.challenge(Wanted.RENEW, hong.address(), sha256(fresh)));
        done(atOnce.register(challenge.nonce(), hong.signed(challenge), Office.signed(fresh, challenge)));
        assertThat(ended).containsExactly("SUPERSEDED");
    }

    @Test
    void withOneTheyGoOn() {
        List<String> ended = new ArrayList<>();
        signIn(hong.certificate(), ended);
        done(register(Wanted.RENEW, hong.certificate(), fresh));
        assertThat(ended).isEmpty();
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void suspendingAndRevokingEndSessionsAndResumingEndsNone() {
        List<String> ended = new ArrayList<>();
        Binding binding = binding(hong.certificate());
        signIn(hong.certificate(), ended);
        assertThat(certificates.suspend(binding.id(), "helpdesk", "분실")).isPresent();
        assertThat(ended).containsExactly("BINDING_CLOSED");
        assertThat(certificates.suspend(binding.id(), "helpdesk", "분실")).isEmpty();

        assertThat(certificates.resume(binding.id(), "helpdesk", "찾음")).isPresent();
        signIn(hong.certificate(), ended);
        assertThat(certificates.resume(binding.id(), "helpdesk", "찾음")).isEmpty();
        assertThat(ended).hasSize(1);

        assertThat(certificates.revoke(binding.id(), "helpdesk", "분실")).isPresent();
        assertThat(ended).containsExactly("BINDING_CLOSED", "BINDING_CLOSED");
    }

    private void signIn(Issued issued, List<String> ended) {
        Account account = OFFICE.registry.accounts().find(hong.address()).orElseThrow();
        sessions.register(
                new SignedIn(
                        account,
                        binding(issued),
                        Instant.MAX,
                        new AnchorKey("c".repeat(64)),
                        new Origin("imap", InetAddress.getLoopbackAddress(), ""),
                        sessions.mark()),
                (EndReason reason) -> ended.add(reason.name()));
    }
}
