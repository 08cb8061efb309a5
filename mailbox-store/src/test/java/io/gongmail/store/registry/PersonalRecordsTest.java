package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal data at rest: sealed in its row, under the keys that were used, through rotation and from older homes. */
class PersonalRecordsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NAME = "카나리아이름";
    private static final String PHONE = "01098761234";
    private static final String BIRTH_DATE = "1987-06-05";
    private static final String CI = Sha256.hex("CI of the canary");

    @TempDir
    Path folder;

    private PersonalKeys keys;
    private PersonalData personal;

    @BeforeEach
    void fresh() {
        keys = PersonalKeys.fresh(RANDOM);
        personal = new PersonalData(keys, RANDOM);
    }

    /** What is done with a registry that is opened and closed again. */
    private interface Doing {
        void with(Registry registry, Database database) throws Exception;
    }

    private void opened(PersonalData by, Doing doing) throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(database, World.CLOCK, by)) {
            doing.with(registry, database);
        }
    }

    private static VerifiedPerson canary() {
        return new VerifiedPerson("PASS", "request", NAME, "mobile", "transaction", CI, PHONE, BIRTH_DATE, World.NOW);
    }

    private static Application.Verified verified(Registry registry, VerifiedPerson person) {
        return registry.applications()
                .consent(registry.applications().open(), World.consents())
                .flatMap(consented -> registry.applications().verify(consented, person))
                .orElseThrow();
    }

    @Test
    void isReadBackAsItWasAndStandsNowhereInClear() throws Exception {
        opened(personal, (registry, database) -> {
            Application.Verified verified = verified(registry, canary());
            assertThat(verified.person()).isEqualTo(canary());
            assertThat(registry.applications().find(verified.id())).contains(verified);
            assertThat(registry.applications()
                            .complete(verified, World.completion(World.number()), World.shown())
                            .flatMap(registry.applications()::submit)
                            .flatMap(submitted -> registry.applications().reject(submitted, World.REVIEWER, "재직 아님")))
                    .isPresent();
        });
        assertThat(traces(folder.resolve("db"))).isEmpty();
    }

    @Test
    void isShownMasked() {
        assertThat(canary().toString())
                .contains("카****름")
                .doesNotContain(NAME)
                .doesNotContain(PHONE)
                .doesNotContain(BIRTH_DATE)
                .doesNotContain(CI);
    }

    @Test
    void aRowMovedOrAlteredIsRefusedAndReportedAndItsNeighboursLive() throws Exception {
        opened(personal, (registry, database) -> {
            Application.Verified first = verified(registry, canary());
            Application.Verified moved = verified(registry, World.person());
            Application.Verified last = verified(registry, World.person());
            sql(
                    database,
                    "UPDATE application SET sealed_name = (SELECT sealed_name FROM application WHERE id = '"
                            + first.id() + "') WHERE id = '" + moved.id() + "'");
            assertThatThrownBy(() -> registry.applications().find(moved.id()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("application.name of " + moved.id())
                    .hasMessageNotContaining(NAME);
            assertThat(registry.applications().find(first.id())).contains(first);
            // Whatever stands first on a page, the page is as long as it may be.
            for (int limit = 1; limit <= 3; limit++) {
                List<Application> listed = registry.applications().list(ApplicationFilter.in(Set.of(), limit));
                assertThat(listed).hasSize(Math.min(limit, 2)).doesNotContain(moved);
            }
            assertThat(registry.applications().list(ApplicationFilter.in(Set.of(), 10)))
                    .containsExactlyInAnyOrder(first, last);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(registry.audit().list(1, 100).stream()
                                    .map(AuditEntry::event)
                                    .filter(event -> event.code().equals("personal-data.unreadable")))
                            .singleElement()
                            .satisfies(event -> {
                                assertThat(event.subject()).isEqualTo(moved.id().toString());
                                assertThat(event.facts().get("why")).contains("application.name");
                            }));
        });
    }

    @Test
    void anotherKeyFileStopsTheStartAndSaysWhatToDo() throws Exception {
        Application.Verified[] kept = new Application.Verified[1];
        opened(personal, (registry, database) -> kept[0] = verified(registry, canary()));
        assertThatThrownBy(
                        () -> opened(new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM), (registry, database) -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in memory: has another key 1 than personal data here was sealed with")
                .hasMessageContaining("put back the key file")
                .hasMessageContaining("[store] personal-data-keys");
        PersonalKeys lacking = keys.withAnother(RANDOM).without(Set.of(1));
        assertThatThrownBy(() -> opened(new PersonalData(lacking, RANDOM), (registry, database) -> {}))
                .hasMessageContaining("lacks the key 1");
        opened(
                personal,
                (registry, database) ->
                        assertThat(registry.applications().find(kept[0].id())).contains(kept[0]));
    }

    @Test
    void aRotationSealsEverythingAnewInBatchesAndOldKeysCanGo() throws Exception {
        List<Application.Verified> all = new ArrayList<>();
        PersonalKeys more = keys.withAnother(RANDOM);
        opened(personal, (registry, database) -> {
            for (int i = 0; i < 103; i++) {
                all.add(verified(registry, canary()));
            }
            registry.applications().open();
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 103));
            assertThat(registry.personal().forgetUnused()).isEmpty();
            sql(
                    database,
                    "UPDATE application SET sealed_ci = 'v1.1.AAAA' WHERE id = '"
                            + all.get(7).id() + "'");
            assertThat(registry.personal().use(more)).isEqualTo(new PersonalRecords.Rewriting(102, 1));
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 1), Map.entry(2, 102));
            assertThat(registry.personal().forgetUnused()).isEmpty();
            sql(
                    database,
                    "DELETE FROM application_history WHERE application = '"
                            + all.get(7).id() + "'");
            sql(database, "DELETE FROM application WHERE id = '" + all.get(7).id() + "'");
            all.remove(7);
            assertThat(registry.personal().use(more)).isEqualTo(new PersonalRecords.Rewriting(0, 0));
            assertThat(registry.personal().forgetUnused()).containsExactly(1);
        });
        opened(new PersonalData(more.without(Set.of(1)), RANDOM), (registry, database) -> {
            assertThat(registry.applications().list(ApplicationFilter.in(Set.of(ApplicationState.VERIFIED), 1_000)))
                    .containsExactlyInAnyOrderElementsOf(all);
            assertThat(registry.applications().ofPerson(CI, 1_000)).hasSize(102);
        });
    }

    @Test
    void aRotationThatCrashedIsMadeGoodAtTheNextStart() throws Exception {
        Application.Verified[] kept = new Application.Verified[1];
        opened(personal, (registry, database) -> kept[0] = verified(registry, canary()));
        // The file has the new key, and nothing was sealed with it yet.
        opened(new PersonalData(keys.withAnother(RANDOM), RANDOM), (registry, database) -> {
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 0), Map.entry(2, 1));
            assertThat(registry.applications().find(kept[0].id())).contains(kept[0]);
        });
    }

    @Test
    void whatAnOlderVersionKeptInClearIsSealedAtTheFirstStartAndLeavesNoTrace() throws Exception {
        List<Application.Verified> kept = new ArrayList<>();
        VerifiedPerson before = canary().withoutPhoneAndBirthDate();
        opened(personal, (registry, database) -> {
            for (int i = 0; i < 3; i++) {
                kept.add(verified(registry, before));
            }
            // As version 6 of the schema has them.
            sql(
                    database,
                    "UPDATE application SET sealed_by = NULL, sealed_name = NULL, sealed_ci = NULL, ci_hmac = NULL,"
                            + " person_name = '" + NAME + "', person_ci_sha256 = '" + CI + "'");
            sql(database, "INSERT INTO personal_residue (table_name) VALUES 'application'");
        });
        assertThat(traces(folder.resolve("db"))).isNotEmpty();
        opened(personal, (registry, database) -> {
            for (Application.Verified application : kept) {
                assertThat(registry.applications().find(application.id())).contains(application);
            }
            assertThat(registry.applications().ofPerson(CI, 10)).hasSize(3);
        });
        opened(personal, (registry, database) -> {});
        assertThat(traces(folder.resolve("db"))).isEmpty();
    }

    @Test
    void thoseOfTheSamePersonAreFoundAlsoWhileKeysChange() throws Exception {
        opened(personal, (registry, database) -> {
            Application.Verified first = verified(registry, canary());
            verified(registry, World.person());
            personal.replace(keys.withAnother(RANDOM));
            registry.personal().use(personal.keys());
            Application.Verified second = verified(registry, canary());
            assertThat(registry.applications().ofPerson(CI, 10)).containsExactlyInAnyOrder(first, second);
            assertThat(registry.applications().ofPerson(CI, 1)).hasSize(1);
            assertThat(registry.applications().ofPerson("", 10)).isEmpty();
        });
    }

    private static void sql(Database database, String statement) {
        database.transact(transaction -> transaction.sql().execute(statement));
    }

    /** Files that hold something of the canary, in any form that a database could write it. */
    private static List<Path> traces(Path files) throws IOException {
        List<byte[]> forms = new ArrayList<>();
        for (String text :
                List.of(NAME, PHONE, BIRTH_DATE, BIRTH_DATE.replace("-", ""), CI, CI.toUpperCase(Locale.ROOT))) {
            for (Charset charset :
                    List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
                forms.add(text.getBytes(charset));
            }
        }
        try (Stream<Path> all = Files.walk(files)) {
            List<Path> found = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (forms.stream().anyMatch(form -> octets.contains(new String(form, StandardCharsets.ISO_8859_1)))) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
