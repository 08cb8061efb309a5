package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationState;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The owner of an account is verified as an applicant is, by the account's address in place of an application. */
class OwnerVerificationTest {
    private static final Office OFFICE = Office.shared();

    private final Office.Provider provider = OFFICE.new Provider();
    private final Enrollment enrollment = OFFICE.enrollment(false, provider);
    private final Address account =
            OFFICE.account(Address.of(Office.freshAddress()), Set.of()).address();

    @Test
    void theVerifiedPersonIsTold() {
        var begun = done(enrollment.beginOwnerVerification(account, "i-pin"));
        var person = done(enrollment.completeOwnerVerification(account));
        assertThat(person.name()).isEqualTo("홍길동");
        assertThat(person.method()).isEqualTo("i-pin");
        assertThat(person.transactionId()).isEqualTo(begun.transaction());
    }

    @Test
    void aResultIsTakenOnce() {
        done(enrollment.beginOwnerVerification(account, "mobile"));
        done(enrollment.completeOwnerVerification(account));
        assertThat(code(enrollment.completeOwnerVerification(account))).isEqualTo("G-313");
    }

    @Test
    void theOneForAnotherAccountOrAnApplicationIsNotTaken() {
        Address other =
                OFFICE.account(Address.of(Office.freshAddress()), Set.of()).address();
        var applicant = OFFICE.in(ApplicationState.CONSENTED);
        done(enrollment.beginOwnerVerification(other, "mobile"));
        done(enrollment.beginVerification(applicant.id(), "mobile"));
        assertThat(code(enrollment.completeOwnerVerification(account))).isEqualTo("G-313");
        done(enrollment.completeOwnerVerification(other));
        done(enrollment.completeVerification(applicant.id()));
    }

    @Test
    void aResultThatIsLateIsRefused() {
        done(enrollment.beginOwnerVerification(account, "mobile"));
        OFFICE.clock.turn(Duration.ofMinutes(31));
        assertThat(code(enrollment.completeOwnerVerification(account))).isEqualTo("G-316");
    }

    @Test
    void onlyOwnersOfActiveAccountsAreVerified() {
        assertThat(code(enrollment.beginOwnerVerification(Address.of(Office.freshAddress()), "mobile")))
                .isEqualTo("G-351");
        OFFICE.registry.accounts().suspend(account, "test", "");
        assertThat(code(enrollment.beginOwnerVerification(account, "mobile"))).isEqualTo("G-351");
    }

    @Test
    void theyAreVerifiedByTheSameMethodsAsApplicants() {
        assertThat(code(enrollment.beginOwnerVerification(account, "passport"))).isEqualTo("G-334");
    }
}
