package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AUTHENTICATE and UNAUTHENTICATE (RFC 5804 §2.1, §2.14), and what the gate says. */
@Tag("either-provider")
class AuthenticateTest {
    private static Scripts scripts;
    private static TestPerson hong;

    @BeforeAll
    static void open() {
        scripts = Scripts.open();
        hong = scripts.server.person("hong");
    }

    @AfterAll
    static void close() {
        scripts.close();
    }

    private static void isTold(@Nullable Issued shown, String code) throws IOException {
        try (Talk talk = scripts.showing(shown)) {
            assertThat(talk.rest()).matches("BYE \"[^\"]+ \\(" + code + "\\)\"\r\n");
        }
        try (Talk talk = Talk.plainly(scripts.port())) {
            talk.answer();
            talk.does("STARTTLS", "OK");
            talk.startTls(scripts.server.authority().serverCa(), shown);
            assertThat(talk.rest()).contains("(" + code + ")");
        }
    }

    @Test
    void noneIsAskedFor() throws IOException {
        isTold(null, "G-101");
    }

    @Test
    void anExpiredOneIsToldSo() throws Exception {
        isTold(scripts.server.authority().expired("교육부", "001만료001"), "G-103");
    }

    @Test
    void aRevokedOneIsToldSo() throws Exception {
        Issued revoked = scripts.server.authority().officialWithEcKey("교육부", "001폐지001");
        scripts.server.revoke(revoked.certificate());
        isTold(revoked, "G-104");
    }

    @Test
    void aForeignOneIsToldSo() throws Exception {
        isTold(scripts.server.authority().foreign("교육부", "001외부001"), "G-106");
    }

    @Test
    void certificateAndPasswordSignInAtOnceOrWhenAsked() throws IOException {
        long before = scripts.listener.counters().signIns();
        try (Talk talk = scripts.greeted(hong)) {
            talk.does("LISTSCRIPTS", "NO \"sign in first");
        }
        try (Talk talk = scripts.greeted(hong)) {
            talk.sends("AUTHENTICATE \"PLAIN\"\r\n");
            assertThat(talk.line()).isEqualTo("\"\"");
            talk.does(Talk.literal(Talk.plain(hong)), "OK");
            talk.does("LISTSCRIPTS", "OK");
            assertThat(talk.does("CAPABILITY", "OK")).contains("\"OWNER\" \"" + hong.address() + "\"\n");
            talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(hong) + "\"", "NO");
        }
        assertThat(scripts.listener.counters().signIns()).isEqualTo(before + 1);
    }

    /** RFC 5804 §2.1: by a star. */
    @Test
    void anExchangeIsCancelled() throws IOException {
        try (Talk talk = scripts.greeted(hong)) {
            talk.sends("AUTHENTICATE \"PLAIN\"\r\n");
            assertThat(talk.line()).isEqualTo("\"\"");
            talk.does("\"*\"", "NO \"cancelled\"");
            talk.does("LISTSCRIPTS", "NO \"sign in first");
        }
    }

    @Test
    void somebodyElsesCertificateOpensNothing() throws Exception {
        TestPerson kim = scripts.server.person("kim");
        Issued unbound = scripts.server.authority().officialWithEcKey("교육부", "001미등록001");
        for (Issued shown : new Issued[] {kim.certificate(), unbound}) {
            try (Talk talk = scripts.showing(shown)) {
                talk.answer();
                assertThat(talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(hong) + "\"", "NO"))
                        .endsWith("(G-201)\"\n");
                talk.does("LISTSCRIPTS", "NO \"sign in first");
            }
        }
        try (Talk talk = scripts.greeted(hong)) {
            String forAnother = Talk.plain(kim.address(), hong.address(), hong.password());
            assertThat(talk.does("AUTHENTICATE \"PLAIN\" \"" + forAnother + "\"", "NO"))
                    .contains("(G-201)");
        }
    }

    @Test
    void threeFailuresEndTheConnection() throws IOException {
        TestPerson lee = scripts.server.person("lee");
        try (Talk talk = scripts.greeted(lee)) {
            talk.does(
                    "AUTHENTICATE \"PLAIN\" \"" + Talk.plain("", lee.address(), "wrong") + "\"",
                    "NO \"sign-in refused");
            talk.does("AUTHENTICATE \"PLAIN\" \"no base64\"", "NO");
            talk.sends("AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(new byte[5]) + "\"\r\n");
            assertThat(talk.rest())
                    .startsWith("NO ")
                    .endsWith("BYE \"too many failed sign-ins on one connection\"\r\n");
        }
    }

    @Test
    void whereTheCertificateSufficesExternalSignsIn() throws IOException {
        TestPerson ministry = scripts.server.agency("ministry");
        try (Talk talk = scripts.showing(ministry.certificate())) {
            assertThat(talk.answer()).contains("\"SASL\" \"PLAIN EXTERNAL\"\n");
            talk.does("AUTHENTICATE \"EXTERNAL\" \"\"", "OK");
            talk.does("LISTSCRIPTS", "OK");
        }
        try (Talk talk = scripts.greeted(hong)) {
            talk.does("AUTHENTICATE \"EXTERNAL\" \"\"", "NO \"the mechanisms here are PLAIN\"");
        }
    }

    /** RFC 5804 §2.14.1. */
    @Test
    void whoUnauthenticatesIsNobodyAgain() throws IOException {
        try (Talk talk = scripts.of(hong)) {
            talk.does("UNAUTHENTICATE", "OK");
            talk.does("UNAUTHENTICATE", "NO");
            talk.does("LISTSCRIPTS", "NO \"sign in first");
            talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(hong) + "\"", "OK");
            talk.does("LISTSCRIPTS", "OK");
        }
    }

    @Test
    void aSuspensionEndsTheSessionWithAWord() throws IOException {
        TestPerson park = scripts.server.person("park");
        try (Talk talk = scripts.of(park)) {
            scripts.server.sessions().endAccount(Address.of(park.address()), EndReason.ACCOUNT_CLOSED);
            assertThat(talk.rest()).startsWith("BYE ").endsWith("(G-214)\"\r\n");
        }
    }
}
