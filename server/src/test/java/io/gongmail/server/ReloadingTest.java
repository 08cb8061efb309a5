package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.tls.TlsContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When files that change by themselves are taken; what comes of it on connections is {@link ReloadTest}'s. */
class ReloadingTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path home;

    private final Parts parts = new Parts();
    private Trust trust;
    private Reloading reloading;
    private AnchorKey others;
    private String both;

    @BeforeEach
    void aConfiguration() throws IOException, GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        DemoAuthority authority = DemoAuthority.open(home.resolve("pki"), CLOCK, random);
        DemoAuthority.write(authority.server(List.of("localhost")), home.resolve("conf"), "server", "server");
        Files.writeString(
                home.resolve("conf/gongmail.ini"),
                "[pki]\nanchors = pki/ca.pem\nintermediates = pki/ca.pem\nrevocation-lists = pki/crl.pem\n");
        DemoAuthority other = DemoAuthority.open(home.resolve("other"), CLOCK, random);
        others = AnchorKey.of(other.root());
        both = Files.readString(home.resolve("pki/ca.pem")) + Files.readString(home.resolve("other/ca.pem"));
        GongmailConfig config =
                GongmailConfig.read(home.resolve("conf")).config().orElseThrow();
        trust = parts.add(Trust.read(config.pki(), CLOCK, random));
        TlsContexts tls = new TlsContexts(
                Reloading.keys(config.tls(), CLOCK),
                trust.inForce().issuers(),
                TlsContexts.Library.AUTO,
                Duration.ofSeconds(10));
        LiveSessions sessions = parts.add(new LiveSessions(10, CLOCK, parts.timer("session-ends")));
        reloading = new Reloading(config, trust, tls, sessions, CLOCK);
    }

    @AfterEach
    void closeAll() {
        parts.close();
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws IOException {
        Files.writeString(home.resolve("pki/ca.pem"), both);
        reloading.look();
        assertThat(trust.isAnchor(others)).isFalse();

        Files.writeString(home.resolve("pki/ca.pem"), both + "\n");
        reloading.look();
        assertThat(trust.isAnchor(others)).isFalse();

        reloading.look();
        assertThat(trust.isAnchor(others)).isTrue();
    }

    @Test
    void aFileThatWasBrokenIsTakenWhenItIsMended() throws IOException {
        String whole = Files.readString(home.resolve("conf/server.key.pem"));
        Files.writeString(home.resolve("pki/ca.pem"), both);
        Files.writeString(home.resolve("conf/server.key.pem"), "");
        reloading.look();
        reloading.look();
        assertThat(trust.isAnchor(others)).isFalse();

        Files.writeString(home.resolve("conf/server.key.pem"), whole);
        reloading.look();
        reloading.look();
        assertThat(trust.isAnchor(others)).isTrue();
    }

    @Test
    void filesThatDidNotChangeAreNotReadAgain() throws IOException {
        Files.writeString(home.resolve("pki/ca.pem"), both);
        assertThat(reloading.now().problems()).isEmpty();
        Trust.Ground inForce = trust.inForce();

        reloading.look();
        reloading.look();

        assertThat(trust.inForce()).isSameAs(inForce);
    }

    @Test
    void aFileMoreInAFolderIsAChange() throws IOException {
        FilesSeen before = FilesSeen.of(List.of(home.resolve("pki")));
        assertThat(FilesSeen.of(List.of(home.resolve("pki")))).isEqualTo(before);

        Files.writeString(home.resolve("pki/more.pem"), "");
        FilesSeen after = FilesSeen.of(List.of(home.resolve("pki")));
        assertThat(after).isNotEqualTo(before);

        Files.delete(home.resolve("pki/more.pem"));
        assertThat(FilesSeen.of(List.of(home.resolve("pki/more.pem"), home.resolve("pki"))))
                .isNotEqualTo(after)
                .isNotEqualTo(before);
    }
}
