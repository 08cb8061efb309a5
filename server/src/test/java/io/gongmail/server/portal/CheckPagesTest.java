package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The self-check, by every certificate that somebody may come with. */
class CheckPagesTest {
    private static final Pattern NUMBER = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");
    private static House house;
    private static DemoAuthority authority;
    private static TestPerson helper;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
        authority = house.server.authority();
        helper = house.server.person("helper");
        house.server.registry().accounts().grant(Address.of(helper.address()), Role.HELPDESK, "test");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void nothingIsWrongWithACertificateThatOpensItsAccount() throws IOException {
        TestPerson hong = house.server.person("hong");
        String page = check(hong.certificate());
        assertThat(page).contains("인증서와 계정에 문제가 없습니다.", hong.address());
        assertThat(states(page)).isEqualTo("holds holds holds holds holds holds holds holds holds holds");
    }

    @Test
    void whoPresentsNoneIsToldSo() throws IOException {
        String page = body(house.browser());
        assertThat(page).contains("G-101").doesNotContain("제시된 인증서</h2>");
        assertThat(states(page)).startsWith("fails not-reached");
    }

    @Test
    void theCertificateOfNobodyIsRegisteredNowhere() throws Exception {
        String page = check(authority.official("교육부", "001무명인001"));
        assertThat(page).contains("G-241");
        assertThat(states(page)).isEqualTo("holds holds holds holds holds holds holds fails not-reached not-reached");
    }

    @Test
    void eachBadCertificateIsToldItsOwnReason() throws Exception {
        assertThat(check(authority.expired("교육부", "001만료인001"))).contains("G-103");
        assertThat(check(authority.foreign("남의 부처", "001외인001"))).contains("G-106");
        Issued revoked = authority.official("교육부", "001폐지인001");
        house.server.revoke(revoked.certificate());
        assertThat(check(revoked)).contains("G-104");
    }

    @Test
    void whatSignInGivesAsOneAnswerIsToldApart() throws Exception {
        TestPerson closed = house.server.person("closed");
        house.server.closeBinding(closed);
        assertThat(check(closed.certificate())).contains("G-243");
        TestPerson suspended = house.server.person("suspended");
        house.server.registry().accounts().suspend(Address.of(suspended.address()), "test", "test");
        String page = check(suspended.certificate());
        assertThat(page).contains("G-245");
        assertThat(states(page)).endsWith("holds fails not-reached");
    }

    @Test
    void whatTheMailProgramWasToldLastStandsThere() throws Exception {
        TestPerson kim = house.server.person("kim");
        try (SSLSocket imap = TestTls.connect(house.server.imap().port(), authority.serverCa(), kim.certificate());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(imap.getInputStream(), StandardCharsets.US_ASCII))) {
            assertThat(lines.readLine()).startsWith("* OK");
            imap.getOutputStream()
                    .write(("a1 LOGIN " + kim.address() + " wrong\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(lines.readLine()).contains("G-201");
        }
        assertThat(check(kim.certificate())).contains("IMAP", "G-249");
        assertThat(check(house.server.person("lee").certificate()))
                .as("nothing is told of anybody else's")
                .doesNotContain("G-249");
    }

    @Test
    void theHelpdeskSeesTheSameCaseByItsNumberAndNotTheName() throws Exception {
        String page = check(authority.expired("교육부", "001가려짐001"));
        assertThat(page).contains("가려짐");
        String number = number(page);
        String seen = as(
                helper,
                "/check/case?number="
                        + number.toLowerCase(java.util.Locale.ROOT).replace("-", "+"));
        assertThat(seen).contains("G-103", number, "판단 근거").doesNotContain("가려짐");
    }

    @Test
    void anUnknownNumberIsToldAndMarkupInItIsText() throws IOException {
        assertThat(as(helper, "/check/case?number=%3Cb%3E"))
                .contains("&lt;b&gt; 번호의 기록이 없습니다.")
                .doesNotContain("<b>");
    }

    @Test
    void whoIsNotOfTheHelpdeskFindsNoCase() throws IOException {
        TestPerson other = house.server.person("other");
        Browser.Response response = new Browser(house.server, Optional.of(other.certificate()))
                .get(house.certificatePort(), "/check/case?number=2222-2222");
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("G-922");
    }

    @Test
    void thePublicDoorShowsTheWay() throws IOException {
        Browser.Response response = house.browser().get(house.port(), "/check");
        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("https://localhost:" + house.certificatePort() + "/check");
    }

    private static String check(Issued certificate) throws IOException {
        return body(new Browser(house.server, Optional.of(certificate)));
    }

    private static String body(Browser browser) throws IOException {
        Browser.Response response = browser.get(house.certificatePort(), "/check");
        assertThat(response.status()).isEqualTo(200);
        return response.body();
    }

    private static String as(TestPerson person, String path) throws IOException {
        Browser.Response response =
                new Browser(house.server, Optional.of(person.certificate())).get(house.certificatePort(), path);
        assertThat(response.status()).isEqualTo(200);
        return response.body();
    }

    private static String number(String page) {
        Matcher matcher = NUMBER.matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static String states(String page) {
        return Pattern.compile("gm-state is-([a-z-]+)")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(java.util.stream.Collectors.joining(" "));
    }
}
