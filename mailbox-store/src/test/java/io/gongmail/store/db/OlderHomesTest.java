package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.Registry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home that an earlier version wrote is brought up to date when it is opened, and keeps what it has. */
class OlderHomesTest {
    private static final String ID = "0123abcd-0000-4000-8000-00000000000f";
    private static final String CI = "0f".repeat(32);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void oneOfVersionSixKeepsPeopleConsentsAndWhenTheyHandedIn() throws SQLException {
        String url = "jdbc:derby:" + folder.resolve("db").toAbsolutePath();
        Flyway.configure()
                .dataSource(url + ";create=true", "", "")
                .locations("classpath:db/migration")
                .placeholders(Dialect.DERBY.placeholders())
                .loggers("slf4j")
                .target("6")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO agency (code, name) VALUES ('MOE', '교육 부')");
            statement.execute("INSERT INTO application (id, state, version, started, consents_terms, consents_privacy,"
                    + " consents_at, person_provider, person_request, person_name, person_method, person_transaction,"
                    + " person_ci_sha256, person_at, kind, agency, post, desired, issuer, serial, spki_sha256,"
                    + " certificate_sha256, subject, not_after, policies) VALUES ('" + ID + "', 'SUBMITTED', 6, 1,"
                    + " '2026-11-24/aa', '2026-11-24/bb', 2, 'PASS', 'r', '홍길동', 'mobile', 't', '" + CI
                    + "', 3, 'OFFICIAL', 'MOE', '주무관', 'hong@moe.example', '30', 'a', '" + "1".repeat(64) + "', '"
                    + "2".repeat(64) + "', 'cn=홍', 9, '1.2.3')");
            for (int version : new int[] {4, 6}) {
                statement.execute("INSERT INTO application_history (application, version, from_state, to_state, actor,"
                        + " happened, reason) VALUES ('" + ID + "', " + version
                        + ", 'COMPLETED', 'SUBMITTED', 'applicant', " + version * 10 + ", '')");
            }
        }
        try (Database database = Database.openDerby(folder.resolve("db"), 1_000, 4);
                Registry registry = Registry.open(
                        database, Clock.systemUTC(), new PersonalData(PersonalKeys.fresh(RANDOM), RANDOM))) {
            ApplicationId id = ApplicationId.parse(ID).orElseThrow();
            Application.Submitted kept =
                    (Application.Submitted) registry.applications().find(id).orElseThrow();
            assertThat(kept.person().name()).isEqualTo("홍길동");
            assertThat(kept.person().ciSha256()).isEqualTo(CI);
            assertThat(kept.person().phone()).isEmpty();
            assertThat(kept.completion().unit()).isEmpty();
            assertThat(registry.applications().ofPerson(CI, 10)).containsExactly(kept);
            assertThat(registry.queue().submitted(id)).contains(Instant.ofEpochMilli(60));
            assertThat(registry.queue().first(id)).isEmpty();
            Instant agreed = Instant.ofEpochMilli(2);
            assertThat(registry.consents().of(id))
                    .isEqualTo(List.of(
                            new GivenConsent("terms", "2026-11-24/aa", "", true, agreed, Optional.empty()),
                            new GivenConsent("privacy", "2026-11-24/bb", "", true, agreed, Optional.empty())));
            assertThat(registry.agencies().search("교육부", 10)).containsExactly(new Agency("MOE", "교육 부", Set.of()));
            assertThat(registry.rosters().standing("MOE")).isEmpty();
        }
    }
}
