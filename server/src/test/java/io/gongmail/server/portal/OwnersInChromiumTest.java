package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a certificate, in a real Chromium that has it in its key store: an account's owner and a reviewer. */
@Tag("clients")
class OwnersInChromiumTest {
    private static final int NARROW = 360;
    private static House house;

    @TempDir
    Path home;

    @BeforeAll
    static void open() throws IOException {
        Chromium.needed();
        house = House.open();
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
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
        try (Chromium chromium = chromium(owner)) {
            chromium.width(NARROW);
            chromium.go(page("/account"));
            wellMade(chromium, "sign-in");
            chromium.type("#password", "wrong");
            chromium.follow("main button[type=submit]");
            wellMade(chromium, "sign-in with a problem");
            assertThat(chromium.text("[data-problems]")).contains("G-201");
            chromium.type("#password", owner.password());
            chromium.follow("main button[type=submit]");
            wellMade(chromium, "account");
            assertThat(chromium.text("main")).contains(owner.address(), "203.0.0.0/16", "지금 사용 중");
            chromium.go(page("/check"));
            wellMade(chromium, "check");
            assertThat(chromium.text("main .gm-notice")).contains("문제가 없습니다");
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
        try (Chromium chromium = chromium(reviewer)) {
            chromium.width(NARROW);
            chromium.go(page("/review"));
            wellMade(chromium, "queue");
            chromium.follow("a[href='/review/" + applicant.id() + "']");
            wellMade(chromium, "dossier");
            chromium.follow("button[value=return]");
            wellMade(chromium, "dossier with a problem");
            assertThat(chromium.text("[data-problems]")).contains("G-343");
            chromium.follow("button[value=approve]");
            wellMade(chromium, "decided");
            assertThat(chromium.text("main .gm-notice")).contains("승인하고 메일함을 만들었습니다.");
        }
        assertThat(house.server.registry().applications().find(applicant.id()).map(Application::state))
                .contains(ApplicationState.PROVISIONED);
    }

    private Chromium chromium(TestPerson who) throws IOException {
        Path anchor = Files.writeString(home.resolve("server-ca.pem"), pem());
        return Chromium.open(
                home,
                anchor,
                Optional.of(who.certificateFile().resolveSibling("person.p12")),
                house.config.certificateDoor());
    }

    private static String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(house.server.authority().serverCa().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI page(String path) {
        return house.config.certificateDoor().resolve(path);
    }

    private static void wellMade(Chromium chromium, String step) {
        assertThat(chromium.isTooWide()).as(step + " at " + NARROW).isFalse();
        assertThat(chromium.violations()).as(step).isEmpty();
    }
}
