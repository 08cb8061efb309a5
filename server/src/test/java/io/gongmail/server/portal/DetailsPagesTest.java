package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Application;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The third step's first half: what an applicant tells of the person and the account wished for. */
class DetailsPagesTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Applicant applicant() {
        return new Applicant(house);
    }

    private static Application of(Applicant applicant) throws IOException {
        return house.enrollment.find(applicant.id()).orElseThrow();
    }

    @Test
    void whatCannotBeWishedForIsToldAtItsField() throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        TestPerson taken = house.server.person("taken");
        Map<String, String> wrong = new HashMap<>(applicant.wish());
        wrong.put("address", taken.address());
        Browser.Response response = applicant.send("/apply/details", "/apply/details", wrong);
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.body())
                .contains("G-333", "href=\"#address\"", "id=\"address-problem\"", "aria-invalid=\"true\"")
                .contains("value=\"" + taken.address() + "\"", "value=\"주무관\"");
        wrong.put("address", "hong@elsewhere.example");
        assertThat(applicant.send("/apply/details", "/apply/details", wrong).body())
                .contains("G-332", "moe.gongmail.example");
        wrong.put("agency", "\"><script>alert(1)</script>");
        assertThat(applicant.send("/apply/details", "/apply/details", wrong).body())
                .contains("G-331", "href=\"#agency\"")
                .doesNotContain("<script>alert");
    }

    @Test
    void whatIsToldOfThePersonHelpsTheReviewerAndIsShownBeforeItIsSubmitted() throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        Map<String, String> wish = new HashMap<>(applicant.wish());
        wish.put("unit", "교육정보화과");
        wish.put("staff-number", "A-1024");
        assertThat(Applicant.location(applicant.send("/apply/details", "/apply/details", wish)))
                .isEqualTo("/apply/certificate");
        applicant.registersByChallenge();
        assertThat(applicant.get("/apply/submit").body()).contains("교육정보화과", "A-1024");
        assertThat(of(applicant)).isInstanceOfSatisfying(Application.Completed.class, completed -> {
            assertThat(completed.completion().unit()).isEqualTo("교육정보화과");
            assertThat(completed.completion().staffNumber()).isEqualTo("A-1024");
        });
    }

    @Test
    void whereToTellIsKeptAndShownMasked() throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        Map<String, String> wish = new HashMap<>(applicant.wish());
        wish.put("contact", "not an address");
        assertThat(applicant.send("/apply/details", "/apply/details", wish).body())
                .contains("G-309", "href=\"#contact\"");
        wish.put("contact", "hong@home.example");
        assertThat(Applicant.location(applicant.send("/apply/details", "/apply/details", wish)))
                .isEqualTo("/apply/certificate");
        assertThat(house.server.registry().letters().contact(applicant.id())).contains("hong@home.example");
        assertThat(applicant.get("/apply/details").body())
                .contains("h***@home.example")
                .doesNotContain("hong@home.example");
        wish.put("contact", "");
        applicant.send("/apply/details", "/apply/details", wish);
        assertThat(house.server.registry().letters().contact(applicant.id()))
                .as("nothing entered leaves what is there")
                .contains("hong@home.example");
    }

    @Test
    void whatIsTooLongIsToldAtItsField() throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        for (String field : List.of("unit", "position", "staff-number")) {
            Map<String, String> wish = new HashMap<>(applicant.wish());
            wish.put(field, "가".repeat(201));
            Browser.Response response = applicant.send("/apply/details", "/apply/details", wish);
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body()).contains("G-334", "href=\"#" + field + "\"");
        }
    }

    @Test
    void whatWasCompletedMayBeChangedUntilItIsSubmitted() throws IOException {
        Applicant applicant = applicant().consents().isVerified().wishes().registersByChallenge();
        assertThat(applicant.get("/apply/details").body())
                .contains("value=\"" + applicant.address + "\"", "value=\"주무관\"");
        Map<String, String> wish = new HashMap<>(applicant.wish());
        wish.put("position", "서기관");
        assertThat(Applicant.location(applicant.send("/apply/details", "/apply/details", wish)))
                .isEqualTo("/apply/certificate");
        applicant.registersByChallenge();
        assertThat(of(applicant))
                .isInstanceOfSatisfying(
                        Application.Completed.class,
                        completed ->
                                assertThat(completed.completion().position()).isEqualTo("서기관"));
        applicant.submits();
        assertThat(Applicant.location(applicant.get("/apply/details"))).isEqualTo("/status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"교육부 (1342000)", "1342000", "교육부"})
    void anAgencyIsNamedByNameOrCode(String named) throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        Map<String, String> wish = new HashMap<>(applicant.wish());
        wish.put("agency", named);
        assertThat(Applicant.location(applicant.send("/apply/details", "/apply/details", wish)))
                .isEqualTo("/apply/certificate");
        assertThat(applicant.get("/apply/certificate").body()).contains("<dd>교육부</dd>");
    }
}
