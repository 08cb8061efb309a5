package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.ChallengeSigner;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
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

/** An owner's next certificate: how it comes to the account, and what somebody would try with somebody else's. */
class OwnCertificatesPagesTest {
    private static final String ROOT = "/account/certificates/new";
    private static final Pattern LINK = Pattern.compile("(/present/own\\?t=[A-Za-z0-9._-]+)");
    private static final Pattern CODE = Pattern.compile("id=\"code\">([0-9A-Z-]+)<");
    private static House house;

    private TestPerson person;
    private Browser browser;

    @BeforeAll
    static void open() throws IOException {
        house = House.open(new Route(
                "/t/token",
                Route.EVERY_DOOR,
                Who.ANYONE,
                Takes.NOTHING,
                visit -> new Answer.Octets(
                        "text/plain", visit.sessionOrNew().token().getBytes(StandardCharsets.US_ASCII), Map.of())));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private void comes(String name) throws IOException {
        person = house.server.person(name);
        browser = signedIn(person);
    }

    private static Browser signedIn(TestPerson who) throws IOException {
        Browser browser = new Browser(house.server, Optional.of(who.certificate()));
        String token = token(browser);
        assertThat(browser.post(
                                house.certificatePort(),
                                "/account/sign-in",
                                Map.of("token", token, "password", who.password()))
                        .status())
                .isEqualTo(303);
        return browser;
    }

    /** Issued anew to the holder of that name. */
    private static Issued next(String name) {
        try {
            return house.server.authority().officialWithEcKey("교육부", "001" + name + "001");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Browser with) throws IOException {
        return with.get(house.certificatePort(), "/t/token").body();
    }

    private static Browser.Response post(Browser with, String path, Map<String, String> fields) throws IOException {
        Map<String, String> form = new HashMap<>(fields);
        form.put("token", token(with));
        return with.post(house.certificatePort(), path, form);
    }

    /** The path that the new certificate is presented at. */
    private static String begins(Browser owner, String wanted) throws IOException {
        assertThat(post(owner, ROOT + "/door", Map.of("for", wanted)).status()).isEqualTo(303);
        return found(LINK, owner.get(house.certificatePort(), ROOT + "/code"));
    }

    private static String found(Pattern pattern, Browser.Response response) {
        Matcher matcher = pattern.matcher(response.body());
        assertThat(matcher.find()).as(response.body()).isTrue();
        return matcher.group(1);
    }

    /** In a window of its own. */
    private static Browser.Response presents(Issued certificate, String link) throws IOException {
        Browser other = new Browser(house.server, Optional.of(certificate));
        return post(other, "/present/own", Map.of("t", link.substring(link.indexOf('=') + 1)));
    }

    private static Browser.Response types(Browser owner, String step, String code) throws IOException {
        return post(owner, ROOT + step, Map.of("code", code));
    }

    private static Optional<Binding> bindingOf(Issued issued) {
        return house.server.registry().bindings().find(CertificateKeys.of(issued.certificate()));
    }

    private List<Binding> own() {
        return house.server.registry().bindings().of(Address.of(person.address()));
    }

    @Test
    void aCertificateIsRenewedByPresentingTheNextOneInAnotherWindow() throws IOException {
        comes("renews");
        Issued next = next("renews");
        String code = found(CODE, presents(next, begins(browser, "renew")));
        String seen = types(browser, "/code", code).body();
        assertThat(seen).contains(next.certificate().getSerialNumber().toString(16), person.address());
        assertThat(bindingOf(next)).as("not confirmed yet").isEmpty();
        // The registry's clock is not the house's, which is to be past the end of the overlap of none.
        house.clock.turn(Duration.ofMinutes(5));
        Browser.Response done = types(browser, "/confirm", code.toLowerCase(Locale.ROOT));
        assertThat(done.body()).contains("새 인증서를 등록했습니다.", "더 이상 로그인할 수 없습니다");
        assertThat(bindingOf(next).orElseThrow().account()).isEqualTo(Address.of(person.address()));
        assertThat(house.server.binding(person).state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(new Browser(house.server, Optional.of(next))
                        .get(house.certificatePort(), "/account")
                        .body())
                .contains(person.address());
    }

    @Test
    void anotherIsAddedBesideTheFirst() throws IOException {
        comes("adds");
        Issued next = next("adds");
        String code = found(CODE, presents(next, begins(browser, "add")));
        assertThat(types(browser, "/confirm", code).status()).isEqualTo(200);
        assertThat(own()).extracting(Binding::state).containsExactly(BindingState.ACTIVE, BindingState.ACTIVE);
    }

    @Test
    void whereThereIsNoRoomForAnotherThatIsSaidFirst() throws IOException {
        comes("crowded");
        assertThat(browser.get(house.certificatePort(), "/account").body()).contains("인증서 추가");
        for (int i = 0; i < 2; i++) {
            types(browser, "/confirm", found(CODE, presents(next("crowded"), begins(browser, "add"))));
        }
        assertThat(browser.get(house.certificatePort(), "/account").body()).doesNotContain("인증서 추가");
        Browser.Response page = browser.get(house.certificatePort(), ROOT + "?for=add");
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body()).contains("G-353");
        assertThat(types(browser, "/confirm", found(CODE, presents(next("crowded"), begins(browser, "add"))))
                        .body())
                .contains("G-353");
        assertThat(browser.get(house.certificatePort(), ROOT + "?for=renew").status())
                .isEqualTo(200);
    }

    @Test
    void theNextOneMaySignInstead() throws Exception {
        comes("signs");
        Issued next = next("signs");
        Browser.Response file = post(browser, ROOT + "/challenge", Map.of("for", "renew"));
        assertThat(file.header("Content-Disposition")).contains("challenge.txt");
        byte[] signed = new ChallengeSigner(next.chain(), next.key()).sign(text(file));
        Browser.Response done = uploads(signed);
        assertThat(done.body()).contains("새 인증서를 등록했습니다.");
        assertThat(bindingOf(next).orElseThrow().state()).isEqualTo(BindingState.ACTIVE);
        assertThat(house.server.binding(person).state()).isEqualTo(BindingState.SUPERSEDED);
    }

    private static Challenge text(Browser.Response file) {
        return Challenge.parse(file.body()).orElseThrow();
    }

    private Browser.Response uploads(byte[] signed) throws IOException {
        String token = token(browser);
        return browser.upload(
                house.certificatePort(), ROOT + "/signed", Map.of("token", token, "for", "renew"), "signed", signed);
    }

    @Test
    void aChallengeIsSignedByTheNextKeyItselfAndOnce() throws Exception {
        comes("cheats");
        Issued next = next("cheats");
        Challenge challenge = text(post(browser, ROOT + "/challenge", Map.of("for", "renew")));
        Issued borrowed = new Issued(next.certificate(), person.certificate().key(), next.above());
        assertThat(uploads(new ChallengeSigner(borrowed.chain(), borrowed.key()).sign(challenge))
                        .body())
                .contains("G-322");
        assertThat(uploads(new ChallengeSigner(next.chain(), next.key()).sign(challenge))
                        .body())
                .contains("G-321");
        assertThat(own()).hasSize(1);
    }

    @Test
    @Adversary("somebody else's certificate registered into one's own account")
    void whoIsLuredToPresentForAnothersAccountGivesNothingAwayWithoutTheCode() throws IOException {
        comes("attacker");
        house.server.person("victim");
        Issued fresh = next("victim");
        String link = begins(browser, "add");
        assertThat(new Browser(house.server, Optional.of(fresh))
                        .get(house.certificatePort(), link)
                        .body())
                .as("whose account it is stands there")
                .contains(person.address(), "직접 시작한 일이 아니면");
        assertThat(presents(fresh, link).status()).isEqualTo(200);
        assertThat(types(browser, "/confirm", "").body()).contains("G-254");
        assertThat(browser.get(house.certificatePort(), link).status()).isEqualTo(410);
        assertThat(bindingOf(fresh)).isEmpty();
    }

    @Test
    @Adversary("somebody else's certificate registered into one's own account")
    void aCertificateOfAnothersNameIsNotTakenWhateverTheCode() throws IOException {
        comes("namesake");
        house.server.person("another");
        Issued foreign = next("another");
        String code = found(CODE, presents(foreign, begins(browser, "renew")));
        assertThat(types(browser, "/confirm", code).body()).contains("G-354");
        Challenge challenge = text(post(browser, ROOT + "/challenge", Map.of("for", "add")));
        try {
            assertThat(uploads(new ChallengeSigner(foreign.chain(), foreign.key()).sign(challenge))
                            .body())
                    .contains("G-354");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        assertThat(bindingOf(foreign)).isEmpty();
    }

    @Test
    @Adversary("somebody else's certificate registered into one's own account")
    void whatIsBoundAlreadyIsNotPresented() throws IOException {
        comes("taker");
        TestPerson owner = house.server.person("bound");
        Browser.Response response = presents(owner.certificate(), begins(browser, "add"));
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.body()).contains("G-324");
    }

    @Test
    @Adversary("the code of a presented certificate, guessed, taken again, or by another account")
    void aCodeIsSpentOnceAndIsNothingToAnybodyElse() throws IOException {
        comes("once");
        Issued next = next("once");
        String link = begins(browser, "add");
        String code = found(CODE, presents(next, link));
        assertThat(presents(next("once"), link).status())
                .as("the number is spent")
                .isEqualTo(410);
        Browser other = signedIn(house.server.person("thief"));
        begins(other, "add");
        assertThat(types(other, "/code", code).body()).contains("G-254");
        assertThat(types(other, "/confirm", code).body()).contains("G-254");
        assertThat(types(browser, "/confirm", code).status()).isEqualTo(200);
        assertThat(types(browser, "/confirm", code).body()).contains("G-254");
        assertThat(own()).hasSize(2);
    }

    @Test
    @Adversary("the code of a presented certificate, guessed, taken again, or by another account")
    void fiveGuessesEndIt() throws IOException {
        comes("guesses");
        Issued next = next("guesses");
        String code = found(CODE, presents(next, begins(browser, "add")));
        for (int i = 0; i < 5; i++) {
            assertThat(types(browser, i % 2 == 0 ? "/code" : "/confirm", "2222-222" + i)
                            .body())
                    .contains("G-254");
        }
        assertThat(types(browser, "/confirm", code).body()).contains("G-254");
        assertThat(bindingOf(next)).isEmpty();
    }

    @Test
    @Adversary("the code of a presented certificate, guessed, taken again, or by another account")
    void afterTenMinutesNothingOfItIsGood() throws IOException {
        comes("late");
        Issued next = next("late");
        String code = found(CODE, presents(next, begins(browser, "add")));
        house.clock.turn(Duration.ofMinutes(11));
        assertThat(types(browser, "/confirm", code).body()).contains("G-254");
        String link = begins(browser, "add");
        house.clock.turn(Duration.ofMinutes(11));
        assertThat(presents(next, link).status()).isEqualTo(410);
    }

    @Test
    void whatWasSuspendedMeanwhileRegistersNothing() throws IOException {
        comes("suspended");
        Issued next = next("suspended");
        String code = found(CODE, presents(next, begins(browser, "renew")));
        house.server.registry().bindings().suspend(house.server.binding(person).id(), "test", "lost");
        String token = token(browser);
        assertThat(browser.post(house.certificatePort(), ROOT + "/confirm", Map.of("token", token, "code", code))
                        .status())
                .isEqualTo(403);
        assertThat(bindingOf(next)).isEmpty();
    }
}
