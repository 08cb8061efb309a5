package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applicants and reviewers, each in a Chromium with their own certificate, up to the first password; with scripts and without. */
@Tag("clients")
@Timeout(600)
class DecisionsInChromiumTest {
    private static final String PASSWORD = "a-first-Password-of-length";
    private static Screens screens;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        screens = Screens.open();
    }

    @AfterAll
    static void close() {
        if (screens != null) {
            screens.close();
        }
    }

    private TestPerson reviewer(String name) {
        TestPerson reviewer = screens.house.server.person(name);
        screens.house.server.registry().accounts().grant(Address.of(reviewer.address()), Role.REVIEWER, "test");
        return reviewer;
    }

    private static Newcomer.Look look(boolean scripts) {
        return scripts
                ? Screens::wellMade
                : (chromium, step) -> assertThat(chromium.isTooWide()).as(step).isFalse();
    }

    private static Chromium narrow(Chromium chromium, boolean scripts) {
        chromium.width(Screens.NARROW);
        if (!scripts) {
            chromium.withoutScripts();
        }
        return chromium;
    }

    private static void opens(Chromium reviewing, ApplicationId id, Newcomer.Look look) {
        reviewing.go(screens.own("/review"));
        look.at(reviewing, "queue");
        reviewing.follow("a[href='/review/" + id + "']");
        look.at(reviewing, "dossier");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatGoesBackWithAReasonIsMendedApprovedAndOpenedByTheFirstPassword(boolean scripts) {
        Newcomer.Look look = look(scripts);
        Newcomer hong = Newcomer.official(screens, "returned");
        try (Chromium applying = narrow(screens.chromium(home.resolve("applicant"), hong.file()), scripts);
                Chromium reviewing =
                        narrow(screens.chromium(home.resolve("reviewer"), reviewer("returner")), scripts)) {
            hong.comesToTheCertificate(applying, look);
            hong.registersAtTheDoor(applying, look);
            ApplicationId id = hong.submits(applying, look);

            opens(reviewing, id, look);
            reviewing.type("#reason", "직위를 발령받은 대로 적어 주십시오.");
            reviewing.follow("button[value=return]");
            assertThat(reviewing.text("main .gm-notice")).contains("신청인에게 돌려보냈습니다.");
            look.at(reviewing, "returned");

            applying.go(screens.page("/status"));
            look.at(applying, "status when returned");
            assertThat(applying.text("main .gm-notice")).contains("직위를 발령받은 대로 적어 주십시오.");
            applying.follow("main .gm-actions a.primary");
            look.at(applying, "details when returned");
            assertThat(applying.text("main blockquote")).contains("직위를 발령받은 대로");
            assertThat(applying.value("#address")).isEqualTo(hong.address());
            applying.retype("#position", "서기관");
            applying.follow("main button[type=submit]");
            hong.registersAtTheDoor(applying, look);
            assertThat(applying.text("main")).contains("서기관");
            hong.submits(applying, look);

            opens(reviewing, id, look);
            assertThat(reviewing.text("main")).contains("서기관");
            reviewing.follow("button[value=approve]");
            look.at(reviewing, "approved");
            assertThat(reviewing.text("main .gm-notice")).contains("승인하고 메일함을 만들었습니다.", hong.address());

            applying.go(screens.page("/status"));
            look.at(applying, "status when open");
            assertThat(applying.text("main .gm-notice")).contains("첫 비밀번호");
            setsTheFirstPassword(applying, hong, look);
        }
    }

    private static void setsTheFirstPassword(Chromium applying, Newcomer who, Newcomer.Look look) {
        applying.go(screens.own("/account"));
        look.at(applying, "first password");
        applying.type("#fresh", PASSWORD);
        applying.type("#again", PASSWORD + "x");
        applying.follow("main button[type=submit]");
        look.at(applying, "first password with a problem");
        assertThat(applying.text("main [role=alert]")).contains("G-251");
        applying.type("#fresh", PASSWORD);
        applying.type("#again", PASSWORD);
        applying.follow("main button[type=submit]");
        look.at(applying, "password set");
        applying.follow("main a.primary");
        look.at(applying, "sign-in");
        applying.type("#password", PASSWORD);
        applying.follow("main button[type=submit]");
        look.at(applying, "account");
        assertThat(applying.text("main")).contains(who.address(), "지금 사용 중");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAgencysRepresentativeNeedsTwoReviewersEachWithTheirOwnCertificate(boolean scripts) {
        Newcomer.Look look = look(scripts);
        Newcomer office = Newcomer.representative(screens, "office");
        ApplicationId id;
        try (Chromium applying = narrow(screens.chromium(home.resolve("applicant"), office.file()), scripts)) {
            office.comesToTheCertificate(applying, look);
            office.registersAtTheDoor(applying, look);
            id = office.submits(applying, look);
        }
        try (Chromium first = narrow(screens.chromium(home.resolve("first"), reviewer("firsteyes")), scripts)) {
            opens(first, id, look);
            assertThat(first.text("main")).contains("심사자 두 명이 승인");
            first.follow("button[value=approve]");
            look.at(first, "approved once");
            assertThat(first.text("main .gm-notice")).contains("1차 승인을 기록했습니다.");
            assertThat(account(office)).isEmpty();
            opens(first, id, look);
            first.follow("button[value=approve]");
            look.at(first, "approved once more");
            assertThat(first.text("main [role=alert]")).contains("G-348");
            assertThat(account(office)).isEmpty();
        }
        try (Chromium second = narrow(screens.chromium(home.resolve("second"), reviewer("secondeyes")), scripts)) {
            opens(second, id, look);
            assertThat(second.text("main")).contains("firsteyes");
            second.follow("button[value=approve]");
            look.at(second, "approved by two");
            assertThat(second.text("main .gm-notice")).contains("승인하고 메일함을 만들었습니다.", office.address());
        }
        assertThat(account(office).map(Account::type)).contains(AccountType.AGENCY_REPRESENTATIVE);
    }

    private static Optional<Account> account(Newcomer who) {
        return screens.house.server.registry().accounts().find(Address.of(who.address()));
    }
}
