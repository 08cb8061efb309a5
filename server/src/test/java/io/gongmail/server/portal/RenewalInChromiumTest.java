package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner renews a certificate in real Chromiums: one window has the old certificate, the other the new one. */
@Tag("clients")
class RenewalInChromiumTest {
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

    /** What pages look like is looked at with scripts: axe-core is one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOwnerRenewsTheCertificateWithTheNextOneInAnotherWindow(boolean scripts) throws Exception {
        TestPerson owner = house.server.person("renewing");
        Issued next = house.server.authority().officialWithEcKey("교육부", "001renewing001");
        Path files = home.resolve("next");
        DemoAuthority.write(next, files, "person", "changeit");
        try (Chromium old = chromium("old", owner.certificateFile().resolveSibling("person.p12"));
                Chromium fresh = chromium("fresh", files.resolve("person.p12"))) {
            old.width(NARROW);
            fresh.width(NARROW);
            if (!scripts) {
                old.withoutScripts();
                fresh.withoutScripts();
            }
            old.go(page("/account"));
            old.type("#password", owner.password());
            old.follow("main button[type=submit]");
            wellMade(scripts, old, "account");
            old.follow("a[href$='for=renew']");
            wellMade(scripts, old, "new certificate");
            old.follow("#door");
            wellMade(scripts, old, "where to present it");

            fresh.go(URI.create(old.text("#link")));
            wellMade(scripts, fresh, "presenting");
            assertThat(fresh.text("main"))
                    .contains(
                            owner.address(),
                            next.certificate().getSerialNumber().toString(16));
            fresh.follow("main button[type=submit]");
            wellMade(scripts, fresh, "code");

            old.type("#code", "2222-2222");
            old.follow("main button[type=submit]");
            wellMade(scripts, old, "wrong code");
            assertThat(old.text("[data-problems]")).contains("G-254");
            old.retype("#code", fresh.text("#code"));
            old.follow("main button[type=submit]");
            wellMade(scripts, old, "confirming");
            assertThat(old.text("main"))
                    .contains(next.certificate().getSerialNumber().toString(16));
            old.follow("main button[type=submit]");
            wellMade(scripts, old, "registered");
            assertThat(old.text("main .gm-notice")).contains("새 인증서를 등록했습니다.");

            fresh.go(page("/account"));
            wellMade(scripts, fresh, "signing in with the new one");
            assertThat(fresh.text("main")).contains(owner.address());
        }
        assertThat(house.server.registry().bindings().of(Address.of(owner.address())))
                .extracting(Binding::state)
                .containsExactlyInAnyOrder(BindingState.SUPERSEDED, BindingState.ACTIVE);
        assertThat(house.server.registry().bindings().active(CertificateKeys.of(next.certificate())))
                .isPresent();
    }

    private Chromium chromium(String name, Path p12) throws Exception {
        Path own = Files.createDirectory(home.resolve(name));
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(house.server.authority().serverCa().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return Chromium.open(
                own,
                Files.writeString(own.resolve("server-ca.pem"), pem),
                Optional.of(p12),
                house.config.certificateDoor());
    }

    private static URI page(String path) {
        return house.config.certificateDoor().resolve(path);
    }

    private static void wellMade(boolean scripts, Chromium chromium, String step) {
        assertThat(chromium.isTooWide()).as(step + " at " + NARROW).isFalse();
        if (scripts) {
            assertThat(chromium.violations()).as(step).isEmpty();
        }
    }
}
