package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who applies, page after page, by what the pages say. */
final class Applicant {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    final House house;
    final Browser browser;
    final Issued certificate;
    final String address = "newcomer" + NUMBER.incrementAndGet() + "@" + TestServer.DOMAIN;

    Applicant(House house) {
        this.house = house;
        this.browser = house.browser();
        try {
            this.certificate = house.server.authority().officialWithEcKey("교육부", "001신청자" + NUMBER.incrementAndGet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Browser.Response get(String path) throws IOException {
        return browser.get(house.port(), path);
    }

    /** Sends a form to {@code path} with the token of the page at {@code from}. */
    Browser.Response send(String from, String path, Map<String, String> fields) throws IOException {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("token", get(from).token());
        return browser.post(house.port(), path, form);
    }

    static String location(Browser.Response response) {
        assertThat(response.status()).as(response.body()).isEqualTo(303);
        return response.header("Location");
    }

    Applicant consents() throws IOException {
        Browser.Response page = get("/apply");
        Browser.Response agreed = browser.post(
                house.port(),
                "/apply/consent",
                Map.of(
                        "token", page.token(),
                        "terms", house.enrollment.terms().version(),
                        "privacy", house.enrollment.privacy().version()));
        assertThat(location(agreed)).isEqualTo("/apply/number");
        return this;
    }

    ApplicationId id() throws IOException {
        return ApplicationId.parse(told("/apply/number", "[0-9a-f]{8}-[0-9a-f-]{27}"))
                .orElseThrow();
    }

    String secret() throws IOException {
        return told("/apply/number", "[A-Z0-9]{5}(-[A-Z0-9]{5}){3}");
    }

    private String told(String path, String pattern) throws IOException {
        Matcher matcher = Pattern.compile("<code>(" + pattern + ")</code>")
                .matcher(get(path).body());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** Goes to the provider's page; where it will bring the person. */
    URI asksToBeVerified() throws IOException {
        assertThat(location(send("/apply/identity", "/apply/identity", Map.of("method", "mobile"))))
                .isEqualTo("/apply/identity/go");
        Matcher page = Pattern.compile("id=\"provider\" href=\"([^\"]+)\"")
                .matcher(get("/apply/identity/go").body());
        assertThat(page.find()).isTrue();
        return confirms(URI.create(page.group(1)));
    }

    /** What the person types there; the way back. */
    static URI confirms(URI page) throws IOException {
        String transaction = page.getQuery().replace("transaction=", "");
        String form = Map.of(
                        "transaction", transaction,
                        "name", "신청자",
                        "birthDate", "1985-05-05",
                        "gender", "F",
                        "carrier", "SKT",
                        "phone", "01012345678")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            HttpResponse<String> response = HTTP.send(
                    HttpRequest.newBuilder(page.resolve("/verify/confirm"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(303);
            return URI.create(response.headers().firstValue("Location").orElseThrow());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static String pathAndQuery(URI uri) {
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    Applicant isVerified() throws IOException {
        assertThat(location(get(pathAndQuery(asksToBeVerified())))).isEqualTo("/apply/details");
        return this;
    }

    Map<String, String> wish() {
        return Map.of("type", "OFFICIAL", "agency", "교육부 (1342000)", "position", "주무관", "address", address);
    }

    Applicant wishes() throws IOException {
        assertThat(location(send("/apply/details", "/apply/details", wish()))).isEqualTo("/apply/certificate");
        return this;
    }

    byte[] signs() throws IOException {
        Browser.Response file = send("/apply/certificate", "/apply/certificate/challenge", Map.of());
        assertThat(file.header("Content-Disposition")).contains("challenge.txt");
        Challenge challenge = Challenge.parse(file.body()).orElseThrow();
        try {
            return new ChallengeSigner(certificate.chain(), certificate.key()).sign(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Browser.Response uploads(byte[] signed) throws IOException {
        Map<String, String> form = Map.of("token", get("/apply/certificate").token());
        return browser.upload(house.port(), "/apply/certificate/signed", form, "signed", signed);
    }

    /** Goes to the certificate door: the address there. */
    URI asksToPresent() throws IOException {
        URI there = URI.create(location(send("/apply/certificate", "/apply/certificate/door", Map.of())));
        assertThat(there.getPort()).isEqualTo(house.certificatePort());
        return there;
    }

    /** The same browser at the certificate door. */
    Browser presenting(Issued shown) {
        Browser there = new Browser(house.server, Optional.of(shown));
        there.cookies().putAll(browser.cookies());
        return there;
    }

    /** Chooses the certificate there: the way back. */
    static URI chooses(House house, Browser there, URI asked) throws IOException {
        Browser.Response page = there.get(house.certificatePort(), pathAndQuery(asked));
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        Browser.Response chosen =
                there.post(house.certificatePort(), "/present", Map.of("token", page.token(), "t", page.value("t")));
        return URI.create(location(chosen));
    }

    Applicant registersAtTheDoor() throws IOException {
        URI back = chooses(house, presenting(certificate), asksToPresent());
        Browser.Response page = get(pathAndQuery(back));
        assertThat(location(browser.post(
                        house.port(),
                        "/apply/certificate/confirm",
                        Map.of("token", page.token(), "t", page.value("t")))))
                .isEqualTo("/apply/submit");
        return this;
    }

    Applicant registersByChallenge() throws IOException {
        assertThat(location(uploads(signs()))).isEqualTo("/apply/submit");
        return this;
    }

    Applicant submits() throws IOException {
        assertThat(location(send("/apply/submit", "/apply/submit", Map.of()))).isEqualTo("/status");
        return this;
    }
}
