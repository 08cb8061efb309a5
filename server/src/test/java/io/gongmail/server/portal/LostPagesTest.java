package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A certificate that is gone, suspended by who was verified to be its owner. */
class LostPagesTest {
    private static final Pattern PROVIDER = Pattern.compile("id=\"provider\" href=\"([^\"]+)\"");
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** Everybody in these tests is verified as the same person; whose account it is shows by its address. */
    private static Binding opened(House at) throws IOException {
        Applicant applicant = new Applicant(at)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        Application.Approved approved = at.review()
                .approve(applicant.id(), at.reviewer(), "")
                .fold(done -> done, refused -> {
                    throw new AssertionError(refused.toString());
                });
        assertThat(at.provisioning.provision(approved)).isInstanceOf(Ruling.Granted.class);
        return house.server
                .registry()
                .bindings()
                .of(Address.of(applicant.address))
                .get(0);
    }

    private static Browser.Response send(
            House at, Browser browser, String from, String path, Map<String, String> fields) throws IOException {
        Map<String, String> form = new LinkedHashMap<>(fields);
        form.put("token", browser.get(at.port(), from).token());
        return browser.post(at.port(), path, form);
    }

    /** To the provider, and the way back from there. */
    private static String verified(House at, Browser browser) throws IOException {
        assertThat(send(at, browser, "/lost", "/lost", Map.of("method", "mobile"))
                        .header("Location"))
                .isEqualTo("/lost/go");
        Matcher page = PROVIDER.matcher(browser.get(at.port(), "/lost/go").body());
        assertThat(page.find()).isTrue();
        return Applicant.pathAndQuery(Applicant.confirms(URI.create(page.group(1))));
    }

    private static Browser.Response suspends(Browser browser, String from, Binding binding) throws IOException {
        return send(
                house,
                browser,
                from,
                "/lost/certificates",
                Map.of("id", binding.id().toString()));
    }

    private static BindingState state(Binding binding) {
        return house.server
                .registry()
                .bindings()
                .find(binding.id())
                .orElseThrow()
                .state();
    }

    @Test
    void whoWasVerifiedSuspendsTheirOwn() throws IOException {
        Binding binding = opened(house);
        Browser browser = house.browser();
        assertThat(browser.get(house.port(), verified(house, browser)).header("Location"))
                .isEqualTo("/lost/certificates");
        assertThat(browser.get(house.port(), "/lost/certificates").body())
                .contains(binding.account().toString(), "이 인증서 정지");
        suspends(browser, "/lost/certificates", binding);
        assertThat(state(binding)).isEqualTo(BindingState.SUSPENDED);
    }

    @Test
    void theCertificateOfAnotherIsNotTouched() throws IOException {
        opened(house);
        Binding foreign = house.server.binding(house.server.person("foreign"));
        Browser browser = house.browser();
        browser.get(house.port(), verified(house, browser));
        assertThat(suspends(browser, "/lost/certificates", foreign).body()).contains("G-252");
        assertThat(state(foreign)).isEqualTo(BindingState.ACTIVE);
    }

    @Test
    void whoWasNotVerifiedSeesNothing() throws IOException {
        Binding binding = opened(house);
        Browser browser = house.browser();
        assertThat(browser.get(house.port(), "/lost/certificates").header("Location"))
                .isEqualTo("/lost");
        assertThat(suspends(browser, "/lost", binding).header("Location")).isEqualTo("/lost");
        assertThat(state(binding)).isEqualTo(BindingState.ACTIVE);
    }

    @Test
    void theWayBackOfAnotherBrowserLeadsNowhere() throws IOException {
        opened(house);
        String back = verified(house, house.browser());
        Browser other = house.browser();
        send(house, other, "/lost", "/lost", Map.of("method", "mobile"));
        Browser.Response response = other.get(house.port(), back);
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.body()).contains("G-313");
        assertThat(other.get(house.port(), "/lost/certificates").header("Location"))
                .isEqualTo("/lost");
    }

    @Test
    void aVerificationCountsForHalfAnHour() throws IOException {
        try (House late = House.open()) {
            Binding binding = opened(late);
            Browser browser = late.browser();
            browser.get(late.port(), verified(late, browser));
            assertThat(browser.get(late.port(), "/lost/certificates").body())
                    .contains(binding.account().toString());
            late.clock.turn(Duration.ofMinutes(20));
            browser.get(late.port(), "/lost/certificates");
            late.clock.turn(Duration.ofMinutes(15));
            assertThat(browser.get(late.port(), "/lost/certificates").body())
                    .doesNotContain(binding.account().toString());
        }
    }
}
