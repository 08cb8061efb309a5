package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.portal.Browser.Response;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Application;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a mailbox is told how a mail program opens it. */
class SetupPagesTest {
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void theValuesOfTheServerStandThere() throws IOException {
        assertThat(house.browser().get(house.port(), "/setup").body())
                .contains("<code>mail.moe.example</code>", "<code>993</code>", "<code>465</code>", "SSL/TLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mail/config-v1.1.xml",
                "/.well-known/autoconfig/mail/config-v1.1.xml",
                "/.well-known/mail-v1.xml"
            })
    void programsFindTheirSettingsUnderTheDomainsNames(String path) throws IOException {
        for (String host : List.of(
                "localhost:" + house.port(),
                TestServer.DOMAIN,
                "autoconfig." + TestServer.DOMAIN,
                "AutoConfig." + TestServer.DOMAIN + ":443")) {
            Response told = house.browser()
                    .says("Host", host)
                    .get(house.port(), path + "?emailaddress=hong%40" + TestServer.DOMAIN);
            assertThat(told.status()).as(host).isEqualTo(200);
            assertThat(told.header("Content-Type")).startsWith("application/xml");
            assertThat(told.body()).contains("<hostname>mail.moe.example</hostname>");
        }
        assertThat(house.browser().get(house.port(), path).status()).isEqualTo(200);
        assertThat(house.browser()
                        .get(house.port(), path + "?emailaddress=hong%40elsewhere.example")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void pagesAndOtherNamesAreNotFoundThatWay() throws IOException {
        assertThat(house.browser()
                        .says("Host", "autoconfig." + TestServer.DOMAIN)
                        .get(house.port(), "/setup")
                        .status())
                .isEqualTo(421);
        assertThat(house.browser()
                        .says("Host", "autoconfig.elsewhere.example")
                        .get(house.port(), "/mail/config-v1.1.xml")
                        .status())
                .isEqualTo(421);
        assertThat(house.browser()
                        .get(house.certificatePort(), "/mail/config-v1.1.xml")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aFleetsProgramsAskByDomain() throws IOException {
        assertThat(house.browser()
                        .get(house.port(), "/setup/thunderbird/" + TestServer.DOMAIN)
                        .body())
                .contains("<domain>" + TestServer.DOMAIN + "</domain>");
        assertThat(house.browser()
                        .get(house.port(), "/setup/thunderbird/elsewhere.example")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aProfileForAppleMailIsGivenForAddressesOfOursAlone() throws IOException {
        Response given = house.browser().get(house.port(), "/setup/apple?address=hong%40" + TestServer.DOMAIN);
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.header("Content-Type")).isEqualTo("application/x-apple-aspen-config");
        assertThat(given.body()).contains("hong@" + TestServer.DOMAIN, "com.apple.mail.managed");
        for (String wrong : List.of("", "hong", "hong%40elsewhere.example", "%22%3E%40" + TestServer.DOMAIN)) {
            Response refused = house.browser().get(house.port(), "/setup/apple?address=" + wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(422);
            assertThat(refused.body()).contains("G-928", TestServer.DOMAIN);
        }
    }

    @Test
    void whoseMailboxIsOpenIsShownTheWay() throws IOException {
        Applicant applicant = new Applicant(house)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        assertThat(applicant.get("/status").body()).doesNotContain("href=\"/setup\"");
        house.review().approve(applicant.id(), house.reviewer(), "").then(house.provisioning::provision);
        assertThat(house.enrollment.find(applicant.id())).get().isInstanceOf(Application.Provisioned.class);
        assertThat(applicant.get("/status").body()).contains("href=\"/setup\"", "href=\"/account\"");
    }
}
