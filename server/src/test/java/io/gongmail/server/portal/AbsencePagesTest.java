package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Vacation;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What owners set for while they are away: within bounds, by policy, and by themselves alone. */
class AbsencePagesTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final String VACATION = "/account/vacation";
    private static final String FORWARDING = "/account/forwarding";
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

    private void signsIn(String name) throws IOException {
        signsIn(house, name);
    }

    private void signsIn(House at, String name) throws IOException {
        person = at.server.person(name);
        browser = new Browser(at.server, Optional.of(person.certificate()));
        assertThat(post(at, "/account/sign-in", Map.of("password", person.password()))
                        .status())
                .isEqualTo(303);
    }

    private Address own() {
        return Address.of(person.address());
    }

    private static Map<String, String> vacation(String from, String until, String subject, String text) {
        return Map.of("enabled", "yes", "from", from, "until", until, "subject", subject, "text", text);
    }

    private Optional<Vacation> stored() {
        return house.server.registry().vacations().of(own());
    }

    private Optional<Forwarding> forwarded() {
        return house.server.registry().forwardings().of(own());
    }

    @Test
    void aVacationIsSetAndShown() throws IOException {
        signsIn("away");
        LocalDate today = LocalDate.ofInstant(house.clock.instant(), ZoneId.of("Asia/Seoul"));
        assertThat(get(VACATION)).contains("지금은 자동응답을 보내지 않습니다.", "value=\"" + today + "\"", "4000자 이내", "200자 이내");
        Browser.Response saved = post(VACATION, vacation(today.toString(), "", "", "휴가입니다.\r\n다음 주에 봅시다."));
        assertThat(saved.status()).isEqualTo(303);
        assertThat(stored()).contains(new Vacation(true, today, Optional.empty(), "", "휴가입니다.\n다음 주에 봅시다."));
        assertThat(get(VACATION + "?saved=yes"))
                .contains("저장했습니다.", "지금 자동응답을 보내고 있습니다.", "휴가입니다.\n다음 주에 봅시다.</textarea>");
        assertThat(get("/account")).contains("지금 자동응답을 보내고 있습니다.");
        Map<String, String> off = new HashMap<>(vacation(today.toString(), "", "", "휴가입니다."));
        off.put("enabled", "no");
        post(VACATION, off);
        assertThat(stored().orElseThrow().enabled()).isFalse();
        assertThat(get("/account")).contains("지금은 자동응답을 보내지 않습니다.");
    }

    private void isRefused(Map<String, String> form, String code, String field) throws IOException {
        Browser.Response refused = post(VACATION, form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("(" + code + ")", "id=\"" + field + "-problem\"")
                .contains("나를 잃지 마시오");
        assertThat(stored()).isEmpty();
    }

    @Test
    void whatIsNotWithinBoundsIsRefusedAndStaysInItsFields() throws IOException {
        signsIn("wrong");
        String kept = "나를 잃지 마시오";
        isRefused(vacation("tomorrow", "", "", kept), "G-431", "from");
        isRefused(vacation("+999999999-01-01", "", "", kept), "G-431", "from");
        isRefused(vacation("2026-12-01", "2026-11-30", "", kept), "G-432", "until");
        isRefused(vacation("2026-12-01", "soon", "", kept), "G-432", "until");
        isRefused(vacation("2026-12-01", "", kept, " \r\n "), "G-433", "text");
        isRefused(vacation("2026-12-01", "", kept, "x".repeat(4_001)), "G-434", "text");
        isRefused(vacation("2026-12-01", "", kept, "a\u0007"), "G-434", "text");
        isRefused(vacation("2026-12-01", "", "x".repeat(201), kept), "G-435", "subject");
        isRefused(vacation("2026-12-01", "", "a\r\nBcc: all@x.example", kept), "G-435", "subject");
    }

    @Test
    void whatIsEnteredIsTextAndNoMarkup() throws IOException {
        signsIn("markup");
        post(VACATION, vacation("2026-12-01", "", "\"><b>", "</textarea><script>alert(1)</script>"));
        assertThat(get(VACATION)).doesNotContain("<script>alert", "\"><b>").contains("&lt;/textarea&gt;&lt;script&gt;");
    }

    @Test
    void forwardingIsSetChangedAndEnded() throws IOException {
        TestPerson kim = house.server.person("kim");
        TestPerson lee = house.server.person("lee");
        signsIn("forwards");
        assertThat(get(FORWARDING)).contains("다른 주소로 전달하지 않습니다.", "주소는 2개까지", "name=\"to-2\"");
        assertThat(post(FORWARDING, Map.of("to-1", kim.address(), "to-2", lee.address(), "copy", "yes"))
                        .status())
                .isEqualTo(303);
        assertThat(forwarded())
                .contains(new Forwarding(List.of(Address.of(kim.address()), Address.of(lee.address())), true));
        assertThat(get(FORWARDING)).contains(kim.address(), "내 메일함에도 사본을 남깁니다.");
        assertThat(get("/account")).contains(kim.address() + ", " + lee.address());
        post(FORWARDING, Map.of("to-1", "", "to-2", lee.address().toUpperCase(Locale.ROOT)));
        assertThat(forwarded()).contains(new Forwarding(List.of(Address.of(lee.address())), false));
        assertThat(get(FORWARDING)).contains("내 메일함에는 사본을 남기지 않습니다.");
        post(FORWARDING + "/end", Map.of());
        assertThat(forwarded()).isEmpty();
        assertThat(house.server.registry().ownerLetters().of(own())).hasSize(3);
    }

    private void isNotForwarded(Map<String, String> form, String code, String field) throws IOException {
        Browser.Response refused = post(FORWARDING, form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("(" + code + ")", "id=\"" + field + "-problem\"");
        form.forEach((name, value) -> {
            if (name.startsWith("to-") && !value.isEmpty()) {
                assertThat(refused.body()).contains("value=\"" + value + "\"");
            }
        });
        assertThat(forwarded()).isEmpty();
    }

    @Test
    void whatPolicyDoesNotAllowIsRefusedAndStaysInItsFields() throws IOException {
        String kim = house.server.person("kim").address();
        signsIn("strays");
        isNotForwarded(Map.of("to-1", kim, "to-2", "somebody@elsewhere.example"), "G-427", "to-2");
        isNotForwarded(Map.of("to-1", "nobody@moe.gongmail.example"), "G-428", "to-1");
        isNotForwarded(Map.of("to-1", person.address()), "G-426", "to-1");
        isNotForwarded(Map.of("to-1", "kim"), "G-436", "to-1");
        isNotForwarded(Map.of("to-1", kim, "to-2", kim), "G-437", "to-2");
        isNotForwarded(Map.of("copy", "yes"), "G-438", "to-1");
        String lee = house.server.person("lee").address();
        String park = house.server.person("park").address();
        Browser.Response many = post(FORWARDING, Map.of("to-1", kim, "to-2", lee, "to-3", park));
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.body()).contains("(G-439)", "2개까지");
        assertThat(forwarded()).isEmpty();
    }

    @Test
    void whatIsForwardedNoMoreIsToldOnThePage() throws IOException {
        TestPerson kim = house.server.person("kim");
        signsIn("holds");
        post(FORWARDING, Map.of("to-1", kim.address(), "copy", "yes"));
        assertThat(get(FORWARDING)).doesNotContain("더 이상 전달하지 않습니다");
        house.server.registry().accounts().close(Address.of(kim.address()), "test", "");
        assertThat(get(FORWARDING)).contains("더 이상 전달하지 않습니다", "(G-428)", kim.address());
    }

    @Test
    void whereForwardingIsOffItCanOnlyBeEnded() throws IOException {
        try (House off = House.open(new ForwardingConfig(ForwardingConfig.Reach.OFF, List.of(), 3))) {
            signsIn(off, "off");
            Address kim = Address.of(off.server.person("kim").address());
            String page = get(off, FORWARDING);
            assertThat(page).contains("전달할 수 없습니다").doesNotContain("name=\"to-1\"");
            assertThat(post(off, FORWARDING, Map.of("to-1", kim.toString())).body())
                    .contains("(G-425)");
            assertThat(forwarded()).isEmpty();
            off.server.registry().forwardings().set(own(), new Forwarding(List.of(kim), true), "test");
            assertThat(get(off, FORWARDING)).contains("(G-425)", "전달 끝내기");
            post(off, FORWARDING + "/end", Map.of());
            assertThat(forwarded()).isEmpty();
        }
    }

    @Test
    void aNetworkDoesNotChangeThemAgainAndAgain() throws IOException {
        try (House strict = House.open(config -> Settings.attemptsPerMinute(config, 3))) {
            signsIn(strict, "again");
            Browser.Response last = null;
            for (int turn = 0; turn < 10; turn++) {
                last = post(strict, FORWARDING + "/end", Map.of());
            }
            assertThat(last.status()).isEqualTo(429);
            assertThat(post(strict, VACATION, vacation("2026-12-01", "", "", "x"))
                            .status())
                    .isEqualTo(429);
            assertThat(stored()).isEmpty();
        }
    }

    @Test
    void whoIsNotSignedInSetsNothing() throws IOException {
        person = house.server.person("outside");
        browser = new Browser(house.server, Optional.of(person.certificate()));
        String kim = house.server.person("kim").address();
        assertThat(post(VACATION, vacation("2026-12-01", "", "", "x")).status()).isEqualTo(403);
        assertThat(post(FORWARDING, Map.of("to-1", kim)).status()).isEqualTo(403);
        assertThat(stored()).isEmpty();
        assertThat(forwarded()).isEmpty();
    }

    private String get(String path) throws IOException {
        return get(house, path);
    }

    private String get(House at, String path) throws IOException {
        return browser.get(at.certificatePort(), path).body();
    }

    private Browser.Response post(String path, Map<String, String> fields) throws IOException {
        return post(house, path, fields);
    }

    private Browser.Response post(House at, String path, Map<String, String> fields) throws IOException {
        Matcher token = TOKEN.matcher(get(at, "/account"));
        assertThat(token.find()).isTrue();
        Map<String, String> form = new HashMap<>(fields);
        form.put("token", token.group(1));
        return browser.post(at.certificatePort(), path, form);
    }
}
