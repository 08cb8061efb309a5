package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An owner applies for going to another agency on the account's own pages, and a reviewer there decides on theirs. */
class AgencyPagesTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final String THERE = "1741000";
    private static final String DOMAIN = "mois.gongmail.example";
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
        house.server.registry().agencies().put(new Agency(THERE, "행정안전부", Set.of(DOMAIN)), "test");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Browser browser(TestPerson person) {
        return new Browser(house.server, Optional.of(person.certificate()));
    }

    private static Browser.Response get(Browser browser, String path) throws IOException {
        return browser.get(house.certificatePort(), path);
    }

    private static Browser.Response post(Browser browser, String from, String to, Map<String, String> form)
            throws IOException {
        Matcher token = TOKEN.matcher(get(browser, from).body());
        Map<String, String> all = new HashMap<>(form);
        all.put("token", token.find() ? token.group(1) : "none");
        return browser.post(house.certificatePort(), to, all);
    }

    private static Browser signedIn(TestPerson person) throws IOException {
        Browser browser = browser(person);
        assertThat(post(browser, "/account", "/account/sign-in", Map.of("password", person.password()))
                        .status())
                .isEqualTo(303);
        return browser;
    }

    private static Browser.Response apply(Browser browser, Map<String, String> more) throws IOException {
        Map<String, String> form = new HashMap<>(Map.of("agency", "행정안전부 (" + THERE + ")", "position", "서기관"));
        form.putAll(more);
        // Where it is under review the page has no form, and the token is that of the session.
        return post(browser, "/account", "/account/agency", form);
    }

    private static TestPerson reviewer(String agency) {
        TestPerson person = house.server.person("judge");
        house.server.registry().accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        house.server.worksAt(person, agency);
        return person;
    }

    private static Optional<Account> account(String address) {
        return house.server.registry().accounts().find(Address.of(address));
    }

    private static ApplicationId underWay(TestPerson person) {
        return house.server
                .registry()
                .agencyChanges()
                .underWay(Address.of(person.address()))
                .orElseThrow()
                .id();
    }

    @Test
    void appliedForHereAndApprovedThereTheAccountGoes() throws IOException {
        TestPerson person = house.server.person("goes");
        Browser browser = signedIn(person);
        assertThat(get(browser, "/account").body()).contains("/account/agency");
        assertThat(get(browser, "/account/agency").body()).contains("행정안전부 (" + THERE + ")", "교육부");
        String fresh = "goes@" + DOMAIN;
        Browser.Response applied = apply(browser, Map.of("address", fresh, "unit", "혁신국"));
        assertThat(applied.status()).isEqualTo(303);
        assertThat(get(browser, "/account/agency").body())
                .contains("심사 중입니다", fresh, "혁신국")
                .doesNotContain("name=\"agency\"");

        String dossier = "/review/" + underWay(person);
        Browser here = browser(reviewer("1342000"));
        assertThat(get(here, dossier).body()).contains("소속 변경", person.address() + " · 교육부");
        assertThat(post(here, dossier, dossier, Map.of("do", "approve")).body()).contains("G-349");
        Browser there = browser(reviewer(THERE));
        assertThat(get(there, "/review?agency=" + THERE).body()).contains("소속 변경", dossier);
        assertThat(post(there, dossier, dossier, Map.of("do", "approve")).body())
                .contains("승인하고 소속을 변경했습니다.", fresh);

        assertThat(account(fresh).orElseThrow().agency()).isEqualTo(THERE);
        assertThat(get(browser, "/account").body())
                .as("the session was of the account under its old address")
                .contains("비밀번호를 입력하십시오", fresh);
        assertThat(post(browser, "/account", "/account/sign-in", Map.of("password", person.password()))
                        .status())
                .isEqualTo(303);
        assertThat(get(browser, "/account").body()).contains("행정안전부", fresh);
    }

    @Test
    void whatIsWrongIsToldAtItsField() throws IOException {
        Browser browser = signedIn(house.server.person("errs"));
        Browser.Response taken = apply(browser, Map.of("address", "errs@moe.gongmail.example"));
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.body()).contains("G-332", "href=\"#address\"", "서기관");
        assertThat(apply(browser, Map.of("agency", "교육부")).body()).contains("G-339", "href=\"#agency\"");
        assertThat(apply(browser, Map.of("agency", "<script>")).body())
                .contains("G-331", "&lt;script")
                .doesNotContain("value=\"<script>");
        assertThat(apply(browser, Map.of("unit", "x".repeat(201))).body()).contains("G-334", "href=\"#unit\"");
    }

    @Test
    void whatWasGivenBackStandsInTheFormWithTheReason() throws IOException {
        TestPerson person = house.server.person("mends");
        Browser browser = signedIn(person);
        apply(browser, Map.of());
        assertThat(apply(browser, Map.of()).body()).contains("G-340");
        String dossier = "/review/" + underWay(person);
        post(browser(reviewer(THERE)), dossier, dossier, Map.of("do", "return", "reason", "사번을 적으십시오"));
        assertThat(get(browser, "/account/agency").body())
                .contains("사번을 적으십시오", "서기관", "name=\"agency\"", "행정안전부 (" + THERE + ")");
        assertThat(apply(browser, Map.of("staff-number", "M-9")).status()).isEqualTo(303);
        assertThat(get(browser, "/account/agency").body()).contains("심사 중입니다", "M-9");
    }

    @Test
    void withTheCertificateAloneNobodyApplies() throws IOException {
        TestPerson person = house.server.person("alone");
        Browser.Response response =
                post(browser(person), "/account", "/account/agency", Map.of("agency", THERE, "position", ""));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("G-927");
        assertThat(house.server.registry().agencyChanges().underWay(Address.of(person.address())))
                .isEmpty();
    }
}
