package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.enrollment.ServiceLevel.Standing;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.QueueFilter;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, how long, and who may see it. */
class QueueTest {
    @TempDir
    Path folder;

    private Office office;
    private int number;

    @BeforeEach
    void open() {
        office = Office.open(folder);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private static QueueFilter of(String agency, Instant by) {
        return new QueueFilter(Set.of(), agency, Set.of(), by, "", 10);
    }

    private String agency() {
        String code = "W" + ++number;
        office.registry.agencies().put(new Agency(code, "기관", Set.of("w" + number + ".example")), "test");
        return code;
    }

    private Person submitted(String agency) {
        String domain = office.registry
                .agencies()
                .find(agency)
                .orElseThrow()
                .domains()
                .iterator()
                .next();
        return office.in(
                SUBMITTED,
                office.certificate(),
                new Enrollment.Wish(AccountType.OFFICIAL, agency, "", "a" + ++number + "@" + domain));
    }

    @Test
    void whatWaitsGetsDueThenLate() {
        String agency = agency();
        Person person = submitted(agency);
        assertThat(entries(agency)).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(person.id());
            assertThat(entry.standing()).contains(Standing.IN_TIME);
            assertThat(entry.due()).isEqualTo(entry.submitted().plus(Office.WITHIN));
            assertThat(entry.name()).isEqualTo("홍길동");
            assertThat(entry.toString()).doesNotContain("홍길동");
            assertThat(entry.asksForCertificate()).isFalse();
        });
        office.clock.turn(Duration.ofHours(73));
        assertThat(entries(agency).get(0).standing()).contains(Standing.DUE_SOON);
        assertThat(done(office.review.dossier(person.id(), office.reviewer())).waiting())
                .get()
                .extracting(Dossier.Age::standing)
                .isEqualTo(Standing.DUE_SOON);
        office.clock.turn(Duration.ofHours(24));
        assertThat(entries(agency).get(0).standing()).contains(Standing.LATE);

        done(office.review.reject(person.id(), office.reviewer(), "재직 아님"));
        assertThat(entries(agency)).isEmpty();
        assertThat(office.review.queue(
                        new QueueFilter(Set.of(ApplicationState.REJECTED), agency, Set.of(), Instant.MAX, "", 10),
                        Dossier.Sight.MASKED))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.standing()).isEqualTo(Optional.empty());
                    assertThat(entry.name()).isEqualTo("홍*동");
                });
        assertThat(done(office.review.dossier(person.id(), office.reviewer())).waiting())
                .isEmpty();
    }

    @Test
    void thoseThatHaveWaitedLongAreFound() {
        String agency = agency();
        submitted(agency);
        Instant today = office.review.waitingSince(Duration.ofHours(24));
        assertThat(office.review.queue(of(agency, today), Dossier.Sight.NAME)).isEmpty();
        office.clock.turn(Duration.ofHours(25));
        Instant tomorrow = office.review.waitingSince(Duration.ofHours(24));
        assertThat(office.review.queue(of(agency, tomorrow), Dossier.Sight.NAME))
                .hasSize(1);
        assertThat(office.review.waitingSince(Duration.ZERO)).isEqualTo(Instant.MAX);
    }

    @Test
    void onlyReviewersSeeIt() {
        Address plain = Address.of(Office.freshAddress());
        office.account(plain, Set.of(Role.ADMINISTRATOR, Role.HELPDESK));
        assertThat(code(office.review.queue(of("", Instant.MAX), plain))).isEqualTo("G-341");
    }

    private List<QueueEntry> entries(String agency) {
        return done(office.review.queue(of(agency, Instant.MAX), office.reviewer()));
    }
}
