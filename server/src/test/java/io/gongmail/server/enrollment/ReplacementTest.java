package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.enrollment.Certificates.Wanted;
import io.gongmail.server.enrollment.Enrollment.Replacement;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.Candidate;
import io.gongmail.store.registry.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Renewal by new verification of the same person and a reviewer's approval. */
class ReplacementTest {
    private static final Office OFFICE = Office.shared();

    private final String ci = "CI-OF-" + UUID.randomUUID();
    private final Person hong = provisioned(ci);
    private final Issued fresh = OFFICE.certificate();

    /** An enrollment whose provider verifies everybody as who has that CI. */
    private static Enrollment verifying(String ci) {
        Office.Provider provider = OFFICE.new Provider();
        provider.says(result -> new IdentityProvider.Result(
                result.provider(),
                result.test(),
                result.requestNumber(),
                result.transaction(),
                result.name(),
                result.method(),
                ci,
                result.at()));
        return OFFICE.enrollment(false, provider);
    }

    private static ApplicationId verified(Enrollment enrollment) {
        ApplicationId id = enrollment.open().id();
        done(enrollment.consent(
                id, enrollment.terms().version(), enrollment.privacy().version()));
        done(enrollment.beginVerification(id, "mobile"));
        done(enrollment.completeVerification(id));
        return id;
    }

    private static Person provisioned(String ci) {
        return provisioned(ci, OFFICE.certificate());
    }

    private static Person provisioned(String ci, Issued certificate) {
        Enrollment enrollment = verifying(ci);
        Person person = new Person(certificate, Office.wish(Office.freshAddress()), verified(enrollment));
        done(enrollment.complete(person.id(), person.wish(), person.signed(done(enrollment.challenge(person.id())))));
        done(enrollment.submit(person.id()));
        done(OFFICE.provisioning.provision(done(OFFICE.review.approve(person.id(), OFFICE.reviewer(), ""))));
        return person;
    }

    private static Ruling<Application.Completed> completed(
            Enrollment enrollment, ApplicationId id, Replacement wish, Issued certificate) {
        return enrollment.complete(id, wish, Office.signed(certificate, done(enrollment.challenge(id))));
    }

    private Ruling<Application.Completed> completed(String ci, String replaced, Issued certificate) {
        Enrollment enrollment = verifying(ci);
        return completed(
                enrollment, verified(enrollment), new Replacement(hong.address().toString(), replaced), certificate);
    }

    private ApplicationId submitted() {
        ApplicationId id = done(completed(ci, "", fresh)).id();
        done(OFFICE.enrollment.submit(id));
        return id;
    }

    private static Ruling<Account> approved(ApplicationId id) {
        return OFFICE.review.approve(id, OFFICE.reviewer(), "확인함").then(OFFICE.provisioning::provision);
    }

    private List<Binding> bindings() {
        return OFFICE.registry.bindings().of(hong.address());
    }

    @Test
    void theSamePersonVerifiedAnewAndApprovedGetsTheNewCertificateInThePlaceOfTheOld() {
        ApplicationId id = submitted();
        assertThat(bindings()).hasSize(1);

        Account account = done(approved(id));

        assertThat(account.address()).isEqualTo(hong.address());
        assertThat(bindings()).extracting(Binding::state).containsExactly(BindingState.SUPERSEDED, BindingState.ACTIVE);
        assertThat(bindings().get(1).key()).isEqualTo(CertificateKeys.of(fresh.certificate()));
        assertThat(OFFICE.registry.applications().find(id).orElseThrow().state())
                .isEqualTo(PROVISIONED);
        assertThat(OFFICE.registry
                        .applications()
                        .ofAccount(hong.address())
                        .orElseThrow()
                        .id())
                .isEqualTo(hong.id());
    }

    @Test
    void whatWasApprovedBeforeACrashIsBoundAtTheNextStart() {
        ApplicationId id = submitted();
        done(OFFICE.review.approve(id, OFFICE.reviewer(), ""));
        assertThat(bindings()).hasSize(1);
        assertThat(OFFICE.provisioning.resume()).isPositive();
        assertThat(bindings()).hasSize(2);
    }

    @Test
    void anotherPersonGetsNothing() {
        assertThat(code(completed("CI-OF-" + UUID.randomUUID(), "", fresh))).isEqualTo("G-355");
    }

    /** One answer, so that nobody learns which addresses there are. */
    @Test
    void anAccountThatIsNotThereOrNotActiveIsToldAsAnothers() {
        Enrollment enrollment = verifying(ci);
        for (String address : List.of("nobody@" + Office.DOMAIN, "no address")) {
            assertThat(code(completed(enrollment, verified(enrollment), new Replacement(address, ""), fresh)))
                    .isEqualTo("G-355");
        }
        OFFICE.registry.accounts().suspend(hong.address(), "test", "휴직");
        assertThat(code(completed(ci, "", fresh))).isEqualTo("G-355");
    }

    /** Whom the installation vouched for, or who was seeded, was never verified: nobody can be the same person. */
    @Test
    void anAccountWithoutAVerifiedPersonIsRenewedByItsCertificateAlone() {
        Address seeded = Address.of(Office.freshAddress());
        OFFICE.account(seeded, Set.of());
        Enrollment enrollment = verifying(ci);
        assertThat(code(completed(enrollment, verified(enrollment), new Replacement(seeded.toString(), ""), fresh)))
                .isEqualTo("G-355");
    }

    @Test
    void nobodyApprovesTheirOwn() {
        OFFICE.registry.accounts().grant(hong.address(), Role.REVIEWER, "test");
        ApplicationId id = submitted();
        assertThat(code(OFFICE.review.approve(id, hong.address(), ""))).isEqualTo("G-342");
        assertThat(code(approved(id))).isEqualTo("done");
    }

    @Test
    void theCertificateIsJudgedAndMustFit() throws Exception {
        assertThat(code(completed(ci, "", OFFICE.authority.expired("교육부", "001만료자001"))))
                .isEqualTo("G-103");
        assertThat(code(completed(ci, "", OFFICE.authority.agency("교육부", "교육부대표001"))))
                .isEqualTo("G-323");
        assertThat(code(completed(ci, "", OFFICE.in(PROVISIONED).certificate())))
                .isEqualTo("G-324");
        ApplicationId id = submitted();
        OFFICE.authority.revoke(fresh.certificate());
        OFFICE.revocations.reload();
        assertThat(code(approved(id))).isEqualTo("G-346");
    }

    @Test
    void ofSeveralTheOneThatIsReplacedIsNamed() {
        Issued second = OFFICE.certificate();
        // By hand: what certificates of one person look like is not what is tested.
        OFFICE.registry
                .bindings()
                .add(
                        hong.address(),
                        new Candidate(
                                CertificateKeys.of(second.certificate()),
                                "cn=x",
                                second.certificate().getNotAfter().toInstant()),
                        2,
                        "test",
                        "added");
        Map<String, String> facts = completed(ci, "", fresh).fold(done -> Map.of(), Ruling.Refused::facts);
        String first = OFFICE.registry
                .bindings()
                .find(CertificateKeys.of(hong.certificate().certificate()))
                .orElseThrow()
                .id()
                .toString();
        assertThat(facts.get("bindings")).contains(first);
        assertThat(code(completed(ci, UUID.randomUUID().toString(), fresh))).isEqualTo("G-356");
        ApplicationId id = done(completed(ci, first, fresh)).id();
        done(OFFICE.enrollment.submit(id));
        done(approved(id));
        assertThat(bindings())
                .filteredOn(binding -> binding.state() == BindingState.SUPERSEDED)
                .extracting(binding -> binding.id().toString())
                .containsExactly(first);
    }

    @Test
    void whoHasNoneLeftGetsOne() {
        bindings().forEach(binding -> OFFICE.certificates.revoke(binding.id(), "helpdesk", "분실"));
        done(approved(submitted()));
        assertThat(bindings())
                .extracting(Binding::state)
                .containsExactlyInAnyOrder(BindingState.REVOKED, BindingState.ACTIVE);
    }

    @Test
    void whatWasGivenBackIsMended() {
        ApplicationId id = submitted();
        done(OFFICE.review.giveBack(id, OFFICE.reviewer(), "다른 인증서"));
        Issued better = OFFICE.certificate();
        done(completed(OFFICE.enrollment, id, new Replacement(hong.address().toString(), ""), better));
        done(OFFICE.enrollment.submit(id));
        done(approved(id));
        assertThat(bindings().stream().map(Binding::key)).contains(CertificateKeys.of(better.certificate()));
    }

    /** Between application and approval the holder may renew by the old key: what was asked for then is not there any more. */
    @Test
    void whatWasReplacedMeanwhileIsToldToTheReviewer() throws Exception {
        String cn = "001홍길동" + UUID.randomUUID();
        Issued issued = OFFICE.authority.officialWithEcKey("교육부", cn);
        Issued next = OFFICE.authority.renewed(issued, "교육부", cn);
        Person kim = provisioned(ci, issued);
        Enrollment enrollment = verifying(ci);
        ApplicationId id = done(completed(
                        enrollment,
                        verified(enrollment),
                        new Replacement(kim.address().toString(), ""),
                        fresh))
                .id();
        done(enrollment.submit(id));
        var challenge = done(OFFICE.certificates.challenge(
                Wanted.RENEW,
                kim.address(),
                CertificateKeys.of(next.certificate()).certificateSha256()));
        done(OFFICE.certificates.register(
                challenge.nonce(), Office.signed(issued, challenge), Office.signed(next, challenge)));
        assertThat(code(approved(id))).isEqualTo("G-352");
        assertThat(OFFICE.registry.applications().find(id).orElseThrow().state())
                .isEqualTo(ApplicationState.SUBMITTED);
    }
}
