package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An official goes to another agency, and a reviewer there takes them in, each in a Chromium with their own certificate. */
@Tag("clients")
@Timeout(600)
class MoversInChromiumTest {
    private static final String THERE = "1741000";
    private static final String DOMAIN = "mois.gongmail.example";
    private static Screens screens;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        screens = Screens.open();
        screens.house.server.registry().agencies().put(new Agency(THERE, "행정안전부", Set.of(DOMAIN)), "test");
    }

    @AfterAll
    static void close() {
        if (screens != null) {
            screens.close();
        }
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

    private static TestPerson reviewer() {
        TestPerson reviewer = screens.house.server.person("there");
        screens.house.server.registry().accounts().grant(Address.of(reviewer.address()), Role.REVIEWER, "test");
        screens.house.server.worksAt(reviewer, THERE);
        return reviewer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOfficialAppliesAtTheAccountAndAReviewerOfTheOtherAgencyApproves(boolean scripts) {
        Newcomer.Look look = look(scripts);
        TestPerson person = screens.house.server.person("mover");
        String fresh = "mover" + (scripts ? 1 : 2) + "@" + DOMAIN;
        try (Chromium applying = narrow(screens.chromium(home.resolve("mover"), person), scripts);
                Chromium reviewing = narrow(screens.chromium(home.resolve("reviewer"), reviewer()), scripts)) {
            screens.signIn(applying, person);
            look.at(applying, "account");
            applying.follow("a[href='/account/agency']");
            look.at(applying, "change of agency");
            applying.type("#agency", "없는 기관");
            applying.follow("main form[action='/account/agency'] button[type=submit]");
            look.at(applying, "change of agency with a problem");
            assertThat(applying.text("main [role=alert]")).contains("G-331");
            applying.retype("#agency", "행정안전부");
            applying.type("#position", "서기관");
            applying.type("#address", fresh);
            applying.follow("main form[action='/account/agency'] button[type=submit]");
            look.at(applying, "change of agency under review");
            assertThat(applying.text("main .gm-notice")).contains("심사 중입니다");
            assertThat(applying.text("main")).contains(fresh);

            reviewing.go(screens.own("/review?agency=" + THERE));
            look.at(reviewing, "queue");
            // The server is shared: others may wait before.
            reviewing.follow("tbody a[href='/review/" + applied(person) + "']");
            look.at(reviewing, "dossier of a change");
            assertThat(reviewing.text("main")).contains("소속 변경", person.address());
            reviewing.follow("button[value=approve]");
            look.at(reviewing, "change approved");
            assertThat(reviewing.text("main .gm-notice")).contains("승인하고 소속을 변경했습니다.", fresh);

            applying.go(screens.own("/account"));
            applying.type("#password", person.password());
            applying.follow("main button[type=submit]");
            look.at(applying, "account at the other agency");
            assertThat(applying.text("main")).contains(fresh, "행정안전부");
        }
    }

    private static ApplicationId applied(TestPerson person) {
        return screens.house
                .server
                .registry()
                .agencyChanges()
                .underWay(Address.of(person.address()))
                .orElseThrow()
                .id();
    }

    private TestPerson here(String name) {
        TestPerson reviewer = screens.house.server.person(name);
        screens.house.server.registry().accounts().grant(Address.of(reviewer.address()), Role.REVIEWER, "test");
        return reviewer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMailboxIsHandedOnByTwoReviewersEachWithTheirOwnCertificate(boolean scripts) {
        Newcomer.Look look = look(scripts);
        TestPerson leaver = screens.house.server.person("leaver");
        TestPerson colleague = screens.house.server.person("colleague");
        screens.house.server.registry().accounts().close(Address.of(leaver.address()), "test", "퇴직");
        try (Chromium asking = narrow(screens.chromium(home.resolve("one"), here("asks")), scripts);
                Chromium confirming = narrow(screens.chromium(home.resolve("other"), here("confirms")), scripts)) {
            asking.go(screens.own("/review"));
            asking.follow("a[href='/review/accounts']");
            look.at(asking, "accounts");
            asking.type("#address", leaver.address());
            asking.follow("main form[method=get] button");
            look.at(asking, "closed account");
            asking.type("#to", colleague.address());
            asking.follow("button[value=ask]");
            look.at(asking, "hand-on with a problem");
            assertThat(asking.text("main [role=alert]")).contains("G-343");
            asking.type("#reason", "전출에 따른 업무 인계");
            asking.follow("button[value=ask]");
            look.at(asking, "hand-on asked for");
            confirming.go(screens.own("/review/accounts?address=" + leaver.address()));
            look.at(confirming, "hand-on to be confirmed");
            assertThat(confirming.text("main")).contains(colleague.address(), "전출에 따른 업무 인계");
            confirming.follow("button[value=confirm]");
            look.at(confirming, "handed on");
            assertThat(confirming.text("main")).contains("이미 인계되었거나");
        }
    }
}
