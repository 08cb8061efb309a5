package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.Role.ADMINISTRATOR;
import static io.gongmail.store.registry.Role.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Decision;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an installation gets its first administrator and reviewer, and no more. */
class FirstAdministratorTest {
    @TempDir
    Path folder;

    private Office office;
    private FirstAdministrator first;

    @BeforeEach
    void open() {
        office = Office.open(folder);
        first = new FirstAdministrator(office.registry, office.enrollment, office.provisioning);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void anAdministratorThenAReviewerThenNobody() {
        Account administrator = done(opened(office.certificate(), Set.of(ADMINISTRATOR)));
        assertThat(administrator.roles()).containsExactly(ADMINISTRATOR);
        assertThat(code(opened(office.certificate(), Set.of(ADMINISTRATOR)))).isEqualTo("G-345");
        // Asks for both, gets what is left.
        Account reviewer = done(opened(office.certificate(), Set.of(ADMINISTRATOR, REVIEWER)));
        assertThat(reviewer.roles()).containsExactly(REVIEWER);
        assertThat(code(opened(office.certificate(), Set.of(ADMINISTRATOR, REVIEWER))))
                .isEqualTo("G-345");
        assertThat(office.registry.applications().ofAccount(administrator.address()))
                .get()
                .isInstanceOfSatisfying(
                        Application.Provisioned.class,
                        provisioned ->
                                assertThat(provisioned.decision().decider()).isEqualTo(Decision.INSTALLATION));
    }

    @Test
    void theFirstOnesCertificateIsJudgedLikeEverybodys() throws Exception {
        assertThat(code(opened(office.authority.expired("교육부", "001만료자003"), Set.of(ADMINISTRATOR))))
                .isEqualTo("G-103");
        assertThat(code(opened(office.authority.agency("교육부", "교육부대표002"), Set.of(ADMINISTRATOR))))
                .isEqualTo("G-323");
        assertThat(office.registry.accounts().count()).isZero();
    }

    @Test
    void theFirstReviewerDecidesOnTheNextApplication() {
        Issued certificate = office.certificate();
        Address reviewer =
                done(opened(certificate, Set.of(ADMINISTRATOR, REVIEWER))).address();
        var person = office.in(ApplicationState.SUBMITTED);
        assertThat(code(office.review.approve(person.id(), reviewer, ""))).isEqualTo("done");
    }

    @Test
    void ofTwoAtOnceOneIsTheFirst() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                outcomes.add(threads.submit(() -> {
                    Issued certificate = office.certificate();
                    start.await();
                    return code(opened(certificate, Set.of(ADMINISTRATOR, REVIEWER)));
                }));
            }
            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .containsExactlyInAnyOrder("done", "G-345");
            assertThat(office.registry.accounts().count()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private Ruling<Account> opened(Issued certificate, Set<Role> roles) {
        return first.open("최고장", Office.wish(Office.freshAddress()), PeerCertificate.of(certificate.chain()), roles);
    }
}
