package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Chromium;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The self-check with each certificate that does not open a mailbox, in a real Chromium that presents it. */
@Tag("clients")
@Timeout(300)
class SelfCheckInChromiumTest {
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

    /** What is wrong with a certificate, and what the page is to say to it. */
    enum Bad {
        NONE("G-101") {
            @Override
            Optional<Issued> certificate(TestServer server) {
                return Optional.empty();
            }
        },
        REVOKED("G-104") {
            @Override
            Optional<Issued> certificate(TestServer server) throws Exception {
                Issued issued = server.authority().officialWithEcKey("교육부", "001폐지인001");
                server.revoke(issued.certificate());
                return Optional.of(issued);
            }
        },
        /** A browser does not offer it, so it looks as if there were none: the page says so. */
        EXPIRED("G-101") {
            @Override
            Optional<Issued> certificate(TestServer server) throws Exception {
                return Optional.of(server.authority().expired("교육부", "001만료인001"));
            }
        },
        FOREIGN("G-106") {
            @Override
            Optional<Issued> certificate(TestServer server) throws Exception {
                return Optional.of(server.authority().foreign("남의 부처", "001외인001"));
            }
        },
        UNBOUND("G-241") {
            @Override
            Optional<Issued> certificate(TestServer server) throws Exception {
                return Optional.of(server.authority().officialWithEcKey("교육부", "001무명인001"));
            }
        },
        WRONG_POLICY("G-247") {
            @Override
            Optional<Issued> certificate(TestServer server) throws Exception {
                Issued agencys = server.authority().agency("교육부", "001기관용001");
                server.person("mistaken", agencys);
                return Optional.of(agencys);
            }
        },
        SUSPENDED_BINDING("G-242") {
            @Override
            Optional<Issued> certificate(TestServer server) {
                TestPerson person = server.person("paused");
                server.registry().bindings().suspend(server.binding(person).id(), "test", "test");
                return Optional.of(person.certificate());
            }
        };

        private final String code;

        Bad(String code) {
            this.code = code;
        }

        abstract Optional<Issued> certificate(TestServer server) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void eachIsToldWhatIsWrongWithItAndWhatToDoWithScriptsAndWithout(Bad bad) throws Exception {
        TestServer server = screens.house.server;
        Optional<Path> file = bad.certificate(server)
                .map(issued -> server.write("bad", issued).resolve("person.p12"));
        try (Chromium chromium = screens.chromium(home, file)) {
            chromium.width(Screens.NARROW);
            chromium.go(screens.page("/check"));
            assertThat(chromium.url()).isEqualTo(screens.own("/check"));
            Screens.wellMade(chromium, bad.name());
            assertThat(chromium.text("main .gm-notice.is-danger")).contains(bad.code);
            assertThat(chromium.text("main").contains("유효기간이 지난 인증서를 보여 주지 않습니다"))
                    .isEqualTo(bad.code.equals("G-101"));
            String number = chromium.text("main .gm-case");
            chromium.withoutScripts();
            chromium.go(screens.own("/check"));
            assertThat(chromium.isTooWide()).isFalse();
            assertThat(chromium.text("main .gm-notice.is-danger")).contains(bad.code);
            assertThat(chromium.text("main .gm-case")).isNotEqualTo(number).hasSameSizeAs(number);
            theHelpdeskFinds(number, bad);
        }
    }

    private static void theHelpdeskFinds(String number, Bad bad) throws Exception {
        TestPerson helper = screens.house.server.person("helper");
        screens.house.server.registry().accounts().grant(Address.of(helper.address()), Role.HELPDESK, "test");
        assertThat(new Browser(screens.house.server, Optional.of(helper.certificate()))
                        .get(screens.house.certificatePort(), "/check/case?number=" + number)
                        .body())
                .contains(bad.code, number);
    }
}
