package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.CONSENTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.IdentityProvider.Result;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.registry.ApplicationState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider says counts once, here, now, and only if it is a real one. */
class VerificationTest {
    private static final Office OFFICE = Office.shared();

    private final Office.Provider provider = OFFICE.new Provider();
    private final Enrollment enrollment = OFFICE.enrollment(false, provider);
    private final Person person = OFFICE.in(CONSENTED);

    @ParameterizedTest
    @ValueSource(strings = {"mobile", "i-pin"})
    void theVerifiedNameStandsInTheApplication(String method) {
        var begun = done(enrollment.beginVerification(person.id(), method));
        assertThat(begun.requestNumber()).matches("[0-9a-f]{32}");
        var verified = done(enrollment.completeVerification(person.id())).person();
        assertThat(verified.name()).isEqualTo("홍길동");
        assertThat(verified.method()).isEqualTo(method);
        assertThat(verified.requestNumber()).isEqualTo(begun.requestNumber());
        assertThat(verified.transactionId()).isEqualTo(begun.transaction());
        // The CI itself is not kept.
        assertThat(verified.ciSha256()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MOBILE", "passport"})
    void anotherMethodIsNotKnown(String method) {
        assertThat(code(enrollment.beginVerification(person.id(), method))).isEqualTo("G-334");
    }

    @Test
    void aResultThatNobodyAskedForIsRefused() {
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-313");
    }

    @Test
    void aResultIsTakenOnce() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> {
            // As if a second request had come in while the first one waited for the provider.
            provider.says(UnaryOperator.identity());
            done(enrollment.completeVerification(person.id()));
            return result;
        });
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-313");
        assertThat(OFFICE.find(person).state()).isEqualTo(ApplicationState.VERIFIED);
    }

    @Test
    void theResultOfAnEarlierRequestIsRefused() {
        String earlier =
                done(enrollment.beginVerification(person.id(), "mobile")).requestNumber();
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> with(result, earlier, "mobile-" + earlier, result.method()));
        refusedAndSpent("G-313");
    }

    @Test
    void theResultForAnotherApplicationIsRefused() {
        Person other = OFFICE.in(CONSENTED);
        var theirs = done(enrollment.beginVerification(other.id(), "mobile"));
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> with(result, theirs.requestNumber(), theirs.transaction(), result.method()));
        refusedAndSpent("G-313");
    }

    @Test
    void anotherTransactionOfTheSameRequestIsRefused() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> with(result, result.requestNumber(), "another", result.method()));
        refusedAndSpent("G-313");
    }

    @Test
    void anotherMethodThanTheOneAskedForIsRefused() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> with(result, result.requestNumber(), result.transaction(), "i-pin"));
        refusedAndSpent("G-313");
    }

    @Test
    void aTamperedResultIsRefusedAndTheRightOneMayStillCome() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.fails(new IdentityProvider.Tampered("the signature does not hold"));
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-312");
        assertThat(OFFICE.find(person).state()).isEqualTo(CONSENTED);
        provider.works();
        done(enrollment.completeVerification(person.id()));
    }

    @Test
    void aProviderThatCannotBeReachedIsToldAsThat() {
        provider.fails(new IOException("connection refused"));
        assertThat(code(enrollment.beginVerification(person.id(), "mobile"))).isEqualTo("G-311");
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-313");
    }

    @Test
    void whoHasNotGoneThroughWithItIsToldAndGoesOn() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.waits(true);
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-315");
        provider.waits(false);
        done(enrollment.completeVerification(person.id()));
    }

    @Test
    void aResultIsGoodForHalfAnHour() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        OFFICE.clock.turn(Duration.ofMinutes(30));
        done(enrollment.completeVerification(person.id()));

        Person late = OFFICE.in(CONSENTED);
        done(enrollment.beginVerification(late.id(), "mobile"));
        OFFICE.clock.turn(Duration.ofMinutes(30).plusMillis(1));
        assertThat(code(enrollment.completeVerification(late.id()))).isEqualTo("G-316");
    }

    @Test
    void aVerificationFromBeforeTheRequestIsRefused() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> at(result, OFFICE.clock.instant().minus(Duration.ofMinutes(3))));
        refusedAndSpent("G-316");
    }

    @Test
    void aVerificationFromTheFutureIsRefused() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> at(result, OFFICE.clock.instant().plus(Duration.ofMinutes(3))));
        refusedAndSpent("G-316");
    }

    @Test
    void clocksThatDifferALittleAreForgiven() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> at(result, OFFICE.clock.instant().minus(Duration.ofMinutes(2))));
        done(enrollment.completeVerification(person.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"flag", "ci", "provider"})
    void aSimulatorOpensNothingInProductionHoweverItShows(String how) {
        UnaryOperator<Result> simulated = result -> new Result(
                how.equals("provider") ? "TEST-MOBILE" : result.provider(),
                how.equals("flag"),
                result.requestNumber(),
                result.transaction(),
                result.name(),
                result.method(),
                how.equals("ci") ? "TEST-" + result.ci() : result.ci(),
                result.at());
        provider.says(simulated);
        done(enrollment.beginVerification(person.id(), "mobile"));
        refusedAndSpent("G-314");

        Enrollment demo = OFFICE.enrollment(true, provider);
        done(demo.beginVerification(person.id(), "mobile"));
        done(demo.completeVerification(person.id()));
    }

    @Test
    void aNameOutOfItsBoundsIsNoResult() {
        done(enrollment.beginVerification(person.id(), "mobile"));
        provider.says(result -> new Result(
                result.provider(),
                false,
                result.requestNumber(),
                result.transaction(),
                "길".repeat(101),
                result.method(),
                result.ci(),
                result.at()));
        refusedAndSpent("G-312");
    }

    /** Refused, nothing in the application, and the same result does not count later either. */
    private void refusedAndSpent(String code) {
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo(code);
        assertThat(OFFICE.find(person).state()).isEqualTo(CONSENTED);
        provider.says(UnaryOperator.identity());
        assertThat(code(enrollment.completeVerification(person.id()))).isEqualTo("G-313");
    }

    private static Result with(Result result, String requestNumber, String transaction, String method) {
        return new Result(
                result.provider(),
                result.test(),
                requestNumber,
                transaction,
                result.name(),
                method,
                result.ci(),
                result.at());
    }

    private static Result at(Result result, Instant at) {
        return new Result(
                result.provider(),
                result.test(),
                result.requestNumber(),
                result.transaction(),
                result.name(),
                result.method(),
                result.ci(),
                at);
    }
}
