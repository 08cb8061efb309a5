package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Optional;

/** Real Chromiums at the doors of a house, and what each page must be in them. */
final class Screens implements AutoCloseable {
    /** The narrowest screen, in CSS pixels. */
    static final int NARROW = 360;

    private static final int[] WIDTHS = {NARROW, 768, 1440};
    private static final Optional<Path> SHOTS =
            Optional.ofNullable(System.getProperty("portal.screenshots")).map(Path::of);

    final House house;

    private Screens(House house) {
        this.house = house;
    }

    /** Skips the test, or under CI fails it, where no Chromium is. */
    static Screens open() {
        Chromium.needed();
        try {
            return new Screens(House.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has no certificate. */
    Chromium chromium(Path home) {
        return chromium(home, Optional.empty());
    }

    /** One with somebody's certificate in its key store, presented at the certificate door. */
    Chromium chromium(Path home, TestPerson who) {
        return chromium(home, Optional.of(file(who)));
    }

    /**
     * The same with the certificate of a file.
     *
     * @param home an empty folder, of this one alone
     * @param p12 its password is {@code changeit}
     */
    Chromium chromium(Path home, Optional<Path> p12, String... arguments) {
        try {
            Path anchor = Files.writeString(Files.createDirectories(home).resolve("server-ca.pem"), pem());
            return Chromium.open(home, anchor, p12, house.config.certificateDoor(), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody's certificate with its key, PKCS#12. */
    static Path file(TestPerson who) {
        return who.folder().resolve("person.p12");
    }

    private String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(house.server.authority().serverCa().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the public door. */
    URI page(String path) {
        return house.publicDoor.resolve(path);
    }

    /** Of the certificate door. */
    URI own(String path) {
        return house.config.certificateDoor().resolve(path);
    }

    /** Nobody scrolls sideways, and nothing keeps anybody out. */
    static void wellMade(Chromium chromium, String step) {
        assertThat(chromium.isTooWide()).as(step + " scrolls sideways").isFalse();
        assertThat(chromium.violations()).as(step).isEmpty();
    }

    /** The same as wide as a phone, a tablet and a desk; a picture of each goes to {@code -Dportal.screenshots=DIR}. */
    void looksWellAtEveryWidth(Chromium chromium, String name) {
        for (int width : WIDTHS) {
            chromium.width(width);
            assertThat(chromium.isTooWide()).as(name + " at " + width).isFalse();
            SHOTS.ifPresent(folder -> chromium.shootWhole(folder.resolve(name + "-" + width + ".png")));
        }
        chromium.width(NARROW);
        assertThat(chromium.violations()).as(name).isEmpty();
    }

    /** Signs the owner of the certificate in. */
    void signIn(Chromium chromium, TestPerson who) {
        chromium.go(own("/account"));
        chromium.type("#password", who.password());
        chromium.follow("main button[type=submit]");
        assertThat(chromium.text("main")).contains(who.address());
    }

    @Override
    public void close() {
        house.close();
    }
}
