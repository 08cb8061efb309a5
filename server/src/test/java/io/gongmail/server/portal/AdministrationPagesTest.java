package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What administrators see at {@code /admin}, and nobody else. */
class AdministrationPagesTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Browser.Response get(TestPerson person, Optional<Role> role) throws IOException {
        role.ifPresent(given -> house.server.registry().accounts().grant(Address.of(person.address()), given, "test"));
        return new Browser(house.server, Optional.of(person.certificate())).get(house.certificatePort(), "/admin");
    }

    @Test
    void anAdministratorSeesHowItStands() throws IOException {
        new Applicant(house)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        // The server is shared: others may have applied before.
        long waiting = house.server.registry().applications().count(ApplicationState.SUBMITTED);
        assertThat(waiting).isPositive();
        TestPerson administrator = house.server.person("administers");
        Browser.Response shown = get(administrator, Optional.of(Role.ADMINISTRATOR));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body())
                .contains("기한 임박", "outline-danger", "CN=시험 인증기관", "http://crl.example/1.crl", "2026-12-01")
                .contains("spool 대기열의 편지</dt><dd>3")
                .contains(administrator.address())
                .contains("심사를 기다리는 신청</dt><dd>" + waiting + "<");
    }

    @Test
    void nobodyElseDoes() throws IOException {
        assertThat(get(house.server.person("reviews"), Optional.of(Role.REVIEWER))
                        .status())
                .isEqualTo(403);
        assertThat(get(house.server.person("plain"), Optional.empty()).status()).isEqualTo(403);
    }
}
