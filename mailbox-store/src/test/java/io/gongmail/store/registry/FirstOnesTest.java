package io.gongmail.store.registry;

import static io.gongmail.store.registry.Role.ADMINISTRATOR;
import static io.gongmail.store.registry.Role.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Application.Approved;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the installation itself approves: one administrator and one reviewer, or one who is both. */
class FirstOnesTest {
    private static final ApproveOutcome HELD = new ApproveOutcome.Stopped(Obstacle.ROLES_HELD);

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = World.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theInstallationApprovesTheFirstAdministratorWithRoles() {
        Completion completion = World.completion(World.number());
        Set<Role> roles = Set.of(ADMINISTRATOR, REVIEWER);
        long audited = world.audit.lastNumber();

        Approved approved = approved(completion, roles).orElseThrow();

        assertThat(approved.decision()).isEqualTo(new Decision("installation", World.NOW, ""));
        assertThat(approved.roles()).isEqualTo(roles);
        assertThat(approved.completion()).isEqualTo(completion);
        assertThat(approved.person())
                .isEqualTo(new VerifiedPerson("installation", "", "이관리", "installation", "", "", World.NOW));
        assertThat(world.applications.find(approved.id())).contains(approved);
        assertThat(world.applications.history(approved.id()))
                .containsExactly(new HistoryEntry(
                        1, ApplicationState.DRAFT, ApplicationState.APPROVED, "installation", World.NOW, ""));
        assertThat(world.audit.lastNumber()).isEqualTo(audited + 1);
        assertThat(world.lastEntry().event().code()).isEqualTo("application.approved");
        assertThat(world.lastEntry().event().actor()).isEqualTo("installation");
        assertThat(world.lastEntry().event().facts())
                .containsEntry("roles", "ADMINISTRATOR REVIEWER")
                .containsEntry("address", completion.desired().toString());

        Account account = ((OpenOutcome.Opened) world.accounts.open(approved)).account();
        assertThat(account.roles()).isEqualTo(roles);
        assertThat(account.name()).isEqualTo("이관리");
        assertThat(world.accounts.find(account.address())).contains(account);
        assertThat(world.applications.find(approved.id()))
                .get()
                .isInstanceOfSatisfying(
                        Application.Provisioned.class,
                        provisioned -> assertThat(provisioned.roles()).isEqualTo(roles));
    }

    @Test
    void aRoleIsHeldFromTheApprovalOn() {
        assertThat(approved(World.completion(World.number()), Set.of(REVIEWER))).isPresent();
        assertThat(asked(Set.of(REVIEWER))).isEqualTo(HELD);
    }

    @Test
    void theSecondGetsWhatTheFirstHasNot() {
        world.accounts.open(
                approved(World.completion(World.number()), Set.of(REVIEWER)).orElseThrow());
        Approved second = approved(World.completion(World.number()), Set.of(ADMINISTRATOR, REVIEWER))
                .orElseThrow();
        assertThat(second.roles()).containsExactly(ADMINISTRATOR);
        assertThat(asked(Set.of(ADMINISTRATOR, REVIEWER))).isEqualTo(HELD);
    }

    @Test
    void aRoleThatWasGrantedIsHeld() {
        world.accounts.grant(world.account().address(), ADMINISTRATOR, "test");
        assertThat(asked(Set.of(ADMINISTRATOR))).isEqualTo(HELD);
    }

    @Test
    void whoseAccountIsClosedHoldsNothing() {
        Approved first = approved(World.completion(World.number()), Set.of(ADMINISTRATOR))
                .orElseThrow();
        world.accounts.open(first);
        world.accounts.close(first.completion().desired(), "test", "left");
        assertThat(approved(World.completion(World.number()), Set.of(ADMINISTRATOR)))
                .isPresent();
    }

    @Test
    void askingForNothingIsRefused() {
        assertThat(asked(Set.of())).isEqualTo(HELD);
    }

    @Test
    void ofSeveralAtOnceOneIsTheFirst() throws Exception {
        List<Callable<Boolean>> tasks = IntStream.range(0, 4)
                .<Callable<Boolean>>mapToObj(
                        i -> () -> approved(World.completion(World.number()), Set.of(ADMINISTRATOR, REVIEWER))
                                .isPresent())
                .toList();
        assertThat(OpeningTest.atOnce(tasks)).containsOnlyOnce(true);
        assertThat(world.audit.lastNumber()).isEqualTo(1);
    }

    private ApproveOutcome asked(Set<Role> roles) {
        return world.applications.approvedByInstallation("이관리", World.completion(World.number()), roles);
    }

    private Optional<Approved> approved(Completion completion, Set<Role> roles) {
        return world.applications
                .approvedByInstallation("이관리", completion, roles)
                .fold(Optional::of, stopped -> Optional.empty());
    }
}
