package io.gongmail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GongmailConfigTest {
    @TempDir
    Path home;

    @Test
    void anEmptyFileGivesTheDefaults() throws IOException {
        GongmailConfig config = read("").config().orElseThrow();
        assertThat(config.imap().port()).isEqualTo(993);
        assertThat(config.imap().literalLimit()).isEqualTo(DataSize.mebibytes(64));
        assertThat(config.server().data()).isEqualTo(home.resolve("data"));
    }

    @Test
    void valuesAreReadAsTheirTypes() throws IOException {
        GongmailConfig config = read("""
                        [server]
                        host-name = mail.moe.gongmail.example
                        domains = moe.gongmail.example, MOIS.gongmail.example
                        mode = demo
                        [pki]
                        anchors = pki/ca.pem
                        official-policies = 1.2.410.100001.2.2.1
                        judge-time = 250 ms
                        [imap]
                        port = 0
                        literal-limit = 1 MiB
                        """).config().orElseThrow();
        assertThat(config.server().domains()).containsExactly("moe.gongmail.example", "mois.gongmail.example");
        assertThat(config.server().mode()).isEqualTo(Mode.DEMO);
        assertThat(config.pki().anchors()).containsExactly(home.resolve("pki/ca.pem"));
        assertThat(config.pki().officialPolicies()).hasSize(1);
        assertThat(config.pki().judgeTime()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.imap().port()).isZero();
        assertThat(config.imap().literalLimit()).isEqualTo(DataSize.mebibytes(1));
    }

    @Test
    void mailIsForwardedNowhereUnlessTheConfigurationSaysWhereTo() throws IOException {
        assertThat(read("").config().orElseThrow().forwarding())
                .isEqualTo(new ForwardingConfig(ForwardingConfig.Reach.OFF, List.of(), 3));
        assertThat(read("[forwarding]\nto = domains\ndomains = moe.example, a-b.go.kr\naddresses = 5")
                        .config()
                        .orElseThrow()
                        .forwarding())
                .isEqualTo(
                        new ForwardingConfig(ForwardingConfig.Reach.DOMAINS, List.of("moe.example", "a-b.go.kr"), 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to = everywhere",
                "to = domains",
                "domains = @moe.example",
                "domains = *.moe.example",
                "domains = MOE.example",
                "domains = example",
                "addresses = 0",
                "addresses = 6"
            })
    void whatForwardingMayNotBeIsAProblem(String line) throws IOException {
        assertThat(read("[forwarding]\n" + line).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("[forwarding] "));
    }

    @ParameterizedTest
    @CsvSource({"never, PT0S", "0, PT0S", "1 d, P1D", "90 d, P90D", "3650 d, P3650D", "26 h, PT26H"})
    void whatMayNeverBeIsADurationOrNever(String written, Duration age) throws IOException {
        assertThat(read("[sign-in]\npassword-maximum-age = " + written)
                        .config()
                        .orElseThrow()
                        .signIn()
                        .passwordMaximumAge())
                .isEqualTo(age);
        assertThat(read("").config().orElseThrow().signIn().passwordMaximumAge())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 d", "23 h", "3651 d", "Never", "off", "90", ""})
    void andNothingElse(String written) throws IOException {
        assertThat(read("[sign-in]\npassword-maximum-age = " + written).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("[sign-in] password-maximum-age")
                        .contains("allowed: never (or 0), or a duration from 1 d to 3650 d"));
    }

    @Test
    void passwordsAreCheckedOnHalfOfTheProcessorsUnlessANumberIsSet() throws IOException {
        SignInConfig unset = read("").config().orElseThrow().signIn();
        assertThat(unset.hashThreads(1)).isEqualTo(1);
        assertThat(unset.hashThreads(8)).isEqualTo(4);
        assertThat(read("[sign-in]\nhash-threads = 3\n")
                        .config()
                        .orElseThrow()
                        .signIn()
                        .hashThreads(8))
                .isEqualTo(3);
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlaceAndWhatIsAllowed() throws IOException {
        GongmailConfig.Reading reading = read("""
                [imap]
                prot = 993
                port = 70000
                idle-timeout = 5 min
                [submision]
                port = 465
                [pki]
                official-policies = 1.2.410, bank
                [server]
                portal = mail.example
                host-name = a.example
                host-name = b.example
                """);
        assertThat(reading.config()).isEmpty();
        String told = reading.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        assertThat(told.lines())
                .hasSize(7)
                .allMatch(line -> line.contains("gongmail.ini"))
                .anyMatch(line -> line.contains("[imap] prot: is not a key; did you mean 'port'?"))
                .anyMatch(
                        line -> line.contains("[imap] port: '70000' is not allowed; allowed: a number from 0 to 65535"))
                .anyMatch(line -> line.contains("[imap] idle-timeout: '5 min'") && line.contains("30 min"))
                .anyMatch(line -> line.contains("[submision]: is not a section; did you mean 'submission'?"))
                .anyMatch(line -> line.contains("[pki] official-policies: '1.2.410, bank'"))
                .anyMatch(line -> line.contains("[server] portal: 'mail.example'"))
                .anyMatch(line -> line.contains("[server] host-name: stands 2 times"));
    }

    @Test
    void mailToOtherServersGoesNowhereUnlessTheConfigurationSaysWhereTo() throws IOException {
        assertThat(outbound("").isOff()).isTrue();
        assertThat(outbound("default = off\nsmarthost = a.example").isOff()).isTrue();
        assertThat(outbound("routes = a.example=off").isOff()).isTrue();
        assertThat(outbound("smarthost = a.example").isOff()).isFalse();
        assertThat(outbound("default = mx").isOff()).isFalse();
        assertThat(outbound("routes = a.example=mx").isOff()).isFalse();
    }

    @Test
    void routesNameAPlaceAndHowTheWayThereIsProtected() throws IOException {
        assertThat(outbound(
                                "smarthost = s.example\nroutes = a.example=mx required,*.b.example=relay.b.example:2525 implicit,"
                                        + " c.example = 192.0.2.1, d.example=smarthost, e.example=off")
                        .routes())
                .containsExactly(
                        new OutboundRoute("a.example", OutboundRoute.To.MX, "", 25, TlsPolicy.REQUIRED),
                        new OutboundRoute(
                                "*.b.example", OutboundRoute.To.HOST, "relay.b.example", 2525, TlsPolicy.IMPLICIT),
                        new OutboundRoute("c.example", OutboundRoute.To.HOST, "192.0.2.1", 25, TlsPolicy.OPPORTUNISTIC),
                        new OutboundRoute("d.example", OutboundRoute.To.SMARTHOST, "", 25, TlsPolicy.OPPORTUNISTIC),
                        new OutboundRoute("e.example", OutboundRoute.To.OFF, "", 25, TlsPolicy.OPPORTUNISTIC));
        assertThat(outbound("dns-servers = 192.0.2.53, [2001:db8::53]:5353, 2001:db8::1")
                        .nameServers()
                        .servers())
                .containsExactly(
                        new InetSocketAddress("192.0.2.53", 53),
                        new InetSocketAddress("2001:db8::53", 5353),
                        new InetSocketAddress("2001:db8::1", 53));
        assertThat(outbound("retry-after = 1 min, 2 h").limits().retryAfter())
                .containsExactly(Duration.ofMinutes(1), Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes = a.example",
                "routes = a.example=mx:25",
                "routes = a.example=host.example:0",
                "routes = a.example=host.example:70000",
                "routes = a.example=host.example sometimes",
                "routes = a.*.example=mx",
                "routes = A.example=mx",
                "routes = a.example=smarthost",
                "routes = a.example=mx implicit",
                "routes = a.example=mx none",
                "routes = a.example=host.example none",
                "routes = a.example=mx, a.example=off",
                "exchanger-tls = none",
                "dns-servers = ns.example",
                "dns-servers = 192.0.2.1:0",
                "retry-after =",
                "retry-after = 5 min, soon",
                "deliveries = 2",
                "security = none"
            })
    void whatMailToOtherServersMayNotBeIsAProblem(String lines) throws IOException {
        assertThat(read("[outbound]\n" + lines).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("[outbound] "));
    }

    private OutboundConfig outbound(String lines) throws IOException {
        return read("[outbound]\n" + lines).config().orElseThrow().outbound();
    }

    @Test
    void peoplesDataGoToTheProviderProtectedInProduction() throws IOException {
        String plain = "[enrollment]\nidentity-provider = http://127.0.0.1:19009/\n";
        assertThat(read(plain).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("[enrollment] identity-provider: 'http://127.0.0.1:19009/' is not protected")
                        .contains("https"));
        assertThat(read("[server]\nmode = demo\n" + plain).problems()).isEmpty();
        assertThat(read("[enrollment]\nidentity-provider = https://pass.example/\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void noticesAreDifferentNumbersOfDaysOrNever() throws IOException {
        assertThat(read("").config().orElseThrow().enrollment().renewalNotices())
                .containsExactly(60, 30, 14, 7, 1);
        assertThat(notices("90,3").config().orElseThrow().enrollment().renewalNotices())
                .containsExactly(90, 3);
        assertThat(notices("never").config().orElseThrow().enrollment().renewalNotices())
                .isEmpty();
        for (String wrong : List.of("30, 30", "0", "366", "30 d", "30,", "")) {
            assertThat(notices(wrong).problems())
                    .singleElement()
                    .asString()
                    .contains("[enrollment] renewal-notices: '" + wrong + "' is not allowed")
                    .contains("never, or different numbers from 1 to 365");
        }
    }

    private GongmailConfig.Reading notices(String written) throws IOException {
        return read("[enrollment]\nrenewal-notices = " + written + "\n");
    }

    @Test
    void whoIsSuspendedForNotSigningInIsToldBefore() throws IOException {
        String suspend = "[enrollment]\ndormant-suspend = 120 d\ndormant-notice = ";
        assertThat(read(suspend + "90 d\n").problems()).isEmpty();
        assertThat(read(suspend + "never\n").problems()).isEmpty();
        assertThat(read("[enrollment]\ndormant-notice = 90 d\n").problems()).isEmpty();
        assertThat(read(suspend + "120 d\n").problems())
                .singleElement()
                .asString()
                .contains("[enrollment] dormant-notice: is not before dormant-suspend");
    }

    @Test
    void certificatesAndKeysAreNamedInPairs() throws IOException {
        TlsConfig both =
                read("[tls]\ncertificate = conf/rsa.crt.pem, p256.crt.pem\nkey = conf/rsa.key.pem, p256.key.pem\n")
                        .config()
                        .orElseThrow()
                        .tls();
        assertThat(both.certificates()).containsExactly(home.resolve("conf/rsa.crt.pem"), home.resolve("p256.crt.pem"));
        assertThat(both.keys()).containsExactly(home.resolve("conf/rsa.key.pem"), home.resolve("p256.key.pem"));

        assertThat(read("[tls]\ncertificate = a.pem, b.pem\n").problems())
                .singleElement()
                .asString()
                .contains("[tls] key: names 1, and certificate names 2; ");
        assertThat(read("[tls]\ncertificate = a.pem, b.pem, c.pem\nkey = a.pem, b.pem, c.pem\n")
                        .problems())
                .singleElement()
                .asString()
                .contains("[tls] certificate: names 3; allowed: one RSA, one P-256, or both");
    }

    @Test
    void theTopOfTheDirectoryIsAnOrganisationsName() throws IOException {
        assertThat(read("[directory]\nsuffix = O=Republic,c=KR\n")
                        .config()
                        .orElseThrow()
                        .directory()
                        .suffix())
                .isEqualTo("O=Republic,c=KR");
        for (String wrong : List.of("Government of Korea", "ou=people,o=x", "")) {
            assertThat(read("[directory]\nsuffix = " + wrong + "\n").problems())
                    .singleElement()
                    .asString()
                    .contains("[directory] suffix: '" + wrong + "' is not allowed");
        }
    }

    @Test
    void anAddressIsNoPath() throws IOException {
        for (String address : List.of("https://a.example/x.crl", "ldaps://a.example/cn=x", "http://a.example/x.crl")) {
            assertThat(read("[pki]\nrevocation-lists = data/crl, " + address).problems())
                    .singleElement()
                    .asString()
                    .contains("[pki] revocation-lists: 'data/crl, " + address + "' is not allowed; allowed: paths")
                    .contains("no addresses");
        }
    }

    @Test
    void aMissingFileIsAProblemAndNoException() {
        assertThat(GongmailConfig.read(home.resolve("nowhere")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("cannot be read"));
    }

    @Test
    void theReferenceInConfIsWhatTheCodeSays() throws IOException {
        Path golden = Path.of("../conf/reference.ini");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(golden, GongmailConfig.reference());
        }
        assertThat(GongmailConfig.reference()).isEqualTo(Files.readString(golden));
    }

    @Test
    void theReferenceItselfIsAGoodConfiguration() throws IOException {
        assertThat(read(GongmailConfig.reference()).problems()).isEmpty();
    }

    @Test
    void theSampleIsAGoodConfiguration() throws IOException {
        assertThat(read(Files.readString(Path.of("../conf/gongmail.ini"))).problems())
                .isEmpty();
    }

    private GongmailConfig.Reading read(String text) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("gongmail.ini"), text);
        return GongmailConfig.read(conf);
    }
}
