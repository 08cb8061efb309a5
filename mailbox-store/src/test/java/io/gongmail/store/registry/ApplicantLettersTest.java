package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.ApplicantLetter.State;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A letter is written with the step it tells of, for who gave an address, and kept whatever becomes of it. */
class ApplicantLettersTest {
    private static final World WORLD = World.shared();
    private static final ApplicantLetters LETTERS = WORLD.registry.letters();
    private static final String ADDRESS = "canary.contact@elsewhere.example";

    private static Application.Completed completed(String address) {
        Application.Completed completed =
                (Application.Completed) WORLD.in(ApplicationState.COMPLETED, World.completion(World.number()));
        assertThat(LETTERS.contact(completed.id(), address, "applicant")).isTrue();
        return completed;
    }

    @Test
    void eachStepThatAnApplicantWaitsForIsTold() {
        Application.Completed completed = completed(ADDRESS);
        Application.Submitted submitted = WORLD.applications.submit(completed).orElseThrow();
        Application.Returned returned =
                WORLD.applications.giveBack(submitted, World.REVIEWER, "다시").orElseThrow();
        Application.Submitted again = WORLD.applications
                .complete(returned, World.completion(World.number()), World.shown())
                .flatMap(WORLD.applications::submit)
                .orElseThrow();
        WORLD.accounts.open(WORLD.approved(again));
        assertThat(LETTERS.of(completed.id()))
                .extracting(ApplicantLetter::step)
                .containsExactly(
                        ApplicationState.SUBMITTED,
                        ApplicationState.RETURNED,
                        ApplicationState.SUBMITTED,
                        ApplicationState.PROVISIONED);
        assertThat(LETTERS.of(completed.id()).get(0))
                .isEqualTo(new ApplicantLetter(
                        completed.id(),
                        submitted.version(),
                        ApplicationState.SUBMITTED,
                        World.NOW,
                        State.WAITING,
                        World.NOW));
        Application.Submitted other =
                WORLD.applications.submit(completed(ADDRESS)).orElseThrow();
        WORLD.registry.queue().approveFirst(other, Address.of(World.REVIEWER), "");
        assertThat(LETTERS.of(other.id())).hasSize(1);
    }

    @Test
    void whoGaveNoAddressIsWrittenNone() {
        Application.Completed completed = completed(ADDRESS);
        assertThat(LETTERS.contact(completed.id())).contains(ADDRESS);
        assertThat(LETTERS.contact(completed.id(), "", "applicant")).isTrue();
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "application.contact-removed",
                        "applicant",
                        completed.id().toString()));
        assertThat(LETTERS.contact(completed.id())).isEmpty();
        assertThat(WORLD.applications.submit(completed)).isPresent();
        assertThat(LETTERS.of(completed.id())).isEmpty();
        assertThat(LETTERS.contact(new ApplicationId(UUID.randomUUID()), ADDRESS, "applicant"))
                .isFalse();
        assertThatThrownBy(() -> LETTERS.contact(completed.id(), "a".repeat(255), "applicant"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneBecomesSentOrHeldOnceAndWhatIsHeldIsTriedAgain() {
        Application.Completed completed = completed(ADDRESS);
        WORLD.applications.submit(completed);
        ApplicantLetter letter = LETTERS.of(completed.id()).get(0);
        assertThat(LETTERS.waiting(1_000)).contains(letter);
        assertThat(LETTERS.became(letter, State.HELD, "mail to other servers is off"))
                .isTrue();
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "application.letter-held",
                        "server",
                        completed.id().toString(),
                        Map.of("step", "SUBMITTED", "why", "mail to other servers is off")));
        assertThat(LETTERS.became(letter, State.SENT, "")).isFalse();
        assertThat(LETTERS.waiting(1_000)).doesNotContain(letter);
        assertThat(LETTERS.of(completed.id()))
                .extracting(ApplicantLetter::state)
                .containsExactly(State.HELD);
        assertThat(LETTERS.retryHeld()).isPositive();
        assertThat(LETTERS.waiting(1_000)).contains(letter);
        assertThat(LETTERS.became(letter, State.SENT, "")).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("application.letter-sent");
        LETTERS.retryHeld();
        assertThat(LETTERS.of(completed.id()))
                .extracting(ApplicantLetter::state)
                .containsExactly(State.SENT);
        assertThatThrownBy(() -> LETTERS.waiting(1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theAddressIsSealedAndGoesAlongWhenKeysChange(@TempDir Path folder) {
        SecureRandom random = new SecureRandom();
        PersonalKeys keys = PersonalKeys.fresh(random);
        PersonalData personal = new PersonalData(keys, random);
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(database, World.CLOCK, personal)) {
            ApplicationId id = registry.applications().open().id();
            registry.letters().contact(id, ADDRESS, "applicant");
            List<String> sealed = database.transact(transaction -> transaction
                    .sql()
                    .select(Names.SEALED_CONTACT)
                    .from(Names.APPLICATION)
                    .fetch(Names.SEALED_CONTACT));
            assertThat(sealed)
                    .singleElement()
                    .satisfies(text -> assertThat(text).startsWith("v1.1.").doesNotContain("canary"));
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 1));
            assertThat(registry.personal().use(keys.withAnother(random)).rewritten())
                    .isEqualTo(1);
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 0), Map.entry(2, 1));
            assertThat(registry.letters().contact(id)).contains(ADDRESS);
            assertThat(registry.audit().list(1, 100).toString()).doesNotContain("canary");
        }
    }
}
