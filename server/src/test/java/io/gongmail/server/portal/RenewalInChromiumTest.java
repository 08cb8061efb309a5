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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An owner renews a certificate in real Chromiums: one window has the old certificate, the other the new one. */
@Tag("clients")
class RenewalInChromiumTest {
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

    @ParameterizedTest
    @EnumSource
    void anOwnerRenewsTheCertificateWithTheNextOneInAnotherWindow(Language language) throws Exception {
        renews(
                chromium -> chromium.go(screens.page("/?lang=" + language.tag())),
                (chromium, step) -> screens.looksWellAtEveryWidth(chromium, step + "-" + language.tag()));
    }

    /** What pages look like is looked at with scripts: axe-core is one. */
    @Test
    void alsoWithoutScripts() throws Exception {
        renews(
                chromium -> {
                    chromium.width(Screens.NARROW);
                    chromium.withoutScripts();
                },
                (chromium, step) -> assertThat(chromium.isTooWide()).as(step).isFalse());
    }

    private interface Start {
        void of(Chromium chromium);
    }

    private void renews(Start start, Newcomer.Look look) throws Exception {
        TestPerson owner = screens.house.server.person("renewing");
        screens.house.server.endsIn(owner, Duration.ofDays(13));
        Issued next = screens.house.server.authority().officialWithEcKey("교육부", "001renewing001");
        String serial = next.certificate().getSerialNumber().toString(16);
        Path files = home.resolve("next");
        DemoAuthority.write(next, files, "person", "changeit");
        try (Chromium old = screens.chromium(home.resolve("old"), owner);
                Chromium fresh = screens.chromium(home.resolve("fresh"), Optional.of(files.resolve("person.p12")))) {
            start.of(old);
            start.of(fresh);
            screens.signIn(old, owner);
            look.at(old, "account-ending");
            old.follow("a[href$='for=renew']");
            look.at(old, "renew");
            old.follow("#door");
            look.at(old, "renew-where");

            fresh.go(URI.create(old.text("#link")));
            look.at(fresh, "renew-present");
            assertThat(fresh.text("main")).contains(owner.address(), serial);
            fresh.follow("main button[type=submit]");
            look.at(fresh, "renew-code");

            old.type("#code", "2222-2222");
            old.follow("main button[type=submit]");
            look.at(old, "renew-wrong-code");
            assertThat(old.text("[data-problems]")).contains("G-254");
            old.retype("#code", fresh.text("#code"));
            old.follow("main button[type=submit]");
            look.at(old, "renew-confirm");
            assertThat(old.text("main")).contains(serial);
            old.follow("main button[type=submit]");
            look.at(old, "renewed");
            assertThat(old.text("main")).contains(serial);
        }
        assertThat(screens.house.server.registry().bindings().of(Address.of(owner.address())))
                .extracting(Binding::state)
                .containsExactlyInAnyOrder(BindingState.SUPERSEDED, BindingState.ACTIVE);
        assertThat(screens.house.server.registry().bindings().active(CertificateKeys.of(next.certificate())))
                .isPresent();
    }
}
