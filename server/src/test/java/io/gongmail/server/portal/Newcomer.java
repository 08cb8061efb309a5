package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.ApplicationId;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Somebody new in a Chromium: a certificate that is nobody's, a wish, and the way through the pages of an application. */
record Newcomer(Screens screens, Issued certificate, Path folder, String address, boolean representative) {
    /** Looks at a page that was come to, in the way that the test wants. */
    interface Look {
        void at(Chromium chromium, String step);
    }

    /** Who wishes for an account of their own. */
    static Newcomer official(Screens screens, String name) {
        try {
            return of(screens, name, authority(screens).officialWithEcKey("교육부", "001" + name + "001"), false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who wishes for their agency's. */
    static Newcomer representative(Screens screens, String name) {
        try {
            return of(screens, name, authority(screens).agency("교육부", "001" + name + "001"), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DemoAuthority authority(Screens screens) {
        return screens.house.server.authority();
    }

    private static Newcomer of(Screens screens, String name, Issued issued, boolean representative) {
        String address = name + "-" + issued.certificate().getSerialNumber().toString(36) + "@" + TestServer.DOMAIN;
        return new Newcomer(screens, issued, screens.house.server.write(name, issued), address, representative);
    }

    /** Their certificate with its key, PKCS#12. */
    Optional<Path> file() {
        return Optional.of(folder.resolve("person.p12"));
    }

    /** From the front page to the page where the certificate is registered. */
    void comesToTheCertificate(Chromium chromium, Look look) {
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
        if (representative) {
            chromium.click("label[for=type-agency]");
        }
        chromium.type("#agency", "교육부");
        chromium.type("#position", "주무관");
        chromium.type("#address", address);
        chromium.follow("main button[type=submit]");
        look.at(chromium, "certificate");
    }

    /** Presents the certificate, and confirms it. */
    void registersAtTheDoor(Chromium chromium, Look look) {
        chromium.follow("#door");
        assertThat(chromium.url().getPort()).isEqualTo(screens.house.certificatePort());
        look.at(chromium, "present");
        chromium.follow("main button[type=submit]");
        assertThat(chromium.url().getPort()).isEqualTo(screens.house.port());
        look.at(chromium, "confirm");
        chromium.follow("main button[type=submit]");
        look.at(chromium, "submit");
    }

    /** The number of the application, which waits for a decision from now on. */
    ApplicationId submits(Chromium chromium, Look look) {
        chromium.follow("main button[type=submit]");
        assertThat(chromium.url()).isEqualTo(screens.page("/status"));
        look.at(chromium, "status");
        return ApplicationId.parse(chromium.text("code")).orElseThrow();
    }
}
