package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
    private static final World WORLD = World.shared();

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        Completion completion = World.completion(World.number());
        Agency agency = new Agency("MOE", "교육부", Set.of("moe.gongmail.example"));
        Account account;
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(database, World.CLOCK, World.PERSONAL)) {
            registry.agencies().put(agency, "installation");
            account = ((OpenOutcome.Opened) registry.accounts()
                            .open(((ApproveOutcome.Done) registry.applications()
                                            .approvedByInstallation("이관리", completion, Set.of(Role.ADMINISTRATOR)))
                                    .application()))
                    .account();
        }
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(database, World.CLOCK, World.PERSONAL)) {
            assertThat(registry.accounts().find(account.address())).contains(account);
            assertThat(registry.bindings().active(completion.key())).isPresent();
            assertThat(registry.agencies().find("MOE")).contains(agency);
            assertThat(registry.audit().verify()).isEmpty();
            assertThat(registry.audit().record(new AuditEvent("server.started", "x", "y")))
                    .isEqualTo(4);
            assertThat(registry.audit().verify()).isEmpty();
        }
    }

    @Test
    void aClosedRegistryTakesNoMoreIntoItsTrail() {
        Registry registry = Registry.open(WORLD.database, World.CLOCK, World.PERSONAL);
        registry.close();
        assertThatThrownBy(() -> registry.audit().record(new AuditEvent("server.started", "x", "y")))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void applicationsAreListedOldestFirstPageByPage() {
        String agency = "L" + World.number();
        Application first = completed(World.CLOCK, agency);
        Application second = completed(Clock.offset(World.CLOCK, Duration.ofSeconds(1)), agency);
        Application third = completed(Clock.offset(World.CLOCK, Duration.ofSeconds(1)), agency);
        List<Application> later =
                second.id().compareTo(third.id()) < 0 ? List.of(second, third) : List.of(third, second);
        WORLD.applications.submit((Application.Completed) later.get(1));
        Application submitted = WORLD.applications.find(later.get(1).id()).orElseThrow();

        assertThat(list(Set.of(), agency, "", 10)).containsExactly(first, later.get(0), submitted);
        assertThat(list(Set.of(), agency, "", 2)).containsExactly(first, later.get(0));
        assertThat(list(Set.of(), agency, first.id().toString(), 2)).containsExactly(later.get(0), submitted);
        assertThat(list(Set.of(), agency, later.get(0).id().toString(), 2)).containsExactly(submitted);
        assertThat(list(Set.of(), agency, submitted.id().toString(), 2)).isEmpty();
        assertThat(list(Set.of(ApplicationState.COMPLETED), agency, "", 10)).containsExactly(first, later.get(0));
        assertThat(list(Set.of(ApplicationState.SUBMITTED, ApplicationState.DRAFT), agency, "", 10))
                .containsExactly(submitted);
        assertThat(WORLD.applications.list(ApplicationFilter.in(Set.of(ApplicationState.SUBMITTED), 1_000)))
                .contains(submitted)
                .doesNotContain(first);
        assertThat(WORLD.applications.list(ApplicationFilter.in(Set.of(), 3))).hasSize(3);
        assertThatThrownBy(() -> list(Set.of(), "", "", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> list(Set.of(), "", "", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Application> list(Set<ApplicationState> states, String agency, String after, int limit) {
        return WORLD.applications.list(new ApplicationFilter(states, agency, after, limit));
    }

    private static Application completed(Clock clock, String agency) {
        Applications applications = new Applications(
                WORLD.database, clock, WORLD.audit, new PersonRows(World.PERSONAL, new Unreadable(WORLD.audit)));
        Application.Verified verified = applications
                .consent(applications.open(), World.consents())
                .flatMap(consented -> applications.verify(consented, World.person()))
                .orElseThrow();
        int number = World.number();
        return applications
                .complete(
                        verified,
                        new Completion(
                                AccountType.AGENCY_REPRESENTATIVE,
                                agency,
                                "",
                                World.address(number),
                                World.key(number),
                                "",
                                World.NOW,
                                Set.of()),
                        World.shown())
                .orElseThrow();
    }
}
