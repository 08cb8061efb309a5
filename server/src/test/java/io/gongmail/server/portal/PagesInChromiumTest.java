package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The main pages in each language, as wide as a phone, a tablet and a desk: none scrolls sideways or keeps anybody out. With
 * {@code -Dportal.screenshots=DIR} each is shot as well.
 */
@Tag("clients")
@Timeout(600)
class PagesInChromiumTest {
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

    private static Newcomer.Look look(Language language) {
        return (chromium, step) -> {
            assertThat(chromium.run("document.documentElement.lang").asText()).isEqualTo(language.tag());
            screens.looksWellAtEveryWidth(chromium, step.replace(' ', '-') + "-" + language.tag());
        };
    }

    private static void speaks(Chromium chromium, Language language) {
        chromium.go(screens.page("/?lang=" + language.tag()));
    }

    @ParameterizedTest
    @EnumSource
    void ofAnApplicationAndItsReview(Language language) {
        Newcomer.Look look = look(language);
        Newcomer kim = Newcomer.official(screens, "applicant");
        ApplicationId id;
        try (Chromium chromium = screens.chromium(home.resolve("applicant"), kim.file())) {
            speaks(chromium, language);
            kim.comesToTheCertificate(chromium, look);
            kim.registersAtTheDoor(chromium, look);
            id = kim.submits(chromium, look);
            for (String path : List.of("lost", "nothing")) {
                chromium.go(screens.page("/" + path));
                look.at(chromium, path);
            }
        }
        TestPerson reviewer = screens.house.server.person("reviewer");
        screens.house.server.registry().accounts().grant(Address.of(reviewer.address()), Role.REVIEWER, "test");
        try (Chromium chromium = screens.chromium(home.resolve("reviewer"), reviewer)) {
            speaks(chromium, language);
            chromium.go(screens.own("/review"));
            look.at(chromium, "review");
            chromium.go(screens.own("/review/list"));
            look.at(chromium, "review-list");
            TestPerson left = screens.house.server.person("left");
            screens.house.server.registry().accounts().close(Address.of(left.address()), "test", "퇴직");
            chromium.go(screens.own("/review/accounts?address=" + left.address()));
            look.at(chromium, "review-accounts");
            screens.house
                    .server
                    .registry()
                    .accounts()
                    .grant(Address.of(reviewer.address()), Role.ADMINISTRATOR, "test");
            chromium.go(screens.own("/admin"));
            look.at(chromium, "admin");
            chromium.go(screens.own("/review/" + id));
            look.at(chromium, "dossier");
            chromium.follow("button[value=approve]");
            look.at(chromium, "decided");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAnAccount(Language language) throws IOException {
        Newcomer.Look look = look(language);
        TestPerson owner = screens.house.server.person("owner");
        String certificate = screens.house.server.binding(owner).key().certificateSha256();
        Address account = Address.of(owner.address());
        screens.house.server.places().see(account, certificate, "203.0.0.0/16", "Thunderbird 140", false);
        screens.house.server.places().see(account, certificate, "198.51.0.0/16", "", true);
        try (Chromium chromium = screens.chromium(home.resolve("owner"), owner)) {
            speaks(chromium, language);
            chromium.go(screens.own("/check"));
            look.at(chromium, "check");
            chromium.go(screens.own("/account"));
            look.at(chromium, "sign-in");
            screens.signIn(chromium, owner);
            look.at(chromium, "account");
            for (String wanted : List.of("renew", "add")) {
                chromium.go(screens.own("/account/certificates/new?for=" + wanted));
                look.at(chromium, "new-certificate-" + wanted);
            }
            chromium.go(screens.own("/account/agency"));
            look.at(chromium, "agency");
            chromium.go(screens.own("/account/move"));
            look.at(chromium, "move");
            chromium.type("#file", Screens.file(owner).toString());
            chromium.click("#move button");
            await().until(() ->
                    !chromium.run("document.getElementById('waits').hidden").asBoolean());
            look.at(chromium, "move-qr");
            chromium.go(screens.page("/setup"));
            look.at(chromium, "setup");
            chromium.go(screens.page("/move"));
            look.at(chromium, "move-take");
        }
        try (Chromium chromium = screens.chromium(home.resolve("nobody"))) {
            speaks(chromium, language);
            chromium.go(screens.own("/check"));
            look.at(chromium, "check-none");
        }
    }
}
