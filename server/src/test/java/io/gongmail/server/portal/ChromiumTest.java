package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.Program;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.ApplicationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private Chromium chromium(Optional<Newcomer> who) {
        return screens.chromium(home, who.flatMap(Newcomer::file));
    }

    private static void toTheMailbox(Chromium chromium, Newcomer who, Newcomer.Look look) {
        ApplicationId id = who.submits(chromium, look);
        assertThat(house.review().approve(id, house.reviewer(), "")).isInstanceOf(Ruling.Granted.class);
        chromium.go(screens.page("/status"));
        assertThat(chromium.text("main .gm-notice")).contains("승인되었습니다", who.address());
        look.at(chromium, "status when approved");
    }

    @Test
    void somebodyAppliesOnANarrowScreenAndNoPageKeepsAnybodyOut() throws IOException {
        Newcomer hong = Newcomer.official(screens, "narrow");
        try (Chromium chromium = chromium(Optional.of(hong))) {
            chromium.width(Screens.NARROW);
            hong.comesToTheCertificate(chromium, Screens::wellMade);
            hong.registersAtTheDoor(chromium, Screens::wellMade);
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
        Newcomer kim = Newcomer.official(screens, "scriptless");
        try (Chromium chromium = chromium(Optional.of(kim))) {
            chromium.withoutScripts();
            Newcomer.Look look =
                    (there, step) -> assertThat(there.has("main h1")).as(step).isTrue();
            kim.comesToTheCertificate(chromium, look);
            assertThat(chromium.run("document.activeElement.tagName").asText())
                    .as("no script of the page has run")
                    .isEqualTo("BODY");
            kim.registersAtTheDoor(chromium, look);
            toTheMailbox(chromium, kim, look);
        }
    }

    @Test
    void somebodySignsWithAFileByTheCommandsOfThePage() throws IOException {
        Program.needed("openssl");
        Newcomer lee = Newcomer.official(screens, "signer");
        try (Chromium chromium = chromium(Optional.empty())) {
            lee.comesToTheCertificate(chromium, (there, step) -> {});
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
        Newcomer park = Newcomer.official(screens, "empty-handed");
        try (Chromium chromium = chromium(Optional.empty())) {
            chromium.width(Screens.NARROW);
            park.comesToTheCertificate(chromium, (there, step) -> {});
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
