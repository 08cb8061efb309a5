package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.APPROVED;
import static io.gongmail.store.registry.ApplicationState.RETURNED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Application.Approved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between completion and approval days go by: the certificate is judged again. */
class JudgedAgainTest {
    private static final Office OFFICE = Office.shared();

    private final Person person = OFFICE.in(SUBMITTED);

    private Application.Decided decided() {
        return (Application.Decided) OFFICE.find(person);
    }

    @Test
    void aCertificateRevokedMeanwhileSendsTheApplicationBackWithTheReasonInWords() throws Exception {
        OFFICE.authority.revoke(person.certificate().certificate());
        OFFICE.revocations.reload();

        Ruling<Approved> outcome = OFFICE.review.approve(person.id(), OFFICE.reviewer(), "확인함");

        assertThat(code(outcome)).isEqualTo("G-346");
        assertThat(outcome.<String>fold(
                        approved -> "", refused -> refused.facts().get("why")))
                .endsWith("G-104");
        assertThat(decided().state()).isEqualTo(RETURNED);
        assertThat(decided().decision().decider()).isEqualTo(OFFICE.reviewer().toString());
        assertThat(decided().decision().reason())
                .contains("revoked")
                .contains("폐지")
                .contains("(G-104)");
        assertThat(OFFICE.registry
                        .bindings()
                        .find(CertificateKeys.of(person.certificate().certificate())))
                .isEmpty();
    }

    @Test
    void itIsMendedWithAnotherCertificateAndApprovedThen() throws Exception {
        OFFICE.authority.revoke(person.certificate().certificate());
        OFFICE.revocations.reload();
        assertThat(code(OFFICE.review.approve(person.id(), OFFICE.reviewer(), "")))
                .isEqualTo("G-346");

        var challenge = done(OFFICE.enrollment.challenge(person.id()));
        done(OFFICE.enrollment.complete(person.id(), person.wish(), Office.signed(OFFICE.certificate(), challenge)));
        done(OFFICE.enrollment.submit(person.id()));
        done(OFFICE.review.approve(person.id(), OFFICE.reviewer(), ""));
        assertThat(decided().state()).isEqualTo(APPROVED);
    }

    /** An outage of revocation data is nobody's fault: try again, and nothing is decided meanwhile. */
    @ParameterizedTest
    @EnumSource
    void whatIsTemporaryDecidesNothing(RefusalReason reason) {
        Review unsure = OFFICE.review(shown -> new Verdict.Refused(reason, List.of()));
        String code = code(unsure.approve(person.id(), OFFICE.reviewer(), ""));
        if (reason.isTemporary()) {
            assertThat(code).isEqualTo(reason.code());
            assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
            done(OFFICE.review.approve(person.id(), OFFICE.reviewer(), ""));
        } else {
            assertThat(code).isEqualTo("G-346");
            assertThat(decided().decision().reason()).contains("(" + reason.code() + ")");
        }
    }

    @Test
    void aPolicyThatNoLongerOpensSuchAccountsSendsItBack() {
        Review stricter = OFFICE.review(shown -> new Verdict.Accepted(
                CertificateKeys.of(shown.leaf()),
                Set.of(new PolicyOid("1.2.3")),
                Instant.MAX,
                AnchorKey.of(OFFICE.authority.root())));
        assertThat(code(stricter.approve(person.id(), OFFICE.reviewer(), ""))).isEqualTo("G-346");
        assertThat(decided().decision().reason()).contains("(G-323)");
    }

    @Test
    void whatIsJudgedIsWhatWasShownWithTheIssuersAboveIt() {
        List<Object> judged = new ArrayList<>();
        OFFICE.review(shown -> {
                    judged.add(shown.leaf());
                    judged.addAll(shown.above());
                    return new Verdict.Refused(RefusalReason.REVOCATION_STALE, List.of());
                })
                .approve(person.id(), OFFICE.reviewer(), "");
        assertThat(judged).isEqualTo(new ArrayList<Object>(person.certificate().chain()));
    }

    @Test
    void whoMayNotDecideHasNothingJudged() {
        Review none = OFFICE.review(shown -> {
            throw new AssertionError("judged");
        });
        assertThat(code(none.approve(person.id(), person.address(), ""))).isEqualTo("G-341");
    }

    /** One from before certificates were kept. */
    @Test
    void withoutWhatWasShownItGoesBackToBeShownAgain() {
        OFFICE.database.transact(transaction -> transaction
                .sql()
                .execute("DELETE FROM application_certificate WHERE application = '" + person.id() + "'"));
        assertThat(code(OFFICE.review.approve(person.id(), OFFICE.reviewer(), "")))
                .isEqualTo("G-346");
        assertThat(decided().decision().reason()).contains("(G-325)");
    }
}
