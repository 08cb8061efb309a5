package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account's own pages: who gets in, and what may be done there. */
class AccountPagesTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final String FRESH = "a-new-Password-of-length";
    private static House house;

    private TestPerson person;
    private Browser browser;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private void comes(String name) {
        person = house.server.person(name);
        browser = new Browser(house.server, Optional.of(person.certificate()));
    }

    @Test
    void theCertificateAloneShowsNothingOfTheAccount() throws IOException {
        comes("alone");
        String page = get();
        assertThat(page).contains("비밀번호를 입력하십시오", person.address()).doesNotContain("등록된 인증서");
    }

    @Test
    void withThePasswordTheAccountIsShown() throws IOException {
        comes("shown");
        signIn();
        assertThat(get()).contains("등록된 인증서", "지금 사용 중", "비밀번호 바꾸기");
    }

    @Test
    void thePageTellsHowFullTheMailboxIs() throws IOException {
        comes("full");
        signIn();
        assertThat(get()).contains("0 KiB 사용, 편지 0통").doesNotContain("<meter");
        AccountQuotas quotas = house.server.mail().accountQuotas();
        Username user = Username.of(person.address());
        quotas.limit(user, 1_536L << 20);
        assertThat(get()).contains("1.5 GiB 중 0 KiB 사용", "value=\"0\"").doesNotContain("찼습니다");
        quotas.limit(user, 0);
        assertThat(get()).contains("편지함이 100% 찼습니다");
    }

    @Test
    void aWrongPasswordIsToldAsAtMail() throws IOException {
        comes("wrong");
        Browser.Response response = post("/account/sign-in", Map.of("password", "wrong"));
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.body()).contains("G-201").doesNotContain("등록된 인증서");
    }

    @Test
    void guessesHereCountWithThoseAtMail() throws IOException {
        comes("guessed");
        Browser.Response last = null;
        for (int i = 0; i < 20; i++) {
            last = post("/account/sign-in", Map.of("password", "wrong" + i));
            if (last.body().contains("G-203")) {
                break;
            }
        }
        assertThat(last.body()).contains("G-203");
        assertThat(post("/account/sign-in", Map.of("password", person.password()))
                        .body())
                .contains("G-203");
    }

    @Test
    void theSessionOfAnotherCertificateIsNone() throws IOException {
        comes("first");
        signIn();
        TestPerson other = house.server.person("second");
        Browser stolen = browser.showing(other.certificate());
        assertThat(stolen.get(house.certificatePort(), "/account").body())
                .contains(other.address(), "비밀번호를 입력하십시오")
                .doesNotContain(person.address());
    }

    @Test
    void aChangedPasswordEndsTheSessionThatChangedIt() throws IOException {
        comes("changes");
        signIn();
        Map<String, String> form = Map.of("present", person.password(), "fresh", FRESH, "again", FRESH);
        assertThat(post("/account/password", form).body()).contains("비밀번호를 설정했습니다.");
        assertThat(get()).contains("비밀번호를 입력하십시오");
        assertThat(post("/account/sign-in", Map.of("password", person.password()))
                        .body())
                .contains("G-201");
        assertThat(post("/account/sign-in", Map.of("password", FRESH)).status()).isEqualTo(303);
    }

    @Test
    void withoutThePresentPasswordNoneIsSet() throws IOException {
        comes("keeps");
        signIn();
        assertThat(post("/account/password", Map.of("present", "wrong", "fresh", FRESH, "again", FRESH))
                        .body())
                .contains("G-227");
        assertThat(post("/account/password", Map.of("present", person.password(), "fresh", FRESH, "again", "other"))
                        .body())
                .contains("G-251");
        assertThat(post("/account/password/first", Map.of("fresh", FRESH, "again", FRESH))
                        .body())
                .contains("G-226");
        assertThat(post("/account/sign-in", Map.of("password", person.password()))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void whoIsNotSignedInChangesNothing() throws IOException {
        comes("outside");
        Binding binding = house.server.binding(person);
        Browser.Response response =
                post("/account/certificate", Map.of("id", binding.id().toString(), "do", "suspend"));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("G-927");
        assertThat(post("/account/suspend", Map.of()).status()).isEqualTo(403);
        assertThat(account().state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void aLostCertificateIsSuspendedByItsOwner() throws IOException {
        comes("loses");
        signIn();
        Binding binding = house.server.binding(person);
        post("/account/certificate", Map.of("id", binding.id().toString(), "do", "suspend"));
        assertThat(house.server
                        .registry()
                        .bindings()
                        .find(binding.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(BindingState.SUSPENDED);
        assertThat(browser.get(house.certificatePort(), "/account").status()).isEqualTo(403);
    }

    @Test
    void nobodySuspendsTheCertificateOfAnother() throws IOException {
        comes("meddles");
        signIn();
        Binding foreign = house.server.binding(house.server.person("quiet"));
        Browser.Response response =
                post("/account/certificate", Map.of("id", foreign.id().toString(), "do", "revoke"));
        assertThat(response.body()).contains("G-252");
        assertThat(house.server
                        .registry()
                        .bindings()
                        .find(foreign.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(BindingState.ACTIVE);
    }

    @Test
    void aPlaceThatWaitsIsConfirmedByItsOwner() throws IOException {
        comes("travels");
        Address own = Address.of(person.address());
        String sha = house.server.binding(person).key().certificateSha256();
        house.server.places().see(own, sha, "203.0.0.0/16", "", true);
        house.server.places().see(own, sha, "198.51.0.0/16", "", true);
        signIn();
        assertThat(get()).contains("203.0.0.0/16");
        post("/account/place", Map.of("network", "198.51.0.0/16", "certificate", sha, "do", "own"));
        assertThat(house.server.places().of(own))
                .filteredOn(place -> place.network().equals("198.51.0.0/16"))
                .noneMatch(place -> place.held());
        assertThat(post("/account/place", Map.of("network", "203.0.0.0/16", "certificate", sha, "do", "foreign"))
                        .body())
                .contains("G-253");
    }

    @Test
    void aPlaceThatIsNoneOfTheAccountsIsRefusedInWords() throws IOException {
        comes("elsewhere");
        signIn();
        for (String network : List.of("192.0.0.0/16", "", "x\u0000".repeat(3_000))) {
            Browser.Response response =
                    post("/account/place", Map.of("network", network, "certificate", "", "do", "own"));
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body()).contains("G-256");
        }
    }

    @Test
    void ofEachCertificateIssuerAndLastUseAreShown() throws IOException {
        comes("usesit");
        assertThat(house.server.binding(person).used()).isEmpty();
        signIn();
        await().until(() -> house.server.binding(person).used().isPresent());
        assertThat(get())
                .contains("마지막 로그인 "
                        + Shows.day(house.server.binding(person).used().orElseThrow()))
                .contains("발급기관 ")
                .doesNotContain("로그인 기록이 없습니다");
    }

    @Test
    void aCertificateThatEndsSoonIsPointedOut() throws IOException {
        comes("endssoon");
        signIn();
        assertThat(get()).doesNotContain("만료됩니다");
        house.server.endsIn(person, Duration.ofDays(59));
        assertThat(get()).contains("만료됩니다", "만료까지 59일 남았습니다");
        house.server.endsIn(person, Duration.ofDays(61));
        assertThat(get()).doesNotContain("만료됩니다");
    }

    @Test
    void anAgencysSystemIsOfferedNoPassword() throws IOException {
        person = house.server.system("relay");
        browser = new Browser(house.server, Optional.of(person.certificate()));
        String page = get();
        assertThat(page).contains("기관 시스템 계정", person.address()).doesNotContain("type=\"password\"");
    }

    @Test
    void anAccountIsSuspendedByItsOwner() throws IOException {
        comes("leaves");
        signIn();
        assertThat(post("/account/suspend", Map.of()).body()).contains("계정을 정지했습니다.");
        assertThat(account().state()).isEqualTo(AccountState.SUSPENDED);
        assertThat(browser.get(house.certificatePort(), "/account").status()).isEqualTo(403);
    }

    private Account account() {
        return house.server
                .registry()
                .accounts()
                .find(Address.of(person.address()))
                .orElseThrow();
    }

    private String get() throws IOException {
        return browser.get(house.certificatePort(), "/account").body();
    }

    private void signIn() throws IOException {
        Browser.Response response = post("/account/sign-in", Map.of("password", person.password()));
        assertThat(response.status()).isEqualTo(303);
    }

    private Browser.Response post(String path, Map<String, String> fields) throws IOException {
        Matcher token = TOKEN.matcher(get());
        assertThat(token.find()).isTrue();
        Map<String, String> form = new HashMap<>(fields);
        form.put("token", token.group(1));
        return browser.post(house.certificatePort(), path, form);
    }
}
