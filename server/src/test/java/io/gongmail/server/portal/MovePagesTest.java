package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sealed file is left by who is signed in, and picked up by who knows the code: over the doors, without a script. */
class MovePagesTest {
    private static final Pattern TOKEN = Pattern.compile("data-token=\"([^\"]+)\"");
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static byte[] sealed(int octets) {
        byte[] sealed = new byte[octets];
        Arrays.fill(sealed, (byte) 5);
        sealed[0] = 1;
        return sealed;
    }

    private static Browser signedIn(House at) throws IOException {
        TestPerson person = at.server.person("moves");
        Browser browser = new Browser(at.server, Optional.of(person.certificate()));
        String token = browser.get(at.certificatePort(), "/account").token();
        assertThat(browser.post(
                                at.certificatePort(),
                                "/account/sign-in",
                                Map.of("token", token, "password", person.password()))
                        .status())
                .isEqualTo(303);
        return browser;
    }

    private static String token(Browser.Response page) {
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return token.group(1);
    }

    private static Browser.Response leaves(House at, Browser owner, byte[] sealed) throws IOException {
        String token = token(owner.get(at.certificatePort(), "/account/move"));
        return owner.upload(at.certificatePort(), "/account/move", Map.of("token", token), "sealed", sealed);
    }

    private static Browser.Response picksUp(House at, String code) throws IOException {
        Browser phone = at.browser();
        String token = token(phone.get(at.port(), "/move"));
        return phone.post(at.port(), "/move", Map.of("token", token, "code", code));
    }

    private static String code(Browser.Response left) {
        assertThat(left.status()).as(left.body()).isEqualTo(200);
        return left.body().split("\n", -1)[0];
    }

    @Test
    @Adversary("a certificate on its way, fetched twice")
    void whatOneDeviceLeavesAnotherPicksUpOnce() throws IOException {
        Browser.Response left = leaves(house, signedIn(house), sealed(3_000));
        assertThat(Instant.parse(left.body().split("\n", -1)[1]))
                .isEqualTo(house.clock.instant().plus(Duration.ofMinutes(10)));
        Browser.Response picked = picksUp(house, code(left));
        assertThat(picked.status()).isEqualTo(200);
        assertThat(picked.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(picked.header("Content-Length")).isEqualTo("3000");
        Browser.Response again = picksUp(house, code(left));
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.body()).contains("G-261");
    }

    @Test
    void whoIsNotSignedInLeavesNothing() throws IOException {
        TestPerson person = house.server.person("outside");
        Browser browser = new Browser(house.server, Optional.of(person.certificate()));
        assertThat(browser.get(house.certificatePort(), "/account/move").header("Location"))
                .isEqualTo("/account");
        String token = browser.get(house.certificatePort(), "/account").token();
        assertThat(browser.upload(
                                house.certificatePort(), "/account/move", Map.of("token", token), "sealed", sealed(100))
                        .body())
                .contains("G-927");
    }

    @Test
    @Adversary("a certificate on its way, too large")
    void anUploadIsBounded() throws IOException {
        Browser owner = signedIn(house);
        int largest = house.config.formSize().toInt() / 2;
        assertThat(leaves(house, owner, sealed(largest)).status()).isEqualTo(200);
        assertThat(leaves(house, owner, sealed(largest + 1)).body()).contains("G-262");
        assertThat(leaves(house, owner, sealed(2 * largest)).status()).isEqualTo(413);
    }

    @Test
    @Adversary("a certificate on its way, a sixth try")
    void aNetworkDoesNotTryCodesAgainAndAgain() throws IOException {
        try (House small = House.open(config -> Settings.attemptsPerMinute(config, 3))) {
            for (int i = 0; i < 3; i++) {
                assertThat(picksUp(small, "2222-2222").status()).isEqualTo(404);
            }
            Browser.Response response = picksUp(small, "2222-2222");
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.body()).contains("G-924");
        }
    }

    @Test
    void thesePagesRunTheirOwnScriptsAndAskOneAddress() throws IOException {
        Browser.Response here = signedIn(house).get(house.certificatePort(), "/account/move");
        Browser.Response there = house.browser().get(house.port(), "/move");
        narrow(here, house.config.certificateDoor().resolve("/account/move").toString(), 3);
        narrow(there, house.publicDoor.resolve("/move").toString(), 2);
    }

    private static void narrow(Browser.Response page, String address, int scripts) {
        List<String> integrity = Pattern.compile(
                        "<script src=\"[^\"]+\" integrity=\"([^\"]+)\" crossorigin defer></script>")
                .matcher(page.body())
                .results()
                .map(script -> "'" + script.group(1) + "'")
                .toList();
        assertThat(integrity).hasSize(scripts);
        assertThat(page.body().split("<script", -1)).hasSize(scripts + 1);
        assertThat(page.all("Content-Security-Policy")).hasSize(1);
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src " + String.join(" ", integrity) + ";", "connect-src " + address + ";")
                .contains("form-action 'none'", "default-src 'none'")
                .doesNotContain("script-src 'self'");
    }

    @Test
    void withoutScriptsThePagesSayWhatToDoInstead() throws IOException {
        assertThat(house.browser().get(house.port(), "/move").body())
                .contains("<div id=\"without\" class=\"gm-notice is-warning\">", "pki convert", "케이블");
    }
}
