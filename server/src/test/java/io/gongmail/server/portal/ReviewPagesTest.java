package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A reviewer's way through the pages, from the queue to a decision. */
class ReviewPagesTest {
    private static House house;
    private static Browser reviewer;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
        reviewer = reviewer();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Browser reviewer() {
        TestPerson person = house.server.person("reviewer");
        house.server.registry().accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        return new Browser(house.server, Optional.of(person.certificate()));
    }

    private static Applicant submitted() throws IOException {
        return new Applicant(house)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
    }

    @Test
    void whatWaitsIsInTheQueueWithHowLong() throws IOException {
        Applicant applicant = submitted();
        assertThat(get("/review")).contains(applicant.address, "기한 내", "/review/" + applicant.id());
        assertThat(get("/review?hours=5")).doesNotContain(applicant.address);
        assertThat(get("/review?type=AGENCY_REPRESENTATIVE")).doesNotContain(applicant.address);
        assertThat(get("/review?state=REJECTED")).doesNotContain(applicant.address);
        assertThat(get("/review?state=nonsense&type=%3Cb%3E&hours=x&agency=%22%3E%3Cb%3E"))
                .doesNotContain("<b>");
    }

    @Test
    void oneApplicationIsShownWithItsEvidence() throws IOException {
        Applicant applicant = submitted();
        assertThat(get("/review/" + applicant.id()))
                .contains(applicant.address, "지금 유효한 인증서입니다.", "기관 명단과 대조", "본인확인 거래 번호", "crl=");
    }

    @Test
    void anApprovalOpensTheMailboxAtOnce() throws IOException {
        Applicant applicant = submitted();
        assertThat(decide(reviewer, applicant.id(), "approve", "").body())
                .contains("승인하고 메일함을 만들었습니다.", applicant.address);
        assertThat(state(applicant.id())).isEqualTo(ApplicationState.PROVISIONED);
        assertThat(decide(reviewer, applicant.id(), "approve", "").body()).contains("G-302");
    }

    @Test
    void whatGoesBackCarriesItsReasonToTheApplicant() throws IOException {
        Applicant applicant = submitted();
        Browser.Response without = decide(reviewer, applicant.id(), "return", "");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.body()).contains("G-343");
        assertThat(decide(reviewer, applicant.id(), "return", "부서를 적어 주십시오").body())
                .contains("돌려보냈습니다");
        assertThat(applicant.get("/status").body()).contains("부서를 적어 주십시오");
    }

    @Test
    void aRejectionIsForEver() throws IOException {
        Applicant applicant = submitted();
        decide(reviewer, applicant.id(), "reject", "재직하지 않음");
        assertThat(state(applicant.id())).isEqualTo(ApplicationState.REJECTED);
        assertThat(decide(reviewer, applicant.id(), "approve", "").status()).isEqualTo(422);
    }

    @Test
    void whoIsNoReviewerSeesNoApplication() throws IOException {
        Applicant applicant = submitted();
        Browser other = new Browser(
                house.server, Optional.of(house.server.person("other").certificate()));
        for (String path : new String[] {"/review", "/review/" + applicant.id()}) {
            Browser.Response response = other.get(house.certificatePort(), path);
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.body()).doesNotContain(applicant.address);
        }
    }

    @Test
    void anUnknownApplicationIsNone() throws IOException {
        assertThat(reviewer.get(house.certificatePort(), "/review/nothing").status())
                .isEqualTo(404);
        assertThat(reviewer.get(house.certificatePort(), "/review/00000000-0000-0000-0000-000000000000")
                        .status())
                .isEqualTo(404);
    }

    private static ApplicationState state(ApplicationId id) {
        return house.server
                .registry()
                .applications()
                .find(id)
                .map(Application::state)
                .orElseThrow();
    }

    private static String get(String path) throws IOException {
        Browser.Response response = reviewer.get(house.certificatePort(), path);
        assertThat(response.status()).isEqualTo(200);
        return response.body();
    }

    /** By the token of any page of this session: one that is decided has no form of its own. */
    private static Browser.Response decide(Browser browser, ApplicationId id, String what, String reason)
            throws IOException {
        Map<String, String> form = new HashMap<>(Map.of("do", what, "reason", reason));
        form.put("token", token(browser));
        return browser.post(house.certificatePort(), "/review/" + id, form);
    }

    private static String token(Browser browser) throws IOException {
        return browser.get(house.certificatePort(), "/account").token();
    }
}
