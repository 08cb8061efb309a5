package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.enrollment.Terms;
import io.gongmail.server.testing.Adversary;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.GivenConsent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application in four steps, as a browser meets it; and what somebody would try with somebody else's. */
class ApplyTest {
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
    void fourStepsLeadToASubmittedApplicationByTheCertificateDoor() throws IOException {
        Applicant applicant = applicant()
                .consents()
                .isVerified()
                .wishes()
                .registersAtTheDoor()
                .submits();
        assertThat(of(applicant)).isInstanceOfSatisfying(Application.Submitted.class, submitted -> {
            assertThat(submitted.completion().desired()).isEqualTo(Address.of(applicant.address));
            assertThat(submitted.completion().agencyCode()).isEqualTo("1342000");
            assertThat(submitted.completion().subject()).contains("신청자");
            assertThat(submitted.person().name()).isEqualTo("신청자");
        });
        assertThat(applicant.get("/status").body()).contains("심사 중입니다", "영업일 3일");
    }

    @Test
    void orByASignedChallengeInDerOrPem() throws IOException {
        Applicant applicant = applicant()
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        assertThat(of(applicant).state()).isEqualTo(ApplicationState.SUBMITTED);

        Applicant other = applicant().consents().isVerified().wishes();
        String pem = "-----BEGIN CMS-----\n" + Base64.getMimeEncoder().encodeToString(other.signs())
                + "\n-----END CMS-----\n";
        assertThat(Applicant.location(other.uploads(pem.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("/apply/submit");
    }

    @Test
    void whoDoesNotAgreeToBothHasNoApplication() throws IOException {
        Applicant applicant = applicant();
        String token = applicant.get("/apply").token();
        String terms = house.enrollment.terms().version();
        for (Map<String, String> agreed : List.of(
                Map.of("token", token),
                Map.of("token", token, "terms", terms),
                Map.of("token", token, "terms", terms, "privacy", "2020-01-01/0000000000000000"))) {
            Browser.Response response = applicant.browser.post(house.port(), "/apply/consent", agreed);
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body()).contains("G-308");
        }
        assertThat(applicant.get("/apply/number").status()).isEqualTo(403);
    }

    @Test
    void everyTextStandsThereWhole() throws IOException {
        String page = applicant().get("/apply").body();
        for (Terms text : house.enrollment.texts()) {
            for (String line : text.text().strip().split("\n")) {
                assertThat(page).contains(line.strip());
            }
        }
    }

    @Test
    void whatIsOptionalIsKeptOfThoseWhoAgreeAndNobodyElse() throws IOException {
        assertThat(house.enrollment.consents(applicant().consents().id()))
                .extracting(GivenConsent::name)
                .containsExactlyInAnyOrder("terms", "privacy");
        Applicant applicant = applicant();
        Map<String, String> all =
                new HashMap<>(Map.of("token", applicant.get("/apply").token()));
        house.enrollment.texts().forEach(text -> all.put(text.name(), text.version()));
        applicant.browser.post(house.port(), "/apply/consent", all);
        assertThat(house.enrollment.consents(applicant.id()))
                .extracting(GivenConsent::name)
                .containsExactlyInAnyOrder("terms", "privacy", "news");
    }

    @Test
    void eachStepLeadsWhereTheApplicationIs() throws IOException {
        Applicant applicant = applicant().consents();
        for (String step : List.of("/apply", "/apply/details", "/apply/certificate", "/apply/submit")) {
            assertThat(Applicant.location(applicant.get(step))).isEqualTo("/apply/identity");
        }
        applicant.isVerified();
        assertThat(Applicant.location(applicant.get("/apply/certificate")))
                .as("nothing is wished for yet")
                .isEqualTo("/apply/details");
        assertThat(Applicant.location(applicant.get("/apply/identity"))).isEqualTo("/apply/details");
        applicant.wishes().registersByChallenge();
        for (String step : List.of("/apply", "/apply/identity")) {
            assertThat(Applicant.location(applicant.get(step))).isEqualTo("/apply/submit");
        }
        applicant.submits();
        for (String step : List.of("/apply", "/apply/details", "/apply/certificate", "/apply/submit")) {
            assertThat(Applicant.location(applicant.get(step))).isEqualTo("/status");
        }
    }

    @Test
    @Adversary("the way back from identity verification, tampered with, taken again, or in another browser")
    void aResultOfVerificationCountsOnce() throws IOException {
        Applicant applicant = applicant().consents();
        String back = Applicant.pathAndQuery(applicant.asksToBeVerified());
        assertThat(Applicant.location(applicant.get(back))).isEqualTo("/apply/details");
        assertThat(Applicant.location(applicant.get(back)))
                .as("it is verified already")
                .isEqualTo("/apply/details");
        Applicant other = applicant().consents();
        other.asksToBeVerified();
        assertThat(other.get(back).body()).contains("G-313");
    }

    @Test
    @Adversary("the way back from identity verification, tampered with, taken again, or in another browser")
    void whoComesBackInAnotherBrowserIsNotVerifiedThere() throws IOException {
        Applicant attacker = applicant().consents();
        String back = Applicant.pathAndQuery(attacker.asksToBeVerified());
        assertThat(house.browser().get(house.port(), back).status()).isEqualTo(403);
        Applicant victim = applicant().consents();
        assertThat(victim.get(back).body()).contains("G-313");
        assertThat(of(victim).state()).isEqualTo(ApplicationState.CONSENTED);
        assertThat(of(attacker).state()).isEqualTo(ApplicationState.CONSENTED);
    }

    @Test
    @Adversary("the way back from identity verification, tampered with, taken again, or in another browser")
    void aWayBackThatWasTamperedWithIsNone() throws IOException {
        Applicant applicant = applicant().consents();
        String back = Applicant.pathAndQuery(applicant.asksToBeVerified());
        String signature = back.replaceAll(".*signature=", "");
        String other = (signature.startsWith("0") ? "1" : "0") + signature.substring(1);
        assertThat(applicant.get(back.replace(signature, other)).body()).contains("G-312");
        assertThat(applicant.get(back.replace(signature, "")).body()).contains("G-312");
        assertThat(applicant
                        .get(back.replaceAll("transaction=[0-9a-f]+", "transaction=" + "0".repeat(32)))
                        .body())
                .contains("G-313");
        assertThat(applicant
                        .get(back.replaceAll("requestNumber=[0-9a-f]+", "requestNumber=" + "0".repeat(32)))
                        .body())
                .contains("G-313");
        assertThat(of(applicant).state()).isEqualTo(ApplicationState.CONSENTED);
        assertThat(Applicant.location(applicant.get(back))).isEqualTo("/apply/details");
    }

    @Test
    void whoHasNotConfirmedIsNotVerifiedByComingBack() throws IOException {
        Applicant applicant = applicant().consents();
        applicant.send("/apply/identity", "/apply/identity", Map.of("method", "i-pin"));
        assertThat(applicant.get("/apply/identity/return").body()).contains("G-313");
        assertThat(applicant
                        .send("/apply/identity", "/apply/identity", Map.of("method", "carrier-pigeon"))
                        .body())
                .contains("G-334");
    }

    @Test
    void aSignatureBySomethingElseRegistersNothing() throws IOException {
        Applicant applicant = applicant().consents().isVerified().wishes();
        byte[] signed = applicant.signs();
        applicant.signs();
        assertThat(applicant.uploads(signed).body())
                .as("of the challenge before")
                .contains("G-322");
        applicant.signs();
        assertThat(applicant
                        .uploads("nothing".getBytes(StandardCharsets.US_ASCII))
                        .body())
                .contains("G-322", "href=\"#signed\"");
        assertThat(of(applicant).state()).isEqualTo(ApplicationState.VERIFIED);
    }

    /** Login CSRF: the attacker's application, the victim's certificate. */
    @Test
    @Adversary("a certificate lured into somebody else's application")
    void whoIsLuredToPresentForAnothersApplicationGivesNothingAway() throws IOException {
        Applicant attacker = applicant().consents().isVerified().wishes();
        URI lure = attacker.asksToPresent();
        Applicant victim = applicant().consents().isVerified().wishes();
        URI back = Applicant.chooses(house, victim.presenting(victim.certificate), lure);

        assertThat(victim.get(Applicant.pathAndQuery(back)).status()).isEqualTo(410);
        String number = back.getRawQuery().replace("t=", "");
        assertThat(victim.send("/apply/certificate", "/apply/certificate/confirm", Map.of("t", number))
                        .status())
                .isEqualTo(410);
        assertThat(house.browser()
                        .get(house.port(), Applicant.pathAndQuery(back))
                        .status())
                .isEqualTo(403);
        assertThat(of(victim).state()).isEqualTo(ApplicationState.VERIFIED);
        assertThat(of(attacker).state()).isEqualTo(ApplicationState.VERIFIED);
        assertThat(attacker.get("/apply/certificate/confirm?t="
                                + lure.getRawQuery().replace("t=", ""))
                        .status())
                .as("the attacker has the first number alone")
                .isEqualTo(410);
    }

    /** The other way round: the victim is brought to go on with what the attacker presented. */
    @Test
    @Adversary("a certificate lured into somebody else's application")
    void whatOneSessionPresentedIsNothingInAnother() throws IOException {
        Applicant attacker = applicant().consents().isVerified().wishes();
        URI back = Applicant.chooses(house, attacker.presenting(attacker.certificate), attacker.asksToPresent());
        Applicant victim = applicant().consents().isVerified().wishes();
        assertThat(victim.get(Applicant.pathAndQuery(back)).status()).isEqualTo(410);
        assertThat(attacker.get(Applicant.pathAndQuery(back)).status()).isEqualTo(200);
    }

    @Test
    @Adversary("a certificate lured into somebody else's application")
    void aNumberOfTheDoorsIsSpentOnce() throws IOException {
        Applicant applicant = applicant().consents().isVerified().wishes();
        URI asked = applicant.asksToPresent();
        Browser there = applicant.presenting(applicant.certificate);
        URI back = Applicant.chooses(house, there, asked);
        assertThat(there.get(house.certificatePort(), Applicant.pathAndQuery(asked))
                        .status())
                .isEqualTo(410);
        String number = back.getRawQuery().replace("t=", "");
        assertThat(Applicant.location(
                        applicant.send("/apply/certificate", "/apply/certificate/confirm", Map.of("t", number))))
                .isEqualTo("/apply/submit");
        assertThat(applicant
                        .send("/status", "/apply/certificate/confirm", Map.of("t", number))
                        .status())
                .isEqualTo(410);
    }

    @Test
    void aNumberOfTheDoorsIsOverAfterTenMinutes() throws IOException {
        try (House own = House.open()) {
            Applicant applicant = new Applicant(own).consents().isVerified().wishes();
            URI asked = applicant.asksToPresent();
            URI back = Applicant.chooses(own, applicant.presenting(applicant.certificate), asked);
            URI again = applicant.asksToPresent();
            own.clock.turn(Duration.ofMinutes(10));
            assertThat(applicant
                            .presenting(applicant.certificate)
                            .get(own.certificatePort(), Applicant.pathAndQuery(again))
                            .status())
                    .isEqualTo(410);
            assertThat(applicant.get(Applicant.pathAndQuery(back)).status()).isEqualTo(410);
        }
    }

    @Test
    void atTheDoorAWrongCertificateIsToldWhatIsWrongAndCannotBeChosen() throws Exception {
        Applicant applicant = applicant().consents().isVerified().wishes();
        String asked = Applicant.pathAndQuery(applicant.asksToPresent());
        assertThat(house.browser().get(house.certificatePort(), asked).body())
                .contains("G-101")
                .doesNotContain("name=\"t\"");
        Map<String, Issued> wrong = Map.of(
                "G-106", house.server.authority().foreign("남의 부처", "001외인001"),
                "G-103", house.server.authority().expired("교육부", "001지난이001"),
                "G-324", house.server.person("bound").certificate());
        for (Map.Entry<String, Issued> one : wrong.entrySet()) {
            Browser there = applicant.presenting(one.getValue());
            Browser.Response page = there.get(house.certificatePort(), asked);
            assertThat(page.body()).contains(one.getKey()).doesNotContain("name=\"t\"");
        }
        Browser there = applicant.presenting(house.server.authority().foreign("남의 부처", "001외인002"));
        Browser good = applicant.presenting(applicant.certificate);
        Browser.Response page = good.get(house.certificatePort(), asked);
        there.cookies().putAll(good.cookies());
        assertThat(there.post(house.certificatePort(), "/present", Map.of("token", page.token(), "t", page.value("t")))
                        .status())
                .as("with the session of the good one")
                .isEqualTo(403);
    }

    @Test
    void aCertificateOfTheWrongKindIsRefusedWhenTheApplicationIsCompleted() throws Exception {
        Applicant applicant = applicant().consents().isVerified().wishes();
        Browser there = applicant.presenting(house.server.authority().agency("교육부", "교육부001"));
        URI back = Applicant.chooses(house, there, applicant.asksToPresent());
        Browser.Response confirmed = applicant.send(
                "/apply/certificate",
                "/apply/certificate/confirm",
                Map.of("t", back.getRawQuery().replace("t=", "")));
        assertThat(confirmed.status()).isEqualTo(422);
        assertThat(confirmed.body()).contains("G-323");
    }

    @Test
    void itIsGoneOnWithByNumberAndSecretInAnyBrowser() throws IOException {
        Applicant applicant = applicant().consents().isVerified();
        String number = applicant.id().toString();
        String secret = applicant.secret();
        Applicant elsewhere = applicant();
        assertThat(elsewhere
                        .get("/status?number=" + number + "&secret=" + secret)
                        .body())
                .as("a link opens nothing by itself")
                .contains("value=\"" + number + "\"", "value=\"" + secret + "\"")
                .doesNotContain("소속과 인증서를 기다리고 있습니다");
        String before = elsewhere.browser.cookies().get("__Host-gongmail");
        Browser.Response opened = elsewhere.send(
                "/status",
                "/status",
                Map.of("number", number, "secret", secret.toLowerCase().replace("-", " ")));
        assertThat(Applicant.location(opened)).isEqualTo("/status");
        assertThat(elsewhere.browser.cookies().get("__Host-gongmail")).isNotEqualTo(before);
        assertThat(elsewhere.get("/status").body()).contains("소속과 인증서를 기다리고 있습니다");
        assertThat(Applicant.location(elsewhere.get("/apply"))).isEqualTo("/apply/details");
    }

    @Test
    void aWrongSecretAndANumberOfNobodyAreOneAnswer() throws IOException {
        Applicant applicant = applicant().consents();
        String number = applicant.id().toString();
        String nobody = UUID.randomUUID().toString();
        Applicant other = applicant();
        Browser.Response wrong =
                other.send("/status", "/status", Map.of("number", number, "secret", "ABCDE-FGHJK-MNPQR-STVWX"));
        Browser.Response none =
                other.send("/status", "/status", Map.of("number", nobody, "secret", "ABCDE-FGHJK-MNPQR-STVWX"));
        Browser.Response ofNobody = other.send(
                "/status",
                "/status",
                Map.of(
                        "number",
                        nobody,
                        "secret",
                        house.secrets.secretOf(new io.gongmail.store.registry.ApplicationId(UUID.fromString(nobody)))));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("G-307");
        assertThat(none.body().replace(nobody, number)).isEqualTo(wrong.body());
        assertThat(ofNobody.body().replace(nobody, number)).isEqualTo(wrong.body());
    }

    @Test
    @Adversary("secrets of applications by guessing")
    void secretsAreNotTriedAgainAndAgain() throws IOException {
        try (House own = House.open(config -> Settings.attemptsPerMinute(config, 3))) {
            Applicant applicant = new Applicant(own);
            Map<String, String> guess = Map.of("number", UUID.randomUUID().toString(), "secret", "ABCDE");
            for (int i = 0; i < 3; i++) {
                assertThat(applicant.send("/status", "/status", guess).status()).isEqualTo(422);
            }
            assertThat(applicant.send("/status", "/status", guess).status()).isEqualTo(429);
        }
    }

    @Test
    void whatAReviewerGivesBackIsReadAndMended() throws IOException {
        Applicant applicant = applicant()
                .consents()
                .isVerified()
                .wishes()
                .registersAtTheDoor()
                .submits();
        Review review = house.review();
        Address reviewer = house.reviewer();
        review.giveBack(applicant.id(), reviewer, "직위를 <확인>해 주십시오");

        assertThat(applicant.get("/status").body())
                .contains("반려되었습니다", "직위를 &lt;확인&gt;해 주십시오", "href=\"/apply/details\"");
        assertThat(applicant.get("/apply/details").body())
                .contains("직위를 &lt;확인&gt;해 주십시오", "value=\"교육부 (1342000)\"", "value=\"" + applicant.address + "\"");

        Map<String, String> mended = new HashMap<>(applicant.wish());
        mended.put("position", "사무관");
        applicant.send("/apply/details", "/apply/details", mended);
        applicant.registersByChallenge().submits();
        review.approve(applicant.id(), reviewer, "");
        assertThat(applicant.get("/status").body()).contains("승인되었습니다", applicant.address);
        assertThat(of(applicant))
                .isInstanceOfSatisfying(
                        Application.Approved.class,
                        approved -> assertThat(approved.completion().position()).isEqualTo("사무관"));
    }

    @Test
    void whoLeavesLeavesNothingInTheBrowser() throws IOException {
        Applicant applicant = applicant().consents();
        assertThat(Applicant.location(applicant.send("/status", "/leave", Map.of())))
                .isEqualTo("/");
        assertThat(applicant.get("/status").body()).contains("신청 이어서 하기");
    }

    @Test
    void pagesShowTheNameMasked() throws IOException {
        Applicant applicant = applicant().consents().isVerified().wishes().registersByChallenge();
        assertThat(applicant.get("/apply/submit").body()).contains("신*자").doesNotContain("01012345678", "1985-05-05");
    }
}
