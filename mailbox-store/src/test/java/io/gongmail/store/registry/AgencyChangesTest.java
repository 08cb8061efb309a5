package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.OwnerLetter.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An account goes to another agency, when its holder wants it and a reviewer there; whole, or not at all. */
class AgencyChangesTest {
    private static final String AGENCY = "MOIS";
    private static final String PHC =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static final World WORLD = World.shared();

    private final AgencyChanges changes = WORLD.registry.agencyChanges();
    private final List<String> followed = new ArrayList<>();
    private final Following mailbox = (transaction, from, to) -> followed.add(from + " " + to);

    private static Address fresh() {
        return Address.of("mover" + World.number() + "@mois.gongmail.example");
    }

    private static Completion wish(Account account, Address desired) {
        return WORLD.changeOfAgency(account, AGENCY, desired);
    }

    private Application.Submitted submitted(Account account, Address desired) {
        return changes.submit(World.person(), World.consents(), wish(account, desired), World.shown())
                .orElseThrow();
    }

    private static Account account(Address address) {
        return WORLD.accounts.find(address).orElseThrow();
    }

    private static Account reviewer(String agency) {
        Account account = WORLD.account();
        WORLD.sql("UPDATE account SET agency = '" + agency + "' WHERE address = '" + account.address() + "'");
        return WORLD.accounts.grant(account.address(), Role.REVIEWER, "x").orElseThrow();
    }

    private static List<Kind> letters(Account reviewer) {
        return WORLD.registry.ownerLetters().of(reviewer.address()).stream()
                .map(OwnerLetter::kind)
                .toList();
    }

    @Test
    void whatIsHandedInChangesNothingAndWaitsWithTheOthers() {
        Account account = WORLD.account();
        Application.Submitted submitted = submitted(account, account.address());
        assertThat(submitted.completion()).isEqualTo(wish(account, account.address()));
        assertThat(submitted.person()).isEqualTo(World.person());
        assertThat(account(account.address())).isEqualTo(account);
        assertThat(changes.underWay(account.address())).contains(submitted);
        assertThat(WORLD.registry.queue().submitted(submitted.id())).contains(World.NOW);
        assertThat(WORLD.applications.shown(submitted.id())).contains(World.shown());
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("application.submitted");
        assertThat(event.actor()).isEqualTo(account.address().toString());
        assertThat(event.facts())
                .containsEntry("account", account.address().toString())
                .containsEntry("agency", AGENCY);
        assertThat(WORLD.registry.letters().contact(submitted.id()))
                .contains(account.address().toString());
        assertThat(WORLD.registry.letters().of(submitted.id()))
                .extracting(ApplicantLetter::step)
                .containsExactly(ApplicationState.SUBMITTED);
    }

    @Test
    void oneIsUnderWayAtATimeAndOfAnActiveAccountAlone() {
        Account account = WORLD.account();
        Application.Submitted first = submitted(account, account.address());
        assertThat(changes.submit(World.person(), World.consents(), wish(account, account.address()), World.shown()))
                .isEmpty();
        WORLD.applications.reject(first, World.REVIEWER, "아님");
        assertThat(changes.underWay(account.address())).isEmpty();
        submitted(account, account.address());

        Account suspended = WORLD.account();
        Completion wish = wish(suspended, suspended.address());
        WORLD.accounts.suspend(suspended.address(), "x", "x");
        assertThat(changes.submit(World.person(), World.consents(), wish, World.shown()))
                .isEmpty();
        Account there = WORLD.account();
        Completion toWhereItIs = wish(there, there.address());
        WORLD.sql("UPDATE account SET agency = '" + AGENCY + "' WHERE address = '" + there.address() + "'");
        assertThat(changes.submit(World.person(), World.consents(), toWhereItIs, World.shown()))
                .isEmpty();
        assertThatThrownBy(() -> changes.submit(
                        World.person(), World.consents(), World.completion(World.number()), World.shown()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void approvedItGoesWithItsPostAndWithoutItsRoles() {
        Account account = WORLD.account();
        WORLD.accounts.grant(account.address(), Role.REVIEWER, "x");
        assertThat(changes.post(account.address())).contains(new Post("", "주무관", ""));
        Application.Approved approved = WORLD.approved(submitted(account, account.address()));
        assertThat(account(account.address()).agency()).isEqualTo("MOE");

        OpenOutcome outcome = changes.carryOut(approved, mailbox);

        Account moved = account(account.address());
        assertThat(outcome).isEqualTo(new OpenOutcome.Opened(moved));
        assertThat(moved.agency()).isEqualTo(AGENCY);
        assertThat(moved.roles()).isEmpty();
        assertThat(moved.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(changes.post(account.address())).contains(new Post("정부혁신국", "서기관", "M-7"));
        assertThat(followed).as("the address stays").isEmpty();
        assertThat(WORLD.bindings.of(account.address())).hasSize(1);
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("account.agency-changed");
        assertThat(event.facts())
                .containsEntry("former-agency", "MOE")
                .containsEntry("former-roles", "REVIEWER")
                .containsEntry("agency", AGENCY);
        assertThat(changes.carryOut(approved, mailbox)).isEqualTo(new OpenOutcome.AlreadyOpen(moved));
        assertThat(changes.underWay(account.address())).isEmpty();
    }

    @Test
    void underAnotherAddressEverythingGoesAlongAndTheOldOneRests() {
        Account account = WORLD.account();
        WORLD.accounts.setPasswordHash(account.address(), PHC, 1, "x", "x");
        WORLD.registry
                .forwardings()
                .set(account.address(), new Forwarding(List.of(World.address(World.number())), true), "x");
        Binding binding = WORLD.bindings.of(account.address()).get(0);
        Address to = fresh();
        Application.Approved approved = WORLD.approved(submitted(account, to));

        changes.carryOut(approved, mailbox);

        Account moved = account(to);
        assertThat(moved.opened()).isEqualTo(account.opened());
        assertThat(moved.reacts()).isTrue();
        assertThat(WORLD.registry.forwardings().of(to)).isPresent();
        assertThat(WORLD.accounts.password(to).orElseThrow().hash()).isEqualTo(PHC);
        assertThat(WORLD.bindings.active(binding.key()).orElseThrow().account()).isEqualTo(to);
        assertThat(WORLD.applications.ofAccount(to)).isPresent();
        assertThat(followed).containsExactly(account.address() + " " + to);
        ClosedAccount rests = WORLD.registry.closed().find(account.address()).orElseThrow();
        assertThat(rests.closed()).isEqualTo(World.NOW);
        assertThat(rests.mailboxGone()).isPresent();
        assertThat(WORLD.bindings.of(account.address())).isEmpty();
        assertThat(WORLD.accounts.password(account.address())).isEmpty();
        assertThat(WORLD.registry.letters().contact(approved.id())).contains(to.toString());
        Application done = WORLD.applications.find(approved.id()).orElseThrow();
        assertThat(((Application.Filled) done).completion().aim()).isEqualTo(new Aim.NewAgency(account.address()));
        assertThat(WORLD.registry
                        .closed()
                        .setAside(account.address(), World.NOW, "x", "x", (transaction, from, aside) -> {}))
                .isPresent();
        assertThat(account(to)).isEqualTo(moved);
        assertThat(WORLD.audit.verify()).isEmpty();
    }

    @Test
    void theAddressIsReservedByTheApproval() {
        Account account = WORLD.account();
        Address to = fresh();
        Application.Submitted waits = submitted(account, to);
        Account other = WORLD.account();
        Application.Submitted second = submitted(other, to);
        Application.Submitted newcomer = WORLD.submitted(World.completion(to, World.key(World.number())));
        Application.Approved approved = WORLD.approved(waits);
        assertThat(WORLD.applications.approve(second, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(WORLD.applications.approve(newcomer, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(changes.carryOut(approved, mailbox)).isInstanceOf(OpenOutcome.Opened.class);
        assertThat(WORLD.registry.queue().obstacle(second)).contains(Obstacle.ADDRESS_TAKEN);
    }

    /** A crash, or a mail store that fails. */
    @Test
    void whatCannotGoAlongStopsItWholeAndIsDoneAgain() {
        Account account = WORLD.account();
        Address to = fresh();
        Application.Approved approved = WORLD.approved(submitted(account, to));
        long entries = WORLD.audit.lastNumber();
        assertThatThrownBy(() -> changes.carryOut(approved, (transaction, from, there) -> {
                    throw new IllegalStateException("no disk");
                }))
                .hasMessage("no disk");
        assertThat(account(account.address())).isEqualTo(account);
        assertThat(WORLD.accounts.find(to)).isEmpty();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(entries);
        assertThat(changes.carryOut(approved, mailbox)).isInstanceOf(OpenOutcome.Opened.class);
        assertThat(account(to).agency()).isEqualTo(AGENCY);
    }

    @Test
    void whoWasSuspendedMeanwhileStaysUntilResumed() {
        Account account = WORLD.account();
        Application.Submitted waits = submitted(account, account.address());
        WORLD.accounts.suspend(account.address(), "x", "x");
        assertThat(WORLD.applications.approve(waits, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ACCOUNT_NOT_ACTIVE));
        WORLD.accounts.resume(account.address(), "x", "x");
        Application.Approved approved = WORLD.approved(waits);
        WORLD.accounts.suspend(account.address(), "x", "x");
        assertThat(changes.carryOut(approved, mailbox)).isEqualTo(new OpenOutcome.Stopped(Obstacle.ACCOUNT_NOT_ACTIVE));
        assertThat(account(account.address()).agency()).isEqualTo("MOE");
        WORLD.accounts.resume(account.address(), "x", "x");
        assertThat(changes.carryOut(approved, mailbox)).isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void theReviewersOfTheAgencyThatIsLeftAreToldAndNobodyElse() {
        Account own = reviewer("MOE-" + World.number());
        String agency = own.agency();
        Account of = reviewer(agency);
        Account colleague = reviewer(agency);
        WORLD.accounts.withdraw(colleague.address(), Role.REVIEWER, "x");
        Account elsewhere = reviewer(AGENCY);
        Application.Submitted waits = submitted(own, own.address());
        assertThat(letters(of)).containsExactly(Kind.COLLEAGUE_LEAVES);
        changes.carryOut(WORLD.approved(waits), mailbox);
        assertThat(letters(of)).containsExactlyInAnyOrder(Kind.COLLEAGUE_LEAVES, Kind.COLLEAGUE_LEFT);
        assertThat(WORLD.registry.ownerLetters().of(of.address()))
                .allMatch(letter -> letter.told().contains(own.address().toString()));
        assertThat(letters(own)).isEmpty();
        assertThat(letters(colleague)).isEmpty();
        assertThat(letters(elsewhere)).isEmpty();
    }

    /** An application that waits while the account gets another address goes on as the account's. */
    @Test
    void aChangeThatWaitsGoesAlongWithTheAddress() {
        Account account = WORLD.account();
        Address to = fresh();
        Application.Submitted waits = submitted(account, to);
        WORLD.database.transact(transaction -> {
            AccountAddresses.move(transaction, account.address(), to);
            return true;
        });
        assertThat(changes.underWay(account.address())).isEmpty();
        assertThat(changes.underWay(to).map(Application::id)).contains(waits.id());
    }

    /** What one may do to it, and where that is taken. */
    enum Action {
        COMPLETE(EnumSet.of(ApplicationState.RETURNED)),
        CHANGE(EnumSet.of(ApplicationState.COMPLETED)),
        SUBMIT(EnumSet.of(ApplicationState.COMPLETED)),
        APPROVE(EnumSet.of(ApplicationState.SUBMITTED)),
        GIVE_BACK(EnumSet.of(ApplicationState.SUBMITTED)),
        REJECT(EnumSet.of(ApplicationState.SUBMITTED)),
        CARRY_OUT(EnumSet.of(ApplicationState.APPROVED));

        private final Set<ApplicationState> from;

        Action(Set<ApplicationState> from) {
            this.from = from;
        }

        /** With a value that claims the state where it is taken. */
        boolean isTaken(Application stored, Completion completion) {
            ApplicationId id = stored.id();
            int version = stored.version();
            Decision decision = new Decision(World.REVIEWER, World.NOW, "확인함");
            Application.Submitted waits =
                    new Application.Submitted(id, version, World.NOW, World.consents(), World.person(), completion);
            Application.Completed left =
                    new Application.Completed(id, version, World.NOW, World.consents(), World.person(), completion);
            return switch (this) {
                case COMPLETE ->
                    WORLD.applications
                            .complete(
                                    new Application.Returned(
                                            id,
                                            version,
                                            World.NOW,
                                            World.consents(),
                                            World.person(),
                                            completion,
                                            decision),
                                    completion,
                                    World.shown())
                            .isPresent();
                case CHANGE ->
                    WORLD.applications.complete(left, completion, World.shown()).isPresent();
                case SUBMIT -> WORLD.applications.submit(left).isPresent();
                case APPROVE ->
                    WORLD.applications.approve(waits, World.REVIEWER, "").fold(done -> true, stopped -> false);
                case GIVE_BACK ->
                    WORLD.applications.giveBack(waits, World.REVIEWER, "다시").isPresent();
                case REJECT ->
                    WORLD.applications.reject(waits, World.REVIEWER, "아님").isPresent();
                case CARRY_OUT -> isCarriedOut(id, version, completion, decision);
            };
        }

        private static boolean isCarriedOut(ApplicationId id, int version, Completion completion, Decision decision) {
            Application.Approved approved = new Application.Approved(
                    id, version, World.NOW, World.consents(), World.person(), completion, decision, Set.of());
            try {
                return WORLD.registry
                        .agencyChanges()
                        .carryOut(approved, (transaction, from, to) -> {})
                        .fold(opened -> true, alreadyOpen -> false, stopped -> false);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    private static final Set<ApplicationState> STATES = EnumSet.of(
            ApplicationState.COMPLETED,
            ApplicationState.SUBMITTED,
            ApplicationState.RETURNED,
            ApplicationState.REJECTED,
            ApplicationState.APPROVED,
            ApplicationState.PROVISIONED);

    static Stream<Arguments> everyActionInEveryState() {
        return STATES.stream()
                .flatMap(state -> Arrays.stream(Action.values()).map(action -> Arguments.of(state, action)));
    }

    private Application in(ApplicationState state, Account account) {
        Application.Submitted waits = submitted(account, account.address());
        return switch (state) {
            case COMPLETED ->
                WORLD.applications
                        .complete(
                                WORLD.applications
                                        .giveBack(waits, World.REVIEWER, "다시")
                                        .orElseThrow(),
                                waits.completion(),
                                World.shown())
                        .orElseThrow();
            case SUBMITTED -> waits;
            case RETURNED ->
                WORLD.applications.giveBack(waits, World.REVIEWER, "다시").orElseThrow();
            case REJECTED ->
                WORLD.applications.reject(waits, World.REVIEWER, "아님").orElseThrow();
            case APPROVED -> WORLD.approved(waits);
            case PROVISIONED -> {
                changes.carryOut(WORLD.approved(waits), mailbox);
                yield WORLD.applications.find(waits.id()).orElseThrow();
            }
            case DRAFT, CONSENTED, VERIFIED -> throw new AssertionError("there is none in " + state);
        };
    }

    @ParameterizedTest
    @MethodSource("everyActionInEveryState")
    void anActionIsTakenInItsStateAndNowhereElse(ApplicationState state, Action action) {
        Account account = WORLD.account();
        Completion completion = wish(account, account.address());
        Application before = in(state, account);
        assertThat(before.state()).isEqualTo(state);
        String agency = account(account.address()).agency();

        assertThat(action.isTaken(before, completion)).isEqualTo(action.from.contains(state));

        if (!action.from.contains(state)) {
            assertThat(WORLD.applications.find(before.id())).isEqualTo(Optional.of(before));
        }
        assertThat(account(account.address()).agency())
                .isEqualTo(action == Action.CARRY_OUT && state == ApplicationState.APPROVED ? AGENCY : agency);
    }

    @Test
    void whatAsksForSomethingElseIsNotCarriedOut() {
        Application.Approved account = WORLD.approved(World.completion(World.number()));
        assertThatThrownBy(() -> changes.carryOut(account, mailbox)).isInstanceOf(IllegalArgumentException.class);
        Account open = WORLD.account();
        Application.Approved change = WORLD.approved(submitted(open, open.address()));
        assertThatThrownBy(() -> WORLD.accounts.open(change)).isInstanceOf(IllegalArgumentException.class);
    }
}
