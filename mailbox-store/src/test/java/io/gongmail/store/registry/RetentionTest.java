package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was refused is forgotten as a person once its time is over, and remembered as a decision. */
class RetentionTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration KEPT = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final PersonalKeys keys = PersonalKeys.fresh(RANDOM);
    private Instant now = World.NOW;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    /** What is done with a registry that is opened and closed again. */
    private interface Doing {
        void with(Registry registry, Database database) throws IOException;
    }

    private void opened(Doing doing) throws IOException {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(database, clock, new PersonalData(keys, RANDOM))) {
            doing.with(registry, database);
        }
    }

    private static Application.Submitted submitted(Registry registry, String localPart) {
        int number = World.number();
        Completion completion = new Completion(
                AccountType.OFFICIAL,
                "MOE",
                localPart + ".post",
                Address.of(localPart + "@moe.example"),
                World.key(number),
                "cn=" + localPart + ".subject",
                World.NOW.plusSeconds(9),
                Set.of("1.2.3"),
                new Aim.NewAccount(),
                localPart + ".unit",
                localPart + ".number");
        return registry.applications()
                .consent(registry.applications().open(), World.consents())
                .flatMap(consented -> registry.applications().verify(consented, World.person()))
                .flatMap(verified -> registry.applications()
                        .complete(verified, completion, new ShownCertificates(List.of(localPart + "der="))))
                .flatMap(registry.applications()::submit)
                .orElseThrow();
    }

    @Test
    void onlyWhatWasRefusedLongAgoIsErasedAndOnce() throws IOException {
        opened((registry, database) -> {
            Application.Submitted refused = submitted(registry, "wish");
            registry.letters().contact(refused.id(), "canary@elsewhere.example", "applicant");
            registry.applications().reject(refused, World.REVIEWER, "재직 아님");
            Application.Submitted waiting = submitted(registry, "waiting");
            Application.Submitted returned = submitted(registry, "returned");
            registry.applications().giveBack(returned, World.REVIEWER, "다시");
            now = now.plus(KEPT).minusMillis(1);
            Application.Submitted later = submitted(registry, "later");
            registry.applications().reject(later, World.REVIEWER, "재직 아님");
            assertThat(registry.retention().refused(KEPT)).isZero();
            assertThat(registry.retention().eraseRefused(KEPT, "retention")).isZero();

            now = now.plusMillis(1);
            assertThat(registry.retention().refused(KEPT)).isEqualTo(1);
            assertThat(registry.retention().eraseRefused(KEPT, "retention")).isEqualTo(1);
            assertThat(registry.retention().refused(KEPT)).isZero();
            assertThat(registry.retention().eraseRefused(KEPT, "retention")).isZero();

            Application.Rejected erased = (Application.Rejected)
                    registry.applications().find(refused.id()).orElseThrow();
            assertThat(erased.person().name()).isEqualTo(VerifiedPerson.ERASED);
            assertThat(erased.person().ciSha256()).isEmpty();
            assertThat(erased.completion().desired()).isEqualTo(Address.of("erased@moe.example"));
            assertThat(erased.completion().subject()).isEmpty();
            assertThat(erased.decision().decider()).isEqualTo(World.REVIEWER);
            assertThat(erased.version()).isEqualTo(refused.version() + 1);
            assertThat(registry.applications().history(refused.id())).hasSize(5);
            assertThat(registry.applications().shown(refused.id())).isEmpty();
            assertThat(registry.letters().contact(refused.id())).isEmpty();
            List<AuditEntry> trail = registry.audit().list(registry.audit().lastNumber(), 1);
            assertThat(trail.get(0).event())
                    .isEqualTo(new AuditEvent(
                            "application.erased", "retention", refused.id().toString()));
            assertThat(registry.audit().verify()).isEmpty();

            assertThat(registry.applications().ofPerson(World.person().ciSha256(), 10))
                    .extracting(Application::id)
                    .containsExactlyInAnyOrder(waiting.id(), returned.id(), later.id());
            for (Application.Submitted other : List.of(waiting, returned, later)) {
                assertThat(((Application.Filled)
                                        registry.applications().find(other.id()).orElseThrow())
                                .person())
                        .isEqualTo(World.person());
            }
            // It is no row to be sealed anew.
            assertThat(registry.personal().rewrite().unreadable()).isZero();
            assertThat(registry.personal().counts()).containsExactly(Map.entry(1, 3));
        });
        opened((registry, database) -> {});
        // The address wished for stands in the audit trail, which stays.
        for (String trace : List.of("wish.post", "wish.subject", "wish.unit", "wish.number", "wishder")) {
            assertThat(filesWith(trace)).as(trace).isEmpty();
        }
        assertThat(filesWith("later.post")).isNotEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("db"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
