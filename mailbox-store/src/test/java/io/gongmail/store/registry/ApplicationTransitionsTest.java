package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Application.Approved;
import io.gongmail.store.registry.Application.Completed;
import io.gongmail.store.registry.Application.Consented;
import io.gongmail.store.registry.Application.Draft;
import io.gongmail.store.registry.Application.Returned;
import io.gongmail.store.registry.Application.Submitted;
import io.gongmail.store.registry.Application.Verified;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action tried in every state: which succeed is what the table says, and only those leave a trace. */
class ApplicationTransitionsTest {
    private static final World WORLD = World.shared();
    private static final Decision DECISION = new Decision(World.REVIEWER, World.NOW, "확인함");

    /** What one may do, the one state where it succeeds, and what it leads to. */
    enum Action {
        CONSENT(
                ApplicationState.DRAFT,
                ApplicationState.CONSENTED,
                "application.consented",
                Applications.APPLICANT,
                ""),
        VERIFY(
                ApplicationState.CONSENTED,
                ApplicationState.VERIFIED,
                "application.verified",
                Applications.APPLICANT,
                ""),
        COMPLETE(
                ApplicationState.VERIFIED,
                ApplicationState.COMPLETED,
                "application.completed",
                Applications.APPLICANT,
                ""),
        COMPLETE_AGAIN(
                ApplicationState.RETURNED,
                ApplicationState.COMPLETED,
                "application.completed",
                Applications.APPLICANT,
                ""),
        CHANGE(
                ApplicationState.COMPLETED,
                ApplicationState.COMPLETED,
                "application.completed",
                Applications.APPLICANT,
                ""),
        SUBMIT(
                ApplicationState.COMPLETED,
                ApplicationState.SUBMITTED,
                "application.submitted",
                Applications.APPLICANT,
                ""),
        APPROVE(
                ApplicationState.SUBMITTED,
                ApplicationState.APPROVED,
                "application.approved",
                World.REVIEWER,
                "approve it"),
        GIVE_BACK(
                ApplicationState.SUBMITTED,
                ApplicationState.RETURNED,
                "application.returned",
                World.REVIEWER,
                "give it back"),
        REJECT(
                ApplicationState.SUBMITTED,
                ApplicationState.REJECTED,
                "application.rejected",
                World.REVIEWER,
                "reject it"),
        OPEN(ApplicationState.APPROVED, ApplicationState.PROVISIONED, "account.opened", World.REVIEWER, ""),
        /** Of an account that goes to another agency: these ask for an account, so never. */
        CARRY_OUT(null, ApplicationState.PROVISIONED, "application.provisioned", World.REVIEWER, "");

        /** Null where there is none. */
        final ApplicationState from;

        final ApplicationState to;
        final String code;
        final String actor;
        final String reason;

        Action(ApplicationState from, ApplicationState to, String code, String actor, String reason) {
            this.from = from;
            this.to = to;
            this.code = code;
            this.actor = actor;
            this.reason = reason;
        }

        /** Tries it on the stored application, whatever state that is in, with a value that claims the right one. */
        boolean succeedsOn(Application stored) {
            Applications applications = WORLD.applications;
            ApplicationId id = stored.id();
            int version = stored.version();
            Completion completion = World.completion(World.number());
            return switch (this) {
                case CONSENT ->
                    applications
                            .consent(new Draft(id, version, World.NOW), World.consents())
                            .isPresent();
                case VERIFY ->
                    applications
                            .verify(new Consented(id, version, World.NOW, World.consents()), World.person())
                            .isPresent();
                case COMPLETE ->
                    applications
                            .complete(
                                    new Verified(id, version, World.NOW, World.consents(), World.person()),
                                    completion,
                                    World.shown())
                            .isPresent();
                case COMPLETE_AGAIN ->
                    applications
                            .complete(
                                    new Returned(
                                            id,
                                            version,
                                            World.NOW,
                                            World.consents(),
                                            World.person(),
                                            completion,
                                            DECISION),
                                    completion,
                                    World.shown())
                            .isPresent();
                case CHANGE ->
                    applications
                            .complete(
                                    new Completed(id, version, World.NOW, World.consents(), World.person(), completion),
                                    World.completion(World.number()),
                                    World.shown())
                            .isPresent();
                case SUBMIT ->
                    applications
                            .submit(new Completed(id, version, World.NOW, World.consents(), World.person(), completion))
                            .isPresent();
                case APPROVE ->
                    applications
                            .approve(submitted(id, version, completion), World.REVIEWER, reason)
                            .fold(done -> true, stopped -> false);
                case GIVE_BACK ->
                    applications
                            .giveBack(submitted(id, version, completion), World.REVIEWER, reason)
                            .isPresent();
                case REJECT ->
                    applications
                            .reject(submitted(id, version, completion), World.REVIEWER, reason)
                            .isPresent();
                case OPEN -> opens(id, version, completion);
                case CARRY_OUT -> isCarriedOut(id, version, completion);
            };
        }

        private static boolean isCarriedOut(ApplicationId id, int version, Completion completion) {
            try {
                return WORLD.registry
                        .agencyChanges()
                        .carryOut(approved(id, version, completion), (transaction, from, to) -> {})
                        .fold(opened -> true, alreadyOpen -> false, stopped -> false);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static Approved approved(ApplicationId id, int version, Completion completion) {
            return new Approved(
                    id,
                    version,
                    World.NOW,
                    World.consents(),
                    World.person(),
                    completion,
                    DECISION,
                    Set.of(Role.ADMINISTRATOR));
        }

        private static boolean opens(ApplicationId id, int version, Completion completion) {
            try {
                return WORLD.accounts
                        .open(approved(id, version, completion))
                        .fold(opened -> true, alreadyOpen -> false, stopped -> false);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        private static Submitted submitted(ApplicationId id, int version, Completion completion) {
            return new Submitted(id, version, World.NOW, World.consents(), World.person(), completion);
        }
    }

    static Stream<Arguments> everyActionInEveryState() {
        return Arrays.stream(ApplicationState.values())
                .flatMap(state -> Arrays.stream(Action.values()).map(action -> Arguments.of(state, action)));
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void anActionSucceedsInItsStateAndNowhereElse(ApplicationState state, Action action) {
        Application before = WORLD.in(state);
        List<HistoryEntry> history = WORLD.applications.history(before.id());
        long audited = WORLD.audit.lastNumber();
        int accounts = WORLD.accounts.count();

        boolean succeeded = action.succeedsOn(before);

        Application after = WORLD.applications.find(before.id()).orElseThrow();
        assertThat(succeeded).isEqualTo(state == action.from);
        if (succeeded) {
            assertThat(after.state()).isEqualTo(action.to);
            assertThat(after.version()).isEqualTo(before.version() + 1);
            assertThat(after.started()).isEqualTo(before.started());
            List<HistoryEntry> expected = new ArrayList<>(history);
            expected.add(new HistoryEntry(
                    before.version() + 1, action.from, action.to, action.actor, World.NOW, action.reason));
            assertThat(WORLD.applications.history(before.id())).isEqualTo(expected);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
            AuditEvent event = WORLD.lastEntry().event();
            assertThat(event.code()).isEqualTo(action.code);
            assertThat(event.actor()).isEqualTo(action.actor);
            assertThat(event.subject()).isEqualTo(before.id().toString());
            assertThat(event.facts().getOrDefault("reason", "")).isEqualTo(action.reason);
        } else {
            assertThat(after).isEqualTo(before);
            assertThat(WORLD.applications.history(before.id())).isEqualTo(history);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        }
        assertThat(WORLD.accounts.count() - accounts).isEqualTo(succeeded && action == Action.OPEN ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void anActionOnAnApplicationThatIsNotThereDoesNothing(ApplicationState state, Action action) {
        long audited = WORLD.audit.lastNumber();
        Application absent = new Draft(
                ApplicationId.parse("00000000-0000-0000-0000-000000000000").orElseThrow(), state.ordinal(), World.NOW);
        assertThat(action.succeedsOn(absent)).isFalse();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    @Test
    void theSameStateOfAnEarlierTimeIsStale() {
        Completion completion = World.completion(World.number());
        Completed first = (Completed) WORLD.in(ApplicationState.COMPLETED, completion);
        Submitted firstSubmitted = WORLD.applications.submit(first).orElseThrow();
        Returned returned = WORLD.applications
                .giveBack(firstSubmitted, World.REVIEWER, "다시")
                .orElseThrow();
        Completed second =
                WORLD.applications.complete(returned, completion, World.shown()).orElseThrow();

        assertThat(WORLD.applications.submit(first)).isEmpty();
        Submitted submitted = WORLD.applications.submit(second).orElseThrow();
        assertThat(WORLD.applications.approve(firstSubmitted, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.OVERTAKEN));
        assertThat(WORLD.applications.reject(firstSubmitted, World.REVIEWER, ""))
                .isEmpty();
        assertThat(WORLD.applications.find(first.id())).contains(submitted);
    }

    @Test
    void anOpenedApplicationIsAnEmptyDraft() {
        long audited = WORLD.audit.lastNumber();
        Draft draft = WORLD.applications.open();
        assertThat(draft).isEqualTo(new Draft(draft.id(), 0, World.NOW));
        assertThat(WORLD.applications.find(draft.id())).contains(draft);
        assertThat(WORLD.applications.history(draft.id())).isEmpty();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "application.opened", Applications.APPLICANT, draft.id().toString()));
    }

    @Test
    void anApplicationCarriesTheFactsItWasGiven() {
        Completion completion = World.completion(World.number());
        ApplicationId id = WORLD.applications.open().id();
        Draft draft = (Draft) WORLD.applications.find(id).orElseThrow();

        Consented consented =
                WORLD.applications.consent(draft, World.consents()).orElseThrow();
        assertThat(consented).isEqualTo(new Consented(id, 1, World.NOW, World.consents()));
        assertThat(factsOfLast()).containsEntry("terms", "terms-1").containsEntry("privacy", "privacy-2");

        Verified verified = WORLD.applications.verify(consented, World.person()).orElseThrow();
        assertThat(verified).isEqualTo(new Verified(id, 2, World.NOW, World.consents(), World.person()));
        assertThat(factsOfLast())
                .containsEntry("provider", "simulator")
                .containsEntry("method", "mobile")
                .containsEntry("transaction", "tx-9")
                .doesNotContainValue(World.person().ciSha256())
                .doesNotContainValue(World.person().name());

        Completed completed =
                WORLD.applications.complete(verified, completion, World.shown()).orElseThrow();
        assertThat(completed).isEqualTo(new Completed(id, 3, World.NOW, World.consents(), World.person(), completion));
        assertThat(factsOfLast())
                .containsEntry("address", completion.desired().toString())
                .containsEntry("agency", "MOE")
                .containsEntry("certificate", completion.key().certificateSha256());

        Submitted submitted = WORLD.applications.submit(completed).orElseThrow();
        assertThat(submitted).isEqualTo(new Submitted(id, 4, World.NOW, World.consents(), World.person(), completion));

        Returned returned =
                WORLD.applications.giveBack(submitted, World.REVIEWER, "직위").orElseThrow();
        assertThat(returned)
                .isEqualTo(new Returned(
                        id,
                        5,
                        World.NOW,
                        World.consents(),
                        World.person(),
                        completion,
                        new Decision(World.REVIEWER, World.NOW, "직위")));

        Completion better = World.completion(World.number());
        Completed again =
                WORLD.applications.complete(returned, better, World.shown()).orElseThrow();
        assertThat(again).isEqualTo(new Completed(id, 6, World.NOW, World.consents(), World.person(), better));
        Approved approved = WORLD.approved(WORLD.applications.submit(again).orElseThrow());
        assertThat(approved)
                .isEqualTo(
                        new Approved(id, 8, World.NOW, World.consents(), World.person(), better, DECISION, Set.of()));
        WORLD.accounts.open(approved);
        assertThat(WORLD.applications.find(id))
                .contains(new Application.Provisioned(
                        id, 9, World.NOW, World.consents(), World.person(), better, DECISION, Set.of()));
    }

    @Test
    void theCertificatesShownLastAreKeptInTheirOrder() {
        Verified verified = (Verified) WORLD.in(ApplicationState.VERIFIED);
        assertThat(WORLD.applications.shown(verified.id())).isEmpty();
        ShownCertificates first = new ShownCertificates(List.of("Yg==", "YQ==", "Yw=="));
        Completed completed = WORLD.applications
                .complete(verified, World.completion(World.number()), first)
                .orElseThrow();
        assertThat(WORLD.applications.shown(verified.id())).contains(first);

        // Who comes too late changes nothing of it.
        assertThat(WORLD.applications.complete(verified, World.completion(World.number()), World.shown()))
                .isEmpty();
        assertThat(WORLD.applications.shown(verified.id())).contains(first);

        Returned returned = WORLD.applications
                .giveBack(WORLD.applications.submit(completed).orElseThrow(), World.REVIEWER, "다시")
                .orElseThrow();
        ShownCertificates second = new ShownCertificates(List.of("ZA=="));
        assertThat(WORLD.applications.complete(returned, World.completion(World.number()), second))
                .isPresent();
        assertThat(WORLD.applications.shown(verified.id())).contains(second);
    }

    @Test
    void aRejectionKeepsWhoDecidedAndWhy() {
        Submitted submitted = WORLD.submitted(World.completion(World.number()));
        assertThat(WORLD.applications.reject(submitted, World.REVIEWER, "재직 아님"))
                .isEqualTo(Optional.of(new Application.Rejected(
                        submitted.id(),
                        5,
                        World.NOW,
                        World.consents(),
                        World.person(),
                        submitted.completion(),
                        new Decision(World.REVIEWER, World.NOW, "재직 아님"))));
    }

    private static java.util.Map<String, String> factsOfLast() {
        return WORLD.lastEntry().event().facts();
    }
}
