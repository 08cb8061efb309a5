package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agency's list, shown first and then approved. */
class BulkApprovalPagesTest {
    private static House house;
    private static Browser reviewer;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
        TestPerson person = house.server.person("reviewer");
        house.server.registry().accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        reviewer = new Browser(house.server, Optional.of(person.certificate()));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Applicant submitted(String staffNumber) throws IOException {
        Applicant applicant = new Applicant(house).consents().isVerified();
        Map<String, String> wish = new HashMap<>(applicant.wish());
        wish.put("staff-number", staffNumber);
        applicant.send("/apply/details", "/apply/details", wish);
        return applicant.registersByChallenge().submits();
    }

    private static ApplicationState state(Applicant applicant) throws IOException {
        return house.enrollment.find(applicant.id()).map(Application::state).orElseThrow();
    }

    private static Browser.Response handIn(String agency, byte[] list) throws IOException {
        String token = reviewer.get(house.certificatePort(), "/review/list").token();
        return reviewer.upload(
                house.certificatePort(), "/review/list", Map.of("token", token, "agency", agency), "file", list);
    }

    private static Browser.Response approve() throws IOException {
        String token = reviewer.get(house.certificatePort(), "/review/list").token();
        return reviewer.post(
                house.certificatePort(), "/review/list/approve", Map.of("token", token, "reason", "명단 대조"));
    }

    @Test
    void aListIsShownFirstAndApprovedWhenSaidSoAndOnlyOnce() throws IOException {
        Applicant named = submitted("B-1");
        Applicant other = submitted("B-2");
        byte[] list = "사번\nB-1\nB-404\n".getBytes(Charset.forName("x-windows-949"));

        Browser.Response tried = handIn("1342000", list);
        assertThat(tried.status()).isEqualTo(200);
        assertThat(tried.body()).contains("2줄 가운데 1줄을 승인할 수 있습니다", "/review/" + named.id(), "G-377");
        assertThat(state(named)).isEqualTo(ApplicationState.SUBMITTED);

        assertThat(approve().body()).contains("1줄 가운데 1줄을 승인했습니다");
        assertThat(state(named)).isEqualTo(ApplicationState.PROVISIONED);
        assertThat(state(other)).isEqualTo(ApplicationState.SUBMITTED);
        assertThat(approve().status()).as("it is done once").isEqualTo(303);
    }

    @Test
    void whoAppliedAfterTheLookIsNotApproved() throws IOException {
        Applicant shown = submitted("C-1");
        byte[] list = "사번\nC-1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(handIn("1342000", list).body()).contains("/review/" + shown.id());
        house.review().reject(shown.id(), house.reviewer(), "재직 아님");
        Applicant later = submitted("C-1");

        assertThat(approve().body()).contains("1줄 가운데 0줄을 승인했습니다", "/review/" + shown.id());
        assertThat(state(later)).isEqualTo(ApplicationState.SUBMITTED);
    }

    @Test
    void aListThatIsNoneIsToldLineByLineAndNothingCanBeApproved() throws IOException {
        Browser.Response faulty = handIn("1342000", "머리글\n값\n".getBytes(StandardCharsets.UTF_8));
        assertThat(faulty.status()).isEqualTo(422);
        assertThat(faulty.body()).contains("href=\"#file\"", "G-37");
        assertThat(approve().status()).isEqualTo(303);
        assertThat(handIn("1342000", new byte[0]).status()).isEqualTo(422);
        assertThat(handIn("no such", "사번\n1\n".getBytes(StandardCharsets.UTF_8)).body())
                .contains("G-331", "href=\"#agency\"");
    }

    @Test
    void theNextPageOfAQueueKeepsWhatItWasNarrowedDownTo() {
        ReviewViews.Queue queue =
                new ReviewViews.Queue(new ReviewViews.Filter("SUBMITTED", "", "A&B 1", 3), List.of(), "last");
        assertThat(queue.nextPage()).isEqualTo("/review?state=SUBMITTED&type=&agency=A%26B+1&hours=3&after=last");
    }
}
