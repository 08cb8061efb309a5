package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What waits is listed by how long it does; who needs two approvals gets no account by one. */
class ReviewQueueTest {
    private static final World WORLD = World.shared();
    private static final ReviewQueue QUEUE = WORLD.registry.queue();
    private static final Address FIRST = Address.of("first@moe.gongmail.example");
    private static final Address SECOND = Address.of("second@moe.gongmail.example");

    private final String agency = "Q" + World.number();

    private Completion completion(AccountType type) {
        int number = World.number();
        return new Completion(
                type,
                agency,
                "",
                World.address(number),
                World.key(number),
                "",
                World.NOW.plusSeconds(9),
                Set.of(),
                new Aim.NewAccount(),
                "총무과",
                "S" + number);
    }

    private Application.Submitted submitted(AccountType type, Duration later) {
        Application.Completed completed =
                (Application.Completed) WORLD.in(ApplicationState.COMPLETED, completion(type));
        return new Applications(
                        WORLD.database,
                        Clock.offset(World.CLOCK, later),
                        WORLD.audit,
                        new PersonRows(World.PERSONAL, new Unreadable(WORLD.audit)))
                .submit(completed)
                .orElseThrow();
    }

    private List<Application> list(Set<AccountType> types, Instant by, String after, int limit) {
        return QUEUE.list(new QueueFilter(Set.of(), agency, types, by, after, limit)).stream()
                .<Application>map(ReviewQueue.Waiting::application)
                .toList();
    }

    @Test
    void whoWaitsLongestComesFirstPageByPage() {
        Application.Submitted late = submitted(AccountType.OFFICIAL, Duration.ofHours(2));
        Application.Submitted early = submitted(AccountType.AGENCY_RELAY, Duration.ofHours(1));
        Application.Submitted middle = submitted(AccountType.OFFICIAL, Duration.ofMinutes(90));
        assertThat(list(Set.of(), Instant.MAX, "", 10)).containsExactly(early, middle, late);
        assertThat(list(Set.of(), Instant.MAX, "", 2)).containsExactly(early, middle);
        assertThat(list(Set.of(), Instant.MAX, middle.id().toString(), 2)).containsExactly(late);
        assertThat(list(Set.of(AccountType.OFFICIAL), Instant.MAX, "", 10)).containsExactly(middle, late);
        assertThat(list(Set.of(), World.NOW.plus(Duration.ofMinutes(90)), "", 10))
                .containsExactly(early, middle);
        assertThat(list(Set.of(), World.NOW.plus(Duration.ofMinutes(89)), "", 10))
                .containsExactly(early);
        assertThatThrownBy(() -> list(Set.of(), Instant.MAX, "", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasDecidedIsListedWhereItIsAskedFor() {
        Application.Submitted submitted = submitted(AccountType.OFFICIAL, Duration.ZERO);
        Application.Rejected rejected =
                WORLD.applications.reject(submitted, World.REVIEWER, "재직 아님").orElseThrow();
        assertThat(list(Set.of(), Instant.MAX, "", 10)).isEmpty();
        assertThat(QUEUE.list(
                        new QueueFilter(Set.of(ApplicationState.REJECTED), agency, Set.of(), Instant.MAX, "", 10)))
                .extracting(ReviewQueue.Waiting::application)
                .containsExactly(rejected);
        // Not handed in: nothing of it waits.
        WORLD.in(ApplicationState.COMPLETED, completion(AccountType.OFFICIAL));
        assertThat(QUEUE.list(
                        new QueueFilter(Set.of(ApplicationState.COMPLETED), agency, Set.of(), Instant.MAX, "", 10)))
                .isEmpty();
    }

    @Test
    void handedInAgainItWaitsFromThenOn() {
        Application.Submitted submitted = submitted(AccountType.OFFICIAL, Duration.ofHours(-5));
        assertThat(QUEUE.submitted(submitted.id())).contains(World.NOW.minus(Duration.ofHours(5)));
        Application.Returned returned =
                WORLD.applications.giveBack(submitted, World.REVIEWER, "다시").orElseThrow();
        assertThat(WORLD.applications
                        .complete(returned, completion(AccountType.OFFICIAL), World.shown())
                        .flatMap(WORLD.applications::submit))
                .isPresent();
        assertThat(QUEUE.submitted(submitted.id())).contains(World.NOW);
        assertThat(QUEUE.submitted(WORLD.applications.open().id())).isEmpty();
    }

    @Test
    void aFirstApprovalIsRecordedAndDecidesNothing() {
        Application.Submitted submitted = submitted(AccountType.AGENCY_REPRESENTATIVE, Duration.ZERO);
        Application.Submitted waiting =
                QUEUE.approveFirst(submitted, FIRST, "확인함").orElseThrow();
        assertThat(waiting.version()).isEqualTo(submitted.version() + 1);
        FirstApproval first = new FirstApproval(FIRST, World.NOW, "확인함");
        assertThat(QUEUE.first(submitted.id())).contains(first);
        assertThat(QUEUE.list(new QueueFilter(Set.of(), agency, Set.of(), Instant.MAX, "", 10)))
                .containsExactly(new ReviewQueue.Waiting(waiting, World.NOW, Optional.of(first)));
        List<HistoryEntry> history = WORLD.applications.history(submitted.id());
        assertThat(history.get(history.size() - 1))
                .isEqualTo(new HistoryEntry(
                        waiting.version(),
                        ApplicationState.SUBMITTED,
                        ApplicationState.SUBMITTED,
                        FIRST.toString(),
                        World.NOW,
                        "확인함"));
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("application.approved-first");
        assertThat(WORLD.accounts.find(submitted.completion().desired())).isEmpty();
    }

    @Test
    void forARepresentativeTheSecondApprovalMustBeAnothers() {
        Application.Submitted submitted = submitted(AccountType.AGENCY_REPRESENTATIVE, Duration.ZERO);
        assertThat(WORLD.applications.approve(submitted, SECOND.toString(), ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.FIRST_APPROVAL_MISSING));
        Application.Submitted waiting = QUEUE.approveFirst(submitted, FIRST, "").orElseThrow();
        assertThat(WORLD.applications.approve(waiting, FIRST.toString(), ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.FIRST_APPROVAL_MISSING));
        assertThat(WORLD.applications.find(submitted.id())).contains(waiting);
        assertThat(WORLD.applications.approve(waiting, SECOND.toString(), "")).isInstanceOf(ApproveOutcome.Done.class);
    }

    @Test
    void othersNeedOneApproval() {
        assertThat(WORLD.applications.approve(submitted(AccountType.OFFICIAL, Duration.ZERO), SECOND.toString(), ""))
                .isInstanceOf(ApproveOutcome.Done.class);
        assertThat(WORLD.applications.approve(
                        submitted(AccountType.AGENCY_RELAY, Duration.ZERO), SECOND.toString(), ""))
                .isInstanceOf(ApproveOutcome.Done.class);
    }

    @Test
    void aFirstApprovalHoldsForWhatItWasGivenTo() {
        Application.Submitted submitted = submitted(AccountType.AGENCY_REPRESENTATIVE, Duration.ZERO);
        Application.Submitted waiting = QUEUE.approveFirst(submitted, FIRST, "").orElseThrow();
        assertThat(QUEUE.approveFirst(submitted, SECOND, "")).isEmpty();
        Application.Submitted again = WORLD.applications
                .giveBack(waiting, SECOND.toString(), "다시")
                .flatMap(returned -> WORLD.applications.complete(
                        returned, completion(AccountType.AGENCY_REPRESENTATIVE), World.shown()))
                .flatMap(WORLD.applications::submit)
                .orElseThrow();
        assertThat(QUEUE.first(submitted.id())).isEmpty();
        assertThat(WORLD.applications.approve(again, SECOND.toString(), ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.FIRST_APPROVAL_MISSING));
    }

    @Test
    void whatWouldStopAnApprovalIsToldWithoutOne() {
        Application.Submitted one = submitted(AccountType.OFFICIAL, Duration.ZERO);
        assertThat(QUEUE.obstacle(one)).isEmpty();
        Application.Submitted other = (Application.Submitted) WORLD.in(
                ApplicationState.SUBMITTED, World.completion(one.completion().desired(), World.key(World.number())));
        long audited = WORLD.audit.lastNumber();
        WORLD.approved(one);
        assertThat(QUEUE.obstacle(other)).contains(Obstacle.ADDRESS_TAKEN);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
    }
}
