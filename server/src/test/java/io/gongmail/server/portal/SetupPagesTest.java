package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.portal.Browser.Response;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.store.registry.Application;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
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

    private static Response autodiscover(String host, String path, String document) throws IOException {
        return house.browser()
                .says("Host", host)
                .send(house.port(), "POST", path, "text/xml", document.getBytes(StandardCharsets.UTF_8));
    }

    private static String asking(String address) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover"
                + " xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>"
                + "<EMailAddress>" + address + "</EMailAddress><AcceptableResponseSchema>"
                + "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
                + "</AcceptableResponseSchema></Request></Autodiscover>";
    }

    /** [MS-OXDSCLI] §2.2.3, §2.2.4. */
    @Test
    void outlookFindsTheSettingsOfAnAddress() throws IOException {
        for (String host :
                List.of("localhost:" + house.port(), "autodiscover." + TestServer.DOMAIN, TestServer.DOMAIN)) {
            for (String path : List.of("/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml")) {
                Response told = autodiscover(host, path, asking("hong@" + TestServer.DOMAIN));
                assertThat(told.status()).as(host + path).isEqualTo(200);
                assertThat(told.header("Content-Type")).startsWith("text/xml");
                assertThat(told.body())
                        .contains(
                                "<Server>mail.moe.example</Server>",
                                "<LoginName>hong@" + TestServer.DOMAIN + "</LoginName>");
            }
        }
        String own = "localhost:" + house.port();
        assertThat(autodiscover(own, "/autodiscover/autodiscover.xml", asking("hong@elsewhere.example"))
                        .body())
                .contains("<ErrorCode>500</ErrorCode>")
                .doesNotContain("mail.moe.example");
        assertThat(autodiscover(own, "/autodiscover/autodiscover.xml", "<Autodiscover>")
                        .status())
                .isEqualTo(400);
        assertThat(autodiscover(own, "/autodiscover/autodiscover.xml", asking("x".repeat(9_000)))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void outlookIsPointedToTheSettings() throws IOException {
        String asked = "/autodiscover/autodiscover.json?Email=hong%40" + TestServer.DOMAIN + "&Protocol=";
        Response told = house.browser().get(house.port(), asked + "autodiscoverv1");
        assertThat(told.header("Content-Type")).startsWith("application/json");
        assertThat(told.body())
                .isEqualTo("{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://localhost:" + house.port()
                        + "/autodiscover/autodiscover.xml\"}");
        assertThat(house.browser().get(house.port(), asked + "ActiveSync").status())
                .isEqualTo(404);
        assertThat(house.browser()
                        .get(
                                house.port(),
                                "/autodiscover/autodiscover.json/v1.0/hong@" + TestServer.DOMAIN
                                        + "?Protocol=AutodiscoverV1")
                        .body())
                .isEqualTo(told.body());
    }

    @Test
    void theConnectorIsToldTheServerAndItsKeys() throws Exception {
        Response told = house.browser().get(house.port(), "/setup/connector");
        assertThat(told.header("Content-Disposition")).contains("connector.properties");
        Properties settings = new Properties();
        settings.load(new StringReader(told.body()));
        assertThat(settings)
                .containsEntry("server", "mail.moe.example")
                .containsEntry("imap-port", "993")
                .containsEntry("submission-port", "465");
        // Both kinds of keys: which one the server shows is for the connector's TLS to choose.
        String[] pins = settings.getProperty("server-key-sha256").split(", ");
        assertThat(pins).hasSize(2).doesNotHaveDuplicates();
        assertThat(TestServer.shared().contexts(TlsContexts.Library.AUTO).keys())
                .extracting(key -> Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(key.chain().get(0).getPublicKey().getEncoded())))
                .contains(pins);
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
