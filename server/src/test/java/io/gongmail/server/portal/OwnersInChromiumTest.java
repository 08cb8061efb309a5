package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a certificate, in a real Chromium that has it in its key store: an account's owner and a reviewer. */
@Tag("clients")
class OwnersInChromiumTest {
    private static Screens screens;
    private static House house;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        screens = Screens.open();
        house = screens.house;
    }

    @AfterAll
    static void close() {
        if (screens != null) {
            screens.close();
        }
    }

    @Test
    void anOwnerSignsInLooksAfterTheAccountAndChecksTheCertificate() throws IOException {
        TestPerson owner = house.server.person("owner");
        house.server
                .places()
                .see(
                        Address.of(owner.address()),
                        house.server.binding(owner).key().certificateSha256(),
                        "203.0.0.0/16",
                        "Thunderbird",
                        true);
        try (Chromium chromium = screens.chromium(home, owner)) {
            chromium.width(Screens.NARROW);
            chromium.go(screens.own("/account"));
            Screens.wellMade(chromium, "sign-in");
            chromium.type("#password", "wrong");
            chromium.follow("main button[type=submit]");
            Screens.wellMade(chromium, "sign-in with a problem");
            assertThat(chromium.text("[data-problems]")).contains("G-201");
            chromium.type("#password", owner.password());
            chromium.follow("main button[type=submit]");
            Screens.wellMade(chromium, "account");
            assertThat(chromium.text("main")).contains(owner.address(), "203.0.0.0/16", "지금 사용 중");
            chromium.go(screens.own("/check"));
            Screens.wellMade(chromium, "check");
            assertThat(chromium.text("main .gm-notice")).contains("문제가 없습니다");
        }
    }

    @Test
    void anOwnerIsAwayAndHasMailAnsweredAndForwarded() throws IOException {
        goesAway((chromium, step) -> screens.looksWellAtEveryWidth(chromium, step), chromium -> {});
    }

    /** What pages look like is looked at with scripts: axe-core is one. */
    @Test
    void alsoWithoutScripts() throws IOException {
        goesAway((chromium, step) -> assertThat(chromium.isTooWide()).as(step).isFalse(), Chromium::withoutScripts);
    }

    private void goesAway(BiConsumer<Chromium, String> looks, Consumer<Chromium> prepared) {
        TestPerson owner = house.server.person("away");
        TestPerson colleague = house.server.person("colleague");
        Address address = Address.of(owner.address());
        try (Chromium chromium = screens.chromium(home, owner)) {
            prepared.accept(chromium);
            chromium.width(Screens.NARROW);
            screens.signIn(chromium, owner);
            chromium.follow("a[href='/account/vacation']");
            chromium.click("label[for=enabled-yes]");
            chromium.type("#subject", "자리를 비웁니다");
            chromium.follow("main button[type=submit]");
            assertThat(chromium.text("[data-problems]")).contains("G-433");
            assertThat(chromium.value("#subject")).isEqualTo("자리를 비웁니다");
            looks.accept(chromium, "vacation-problem-ko");
            chromium.type("#text", "다음 주에 답장하겠습니다.");
            chromium.follow("main button[type=submit]");
            assertThat(chromium.text("main")).contains("저장했습니다.", "지금 자동응답을 보내고 있습니다.");
            looks.accept(chromium, "vacation-ko");
            assertThat(house.server
                            .registry()
                            .vacations()
                            .of(address)
                            .orElseThrow()
                            .text())
                    .isEqualTo("다음 주에 답장하겠습니다.");

            chromium.go(screens.own("/account/forwarding"));
            chromium.type("#to-1", "somebody@elsewhere.example");
            chromium.follow("section[aria-labelledby=set] button[type=submit]");
            assertThat(chromium.text("[data-problems]")).contains("G-427");
            looks.accept(chromium, "forwarding-problem-ko");
            chromium.retype("#to-1", colleague.address());
            chromium.follow("section[aria-labelledby=set] button[type=submit]");
            assertThat(chromium.text("main")).contains("저장했습니다.", colleague.address(), "사본을 남깁니다.");
            looks.accept(chromium, "forwarding-ko");
            assertThat(house.server.registry().forwardings().of(address))
                    .contains(new Forwarding(List.of(Address.of(colleague.address())), true));
            chromium.go(screens.own("/account?lang=en"));
            assertThat(chromium.text("main")).contains("Mail is answered now.", colleague.address());
            looks.accept(chromium, "account-away-en");
            chromium.go(screens.own("/account/vacation"));
            looks.accept(chromium, "vacation-en");
            chromium.go(screens.own("/account/forwarding"));
            looks.accept(chromium, "forwarding-en");
            chromium.follow("section[aria-labelledby=now] button[type=submit]");
            assertThat(house.server.registry().forwardings().of(address)).isEmpty();
        }
    }

    @Test
    void aReviewerFindsAnApplicationAndApproves() throws IOException {
        Applicant applicant = new Applicant(house)
                .consents()
                .isVerified()
                .wishes()
                .registersByChallenge()
                .submits();
        TestPerson reviewer = house.server.person("reviewer");
        house.server.registry().accounts().grant(Address.of(reviewer.address()), Role.REVIEWER, "test");
        try (Chromium chromium = screens.chromium(home, reviewer)) {
            chromium.width(Screens.NARROW);
            chromium.go(screens.own("/review"));
            Screens.wellMade(chromium, "queue");
            chromium.follow("a[href='/review/" + applicant.id() + "']");
            Screens.wellMade(chromium, "dossier");
            chromium.follow("button[value=return]");
            Screens.wellMade(chromium, "dossier with a problem");
            assertThat(chromium.text("[data-problems]")).contains("G-343");
            chromium.follow("button[value=approve]");
            Screens.wellMade(chromium, "decided");
            assertThat(chromium.text("main .gm-notice")).contains("승인하고 메일함을 만들었습니다.");
        }
        assertThat(house.server.registry().applications().find(applicant.id()).map(Application::state))
                .contains(ApplicationState.PROVISIONED);
    }
}
