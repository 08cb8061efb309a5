package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every request passes, by routes that only tests have. */
class PassageTest {
    private static final ApplicationId APPLICATION = new ApplicationId(UUID.randomUUID());
    private static final CountDownLatch TAKEN = new CountDownLatch(2);
    private static final CountDownLatch LET_GO = new CountDownLatch(1);
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open(
                Route.page("/t/form", Door.PUBLIC, Who.ANYONE, PassageTest::token),
                Route.form("/t/form", Door.PUBLIC, Who.ANYONE, visit -> text("took " + visit.field("x"))),
                Route.upload(
                        "/t/upload",
                        Door.PUBLIC,
                        Who.ANYONE,
                        visit ->
                                text(visit.field("x") + " " + visit.file("file").map(file -> file.length))),
                Route.files(
                        "/t/files",
                        Door.PUBLIC,
                        Who.ANYONE,
                        visit -> text("took " + visit.file("file").map(file -> file.length))),
                Route.files("/t/held", Door.PUBLIC, Who.ANYONE, PassageTest::held),
                Route.files("/t/applicants-files", Door.PUBLIC, Who.APPLICANT, visit -> text("took it")),
                Route.page("/t/fault", Door.PUBLIC, Who.ANYONE, visit -> {
                    throw new IllegalStateException("a secret of the fault");
                }),
                Route.page("/t/drawn-wrongly", Door.PUBLIC, Who.ANYONE, visit -> Answer.shown("front", "no view")),
                Route.form("/t/entitle", Door.PUBLIC, Who.ANYONE, visit -> {
                    visit.entitle(APPLICATION);
                    return token(visit);
                }),
                Route.page(
                        "/t/applicant",
                        Door.PUBLIC,
                        Who.APPLICANT,
                        visit -> text(visit.application().toString())),
                Route.form("/t/leave", Door.PUBLIC, Who.APPLICANT, visit -> {
                    visit.leave();
                    return text("left");
                }),
                Route.page("/t/certificate", Door.CERTIFICATE, Who.ANYONE, PassageTest::token),
                Route.form("/t/certificate", Door.CERTIFICATE, Who.ANYONE, visit -> text("took it")));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Answer held(Visit visit) {
        TAKEN.countDown();
        try {
            return text(LET_GO.await(20, TimeUnit.SECONDS) ? "took it" : "waited too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return text("interrupted");
        }
    }

    private static Answer token(Visit visit) {
        return text(visit.sessionOrNew().token());
    }

    private static Answer text(String text) {
        return new Answer.Octets("text/plain", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/t/fault", "/t/applicant", "/%2e%2e/", "/t/form", "/assets/x/portal.css"})
    void everyAnswerForbidsTheSame(String path) throws IOException {
        Browser.Response response = house.browser().get(house.port(), path);
        String policy = response.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'sha384-", "style-src 'self'", "base-uri 'none'")
                .contains("frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe", "*", "http:");
        assertThat(response.header("Integrity-Policy")).isEqualTo("blocked-destinations=(script)");
        assertThat(response.header("Strict-Transport-Security")).startsWith("max-age=63072000");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(response.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.header("Server")).isEmpty();
        assertThat(response.all("Content-Security-Policy")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/fault", "/t/drawn-wrongly"})
    void aFaultIsToldByANumberAlone(String path) throws IOException {
        Browser.Response response = house.browser().get(house.port(), path);
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body())
                .contains("G-903")
                .containsPattern("접수 번호 [0-9a-f]{8}")
                .doesNotContain("a secret", "Exception", "io.gongmail", "ClassCast");
    }

    @Test
    void whatIsInNoRouteIsNotThere() throws IOException {
        Browser.Response response = house.browser().get(house.port(), "/t");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).contains("G-921");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void otherMethodsDoNothing(String method) throws IOException {
        Browser.Response response = house.browser().send(house.port(), method, "/t/form", "", new byte[0]);
        assertThat(response.status()).isBetween(400, 405);
        assertThat(response.body()).doesNotContain("took");
    }

    @Test
    void aPageIsNotAForm() throws IOException {
        assertThat(house.browser().post(house.port(), "/t/applicant", Map.of()).status())
                .isEqualTo(405);
        assertThat(house.browser().get(house.port(), "/t/entitle").status()).isEqualTo(405);
    }

    @Test
    void theHeadOfAPageRunsNothing() throws IOException {
        Browser.Response response = house.browser().send(house.port(), "HEAD", "/t/form", "", new byte[0]);
        assertThat(response.all("Set-Cookie")).isEmpty();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aFormOfThisSessionIsTaken() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        assertThat(browser.post(house.port(), "/t/form", Map.of("token", token, "x", "하나 +&="))
                        .body())
                .isEqualTo("took 하나 +&=");
    }

    @Test
    @Adversary("a form of another site, or of another session")
    void aFormWithoutItsTokenIsNotTaken() throws IOException {
        Browser browser = house.browser();
        browser.get(house.port(), "/t/form");
        refused(browser.post(house.port(), "/t/form", Map.of("x", "1")));
        refused(browser.post(house.port(), "/t/form", Map.of("x", "1", "token", "")));
        refused(browser.post(house.port(), "/t/form", Map.of("x", "1", "token", "guessed")));
    }

    @Test
    @Adversary("a form of another site, or of another session")
    void theTokenOfAnotherSessionIsNone() throws IOException {
        String others = house.browser().get(house.port(), "/t/form").body();
        Browser browser = house.browser();
        refused(browser.post(house.port(), "/t/form", Map.of("token", others)));
        browser.get(house.port(), "/t/form");
        refused(browser.post(house.port(), "/t/form", Map.of("token", others)));
    }

    @Test
    @Adversary("a form of another site, or of another session")
    void aFormFromAnotherSiteIsNotTakenWhateverItsToken() throws IOException {
        Browser browser = house.browser();
        Map<String, String> form =
                Map.of("token", browser.get(house.port(), "/t/form").body());
        refused(browser.says("Origin", "https://evil.example").post(house.port(), "/t/form", form));
        refused(browser.says("Origin", "null").post(house.port(), "/t/form", form));
        refused(browser.says("Origin", "https://localhost:" + house.certificatePort())
                .post(house.port(), "/t/form", form));
        browser.says("Origin", "");
        refused(browser.says("Sec-Fetch-Site", "cross-site").post(house.port(), "/t/form", form));
        refused(browser.says("Sec-Fetch-Site", "same-site").post(house.port(), "/t/form", form));
        assertThat(browser.says("Sec-Fetch-Site", "same-origin")
                        .post(house.port(), "/t/form", form)
                        .status())
                .isEqualTo(200);
    }

    private static void refused(Browser.Response response) {
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("G-923").doesNotContain("took");
    }

    @Test
    void theCookieIsForThisHostAloneAndForNoScript() throws IOException {
        Browser.Response response = house.browser().get(house.port(), "/t/form");
        assertThat(response.all("Set-Cookie")).hasSize(1);
        assertThat(response.header("Set-Cookie"))
                .matches("__Host-gongmail=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(house.browser().get(house.port(), "/").all("Set-Cookie")).isEmpty();
    }

    @Test
    void withRightsComesANewIdAndTheOldOneHasNone() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        Browser before = house.browser();
        before.cookies().putAll(browser.cookies());
        assertThat(browser.get(house.port(), "/t/applicant").body()).contains("G-926");

        browser.post(house.port(), "/t/entitle", Map.of("token", token));

        assertThat(browser.cookies()).isNotEqualTo(before.cookies());
        assertThat(browser.get(house.port(), "/t/applicant").body()).isEqualTo(APPLICATION.toString());
        assertThat(before.get(house.port(), "/t/applicant").status()).isEqualTo(403);
        refused(browser.post(house.port(), "/t/form", Map.of("token", token)));
    }

    @Test
    void aSessionThatWasBroughtAlongIsNotTakenUp() throws IOException {
        Browser browser = house.browser();
        browser.cookies().put("__Host-gongmail", "A".repeat(43));
        browser.get(house.port(), "/t/form");
        assertThat(browser.cookies().get("__Host-gongmail")).isNotEqualTo("A".repeat(43));
    }

    @Test
    void whoLeavesHasNoSession() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        token = browser.post(house.port(), "/t/entitle", Map.of("token", token)).body();
        Map<String, String> kept = new HashMap<>(browser.cookies());
        assertThat(browser.post(house.port(), "/t/leave", Map.of("token", token))
                        .status())
                .isEqualTo(200);
        assertThat(browser.cookies()).isEmpty();
        browser.cookies().putAll(kept);
        assertThat(browser.get(house.port(), "/t/applicant").status()).isEqualTo(403);
    }

    @Test
    void onlyTheTypeThatARouteTakesIsTaken() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        byte[] json = ("{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(browser.send(house.port(), "POST", "/t/form", "application/json", json)
                        .status())
                .isEqualTo(415);
        assertThat(browser.send(house.port(), "POST", "/t/form", "text/plain", json)
                        .status())
                .isEqualTo(415);
        assertThat(browser.upload(house.port(), "/t/form", Map.of("token", token), "file", new byte[1])
                        .status())
                .isEqualTo(415);
        assertThat(browser.post(house.port(), "/t/upload", Map.of("token", token))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aFileIsTakenUpToItsSize() throws IOException {
        Browser browser = house.browser();
        Map<String, String> form =
                Map.of("token", browser.get(house.port(), "/t/form").body(), "x", "한글");
        assertThat(browser.upload(house.port(), "/t/upload", form, "file", new byte[8_000])
                        .body())
                .isEqualTo("한글 Optional[8000]");
        assertThat(browser.upload(house.port(), "/t/upload", form, "file", new byte[20_000])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void filesMayBeLargerWhereARouteTakesThem() throws IOException {
        assertThat(uploaded("/t/files", 200_000).body()).isEqualTo("took Optional[200000]");
        assertThat(uploaded("/t/files", (1 << 20) + 20_000).status()).isEqualTo(413);
        assertThat(uploaded("/t/upload", 200_000).status()).isEqualTo(413);
    }

    private static Browser.Response uploaded(String path, int octets) throws IOException {
        Browser browser = house.browser();
        Map<String, String> form =
                Map.of("token", browser.get(house.port(), "/t/form").body());
        return browser.upload(house.port(), path, form, "file", new byte[octets]);
    }

    @Test
    void nothingLargeIsReadOfWhoMayNotUseTheRoute() throws IOException {
        String head = "POST /t/applicants-files HTTP/1.1\r\nHost: localhost:" + house.port()
                + "\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=frontier"
                + "\r\nContent-Length: 200000\r\n\r\n";
        // None of it is sent: an answer to this was not waited for it.
        Browser.Response response =
                house.browser().raw(house.port(), head.getBytes(StandardCharsets.US_ASCII), new byte[0]);
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("G-926");
    }

    @Test
    void soManyLargeFormsAtOnceAndNoMore() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try {
            List<Future<Browser.Response>> held = List.of(
                    others.submit(() -> uploaded("/t/held", 200_000)),
                    others.submit(() -> uploaded("/t/held", 200_000)));
            assertThat(TAKEN.await(10, TimeUnit.SECONDS)).isTrue();
            Browser.Response third = uploaded("/t/files", 200_000);
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.body()).contains("G-929");
            assertThat(uploaded("/t/files", 100).body()).isEqualTo("took Optional[100]");
            LET_GO.countDown();
            for (Future<Browser.Response> one : held) {
                assertThat(one.get(10, TimeUnit.SECONDS).body()).isEqualTo("took it");
            }
            assertThat(uploaded("/t/files", 200_000).body()).isEqualTo("took Optional[200000]");
        } finally {
            LET_GO.countDown();
            others.shutdownNow();
        }
    }

    @Test
    void aFormThatSaysNotHowLargeItIsEndsAtTheSameSize() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        for (String type :
                new String[] {"application/x-www-form-urlencoded", "multipart/form-data; boundary=frontier"}) {
            String path = type.startsWith("multipart") ? "/t/upload" : "/t/form";
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + house.port()
                    + "\r\nConnection: close\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\nCookie: "
                    + "__Host-gongmail=" + browser.cookies().get("__Host-gongmail") + "\r\n\r\n";
            String content = type.startsWith("multipart")
                    ? "--frontier\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + "a".repeat(40_000)
                            + "\r\n--frontier--\r\n"
                    : "token=" + token + "&x=" + "a".repeat(40_000);
            String body = Integer.toHexString(content.length()) + "\r\n" + content + "\r\n0\r\n\r\n";
            Browser.Response response = house.browser()
                    .raw(house.port(), head.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
            assertThat(response.status()).as(type).isBetween(400, 413);
            assertThat(response.body()).doesNotContain("took");
        }
    }

    @Test
    void soManyFieldsAndNoMore() throws IOException {
        Browser browser = house.browser();
        Map<String, String> form = new HashMap<>();
        form.put("token", browser.get(house.port(), "/t/form").body());
        for (int i = 0; i < 70; i++) {
            form.put("f" + i, "1");
        }
        assertThat(browser.post(house.port(), "/t/form", form).status()).isEqualTo(413);
    }

    @Test
    void headersEndAtEightKibibytes() throws IOException {
        Browser.Response response =
                house.browser().says("X-Long", "a".repeat(9_000)).get(house.port(), "/");
        assertThat(response.status()).isEqualTo(431);
        assertThat(response.body()).isEqualTo("431 (G-925)\n");
    }

    @Test
    void underAnotherNameThereIsNothing() throws IOException {
        assertThat(house.browser()
                        .says("Host", "evil.example")
                        .get(house.port(), "/")
                        .status())
                .isEqualTo(421);
        assertThat(house.browser()
                        .says("Host", "localhost:" + house.certificatePort())
                        .get(house.port(), "/")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void whoComesToTheWrongDoorIsShownTheOther() throws IOException {
        Browser.Response response = house.browser().get(house.port(), "/t/certificate");
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location"))
                .isEqualTo("https://localhost:" + house.certificatePort() + "/t/certificate");
        assertThat(house.browser()
                        .post(house.port(), "/t/certificate", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(house.browser().get(house.certificatePort(), "/t/form").status())
                .isEqualTo(404);
    }

    /** A path that begins with two slashes is another host's address where it is resolved (RFC 3986 §4.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//t/certificate",
                "//evil.example/t/certificate",
                "//evil.example/../t/certificate",
                "///evil.example/t/certificate",
                "/\\evil.example/t/certificate",
                "/t//evil.example/certificate",
                "/t/certificate//evil.example/",
                "/%2F%2Fevil.example/t/certificate"
            })
    void noAddressLeadsToAnotherHouse(String path) throws IOException {
        for (int port : new int[] {house.port(), house.certificatePort()}) {
            Browser.Response response = house.browser().get(port, path);
            assertThat(response.status()).isIn(400, 404);
            assertThat(response.header("Location")).isEmpty();
        }
    }

    @Test
    void aSessionOfOneDoorIsNoneAtTheOther() throws IOException {
        Browser browser = house.browser();
        String token = browser.get(house.port(), "/t/form").body();
        String id = browser.cookies().get("__Host-gongmail");
        browser.cookies().put("__Host-gongmail-certificate", id);
        assertThat(browser.post(house.certificatePort(), "/t/certificate", Map.of("token", token))
                        .status())
                .isEqualTo(403);
    }

    @Test
    @Adversary("a page of the portal by who may not see it")
    void atTheCertificateDoorASessionBelongsToItsCertificate() throws IOException {
        TestPerson hong = house.server.person("hong");
        TestPerson kim = house.server.person("kim");
        Browser browser = new Browser(house.server, Optional.of(hong.certificate()));
        String token = browser.get(house.certificatePort(), "/t/certificate").body();
        Map<String, String> form = Map.of("token", token);
        assertThat(browser.post(house.certificatePort(), "/t/certificate", form).body())
                .isEqualTo("took it");

        assertThat(browser.showing(kim.certificate())
                        .post(house.certificatePort(), "/t/certificate", form)
                        .status())
                .isEqualTo(403);
        assertThat(browser.post(house.certificatePort(), "/t/certificate", form).status())
                .as("void for good")
                .isEqualTo(403);
    }

    @Test
    void englishIsChosenAndStays() throws IOException {
        Browser browser = house.browser();
        assertThat(browser.get(house.port(), "/").body()).contains("<html lang=\"ko\">");
        assertThat(browser.get(house.port(), "/?lang=en").body()).contains("<html lang=\"en\">");
        assertThat(browser.get(house.port(), "/").body()).contains("<html lang=\"en\">", "lang=\"ko\" hreflang=\"ko\"");
        assertThat(browser.get(house.port(), "/?lang=xx").body()).contains("<html lang=\"en\">");
        assertThat(browser.get(house.port(), "/?lang=ko").body()).contains("<html lang=\"ko\">");
    }

    @Test
    void styleAndScriptAreKeptByTheBrowserAndNothingElseOfTheClassPathIsGiven() throws IOException {
        String page = house.browser().get(house.port(), "/").body();
        String style = page.replaceAll("(?s).*href=\"([^\"]*portal\\.css)\".*", "$1");
        Browser.Response response = house.browser().get(house.port(), style);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(response.header("Cache-Control")).contains("immutable");
        String folder = style.replace("portal.css", "");
        for (String other : new String[] {
            "../portal-texts.ko.properties", "..%2fserver-words.properties", "krds/../portal.css", "package-info.class"
        }) {
            assertThat(house.browser().get(house.port(), folder + other).status())
                    .as(other)
                    .isBetween(400, 404);
        }
        assertThat(house.browser()
                        .get(house.port(), "/assets/000000000000/portal.css")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aScriptRunsByWhatIsInItNotByWhereItCameFrom() throws Exception {
        Browser.Response page = house.browser().get(house.port(), "/");
        Matcher script = Pattern.compile("<script src=\"([^\"]+)\" integrity=\"([^\"]+)\" crossorigin defer>")
                .matcher(page.body());
        assertThat(script.find()).isTrue();
        byte[] octets =
                house.browser().get(house.port(), script.group(1)).body().getBytes(StandardCharsets.UTF_8);
        String found = "sha384-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-384").digest(octets));
        assertThat(script.group(2)).isEqualTo(found);
        assertThat(page.header("Content-Security-Policy")).contains("script-src '" + found + "';");
    }

    @Test
    void oneNetworkAsksSoOftenAndNoMore() throws IOException {
        try (House small = House.open(config -> Settings.requestsPerMinute(config, 5))) {
            for (int i = 0; i < 5; i++) {
                assertThat(small.browser().get(small.port(), "/").status()).isEqualTo(200);
            }
            Browser.Response response = small.browser().get(small.port(), "/");
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.body()).contains("G-924");
        }
    }

    @Test
    void aSessionIsOverAfterItsTime() throws IOException {
        try (House other = House.open(Route.page("/t/form", Door.PUBLIC, Who.ANYONE, PassageTest::token))) {
            Browser browser = other.browser();
            String token = browser.get(other.port(), "/t/form").body();
            other.clock.turn(Duration.ofMinutes(29));
            assertThat(browser.get(other.port(), "/t/form").body()).isEqualTo(token);
            other.clock.turn(Duration.ofMinutes(31));
            assertThat(browser.get(other.port(), "/t/form").body()).isNotEqualTo(token);
        }
    }
}
