package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.enrollment.Outcome;
import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application in a real Chromium with a real client certificate: as people see it, on a narrow screen, without scripts. */
@Tag("clients")
@Timeout(300)
class ChromiumTest {
    private static final String TAB = "\ue004";
    private static final String ENTER = "\ue007";

    @TempDir
    Path home;

    private static Screens screens;
    private static House house;

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

    /** Somebody new: a certificate that is nobody's, and a wish. */
    private record Newcomer(Issued certificate, Path folder, String address) {
        static Newcomer somebody(String name) {
            try {
                Issued issued = house.server.authority().officialWithEcKey("교육부", "001" + name + "001");
                String address =
                        name + "-" + issued.certificate().getSerialNumber().toString(36) + "@" + TestServer.DOMAIN;
                return new Newcomer(issued, house.server.write(name, issued), address);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Chromium chromium(Optional<Newcomer> who) {
        return screens.chromium(home, who.map(person -> person.folder().resolve("person.p12")));
    }

    /** Looks at a page that was come to, in the way that the test wants. */
    private interface Look {
        void at(Chromium chromium, String step);
    }

    /** From the front page to the page where the certificate is registered. */
    private static void toTheCertificate(Chromium chromium, Newcomer who, Look look) {
        chromium.go(screens.page("/"));
        look.at(chromium, "front page");
        chromium.follow("main a.primary");
        look.at(chromium, "consent");
        chromium.click("label[for=terms]");
        chromium.click("label[for=privacy]");
        chromium.follow("main button[type=submit]");
        look.at(chromium, "number");
        chromium.follow("main a.primary");
        look.at(chromium, "identity");
        chromium.click("label[for=method-i-pin]");
        chromium.follow("main button[type=submit]");
        look.at(chromium, "leaving");
        chromium.follow("#provider");
        assertThat(chromium.text("h1")).contains("시험용");
        chromium.type("input[name=name]", "신청자");
        chromium.run("document.querySelector('input[name=birthDate]').value = '1985-05-05'");
        chromium.follow("button");
        look.at(chromium, "details");
        chromium.follow("main button[type=submit]");
        look.at(chromium, "details with problems");
        assertThat(chromium.text("[data-problems]")).contains("G-331");
        chromium.type("#agency", "교육부");
        chromium.type("#position", "주무관");
        chromium.type("#address", who.address());
        chromium.follow("main button[type=submit]");
        look.at(chromium, "certificate");
    }

    private static void byTheDoor(Chromium chromium, Look look) {
        chromium.follow("#door");
        assertThat(chromium.url().getPort()).isEqualTo(house.certificatePort());
        look.at(chromium, "present");
        chromium.follow("main button[type=submit]");
        assertThat(chromium.url().getPort()).isEqualTo(house.port());
        look.at(chromium, "confirm");
        chromium.follow("main button[type=submit]");
        look.at(chromium, "submit");
    }

    private static void toTheMailbox(Chromium chromium, Newcomer who, Look look) {
        chromium.follow("main button[type=submit]");
        assertThat(chromium.text("main h2")).isEqualTo("심사 중입니다");
        look.at(chromium, "status");
        ApplicationId id = ApplicationId.parse(chromium.text("code")).orElseThrow();
        assertThat(house.review().approve(id, house.reviewer(), "")).isInstanceOf(Outcome.Done.class);
        chromium.go(screens.page("/status"));
        assertThat(chromium.text("main .gm-notice")).contains("승인되었습니다", who.address());
        look.at(chromium, "status when approved");
    }

    @Test
    void somebodyAppliesOnANarrowScreenAndNoPageKeepsAnybodyOut() throws IOException {
        Newcomer hong = Newcomer.somebody("narrow");
        try (Chromium chromium = chromium(Optional.of(hong))) {
            chromium.width(Screens.NARROW);
            toTheCertificate(chromium, hong, Screens::wellMade);
            byTheDoor(chromium, Screens::wellMade);
            assertThat(chromium.text("main")).contains(hong.address(), "교육부", "narrow");
            toTheMailbox(chromium, hong, Screens::wellMade);
            chromium.follow("main form[action='/leave'] button");
            chromium.go(screens.page("/status"));
            Screens.wellMade(chromium, "resume");
            chromium.go(screens.page("/nothing"));
            Screens.wellMade(chromium, "wrong");
        }
    }

    @Test
    void somebodyAppliesWithoutScripts() throws IOException {
        Newcomer kim = Newcomer.somebody("scriptless");
        try (Chromium chromium = chromium(Optional.of(kim))) {
            chromium.withoutScripts();
            Look look =
                    (there, step) -> assertThat(there.has("main h1")).as(step).isTrue();
            toTheCertificate(chromium, kim, look);
            assertThat(chromium.run("document.activeElement.tagName").asText())
                    .as("no script of the page has run")
                    .isEqualTo("BODY");
            byTheDoor(chromium, look);
            toTheMailbox(chromium, kim, look);
        }
    }

    @Test
    void somebodySignsWithAFileByTheCommandsOfThePage() throws IOException {
        Program.needed("openssl");
        Newcomer lee = Newcomer.somebody("signer");
        try (Chromium chromium = chromium(Optional.empty())) {
            toTheCertificate(chromium, lee, (there, step) -> {});
            Path work = Files.createDirectories(home.resolve("work"));
            List<String> commands =
                    new ArrayList<>(Arrays.asList(chromium.run("[...document.querySelectorAll('.gm-command')].reverse()"
                                    + ".map(e => e.textContent).join('\\n')")
                            .asText()
                            .split("\n")));
            assertThat(commands).hasSize(3);
            Files.copy(lee.folder().resolve("person.p12"), work.resolve("my.p12"));
            String challenge = chromium.run("(async () => { const form = document.querySelector("
                            + "'form[action=\"/apply/certificate/challenge\"]'); const answer = await fetch("
                            + "form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))});"
                            + " return await answer.text(); })()")
                    .asText();
            Files.writeString(work.resolve("challenge.txt"), challenge);
            commands.replaceAll(command -> command.startsWith("openssl pkcs12")
                    ? command + " -passin pass:changeit" + (command.contains("-nocerts") ? " -nodes" : "")
                    : command);
            String script = "cd " + work + " && " + commands.stream().collect(Collectors.joining(" && "));
            Program.Outcome outcome =
                    Program.run(List.of("sh", "-c", script), Files.writeString(home.resolve("none"), ""));
            assertThat(outcome.exit()).as(outcome.output()).isZero();

            chromium.type("#signed", work.resolve("challenge.p7s").toString());
            chromium.follow("form[action='/apply/certificate/signed'] button");
            assertThat(chromium.url().getPath()).isEqualTo("/apply/submit");
            assertThat(chromium.text("main")).contains("signer", lee.address());
        }
    }

    @Test
    void whoHasNoCertificateIsToldAtTheDoor() throws IOException {
        Newcomer park = Newcomer.somebody("empty-handed");
        try (Chromium chromium = chromium(Optional.empty())) {
            chromium.width(Screens.NARROW);
            toTheCertificate(chromium, park, (there, step) -> {});
            chromium.follow("#door");
            assertThat(chromium.text("[role=alert]")).contains("G-101");
            assertThat(chromium.has("main button[type=submit]")).isFalse();
            Screens.wellMade(chromium, "present without a certificate");
        }
    }

    @Test
    void theKeyboardIsEnoughAndTheFocusIsSeen() throws IOException {
        try (Chromium chromium = chromium(Optional.empty())) {
            chromium.go(screens.page("/"));
            chromium.press(TAB);
            assertThat(chromium.run("document.activeElement.getAttribute('href')")
                            .asText())
                    .isEqualTo("#content");
            assertThat(chromium.run("getComputedStyle(document.activeElement).outlineStyle !== 'none' ||"
                                    + " getComputedStyle(document.activeElement).boxShadow !== 'none'")
                            .asBoolean())
                    .isTrue();
            chromium.press(ENTER);
            chromium.press(TAB);
            assertThat(chromium.run("document.activeElement.getAttribute('href')")
                            .asText())
                    .as("past the menu")
                    .isEqualTo("/apply");
            chromium.go(screens.page("/apply"));
            chromium.press(TAB + ENTER + TAB + " " + TAB + " " + TAB + ENTER);
            await().untilAsserted(() -> assertThat(chromium.url().getPath()).isEqualTo("/apply/number"));
        }
    }

    @Test
    void englishPagesAreAsWellMade() throws IOException {
        try (Chromium chromium = chromium(Optional.empty())) {
            chromium.width(Screens.NARROW);
            for (String path : List.of("/?lang=en", "/apply", "/status", "/nothing")) {
                chromium.go(screens.page(path));
                assertThat(chromium.run("document.documentElement.lang").asText())
                        .isEqualTo("en");
                Screens.wellMade(chromium, path);
            }
        }
    }
}
