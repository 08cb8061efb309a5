package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a connection may make the server hold (RFC 9051 §11.6, RFC 7888 §4). */
class BoundsTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void aLiteralBeforeSignInIsRefusedOverTheBound() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {200000000+}\r\nxxxxxxxx")
                    .says("a1 BAD [TOOBIG]")
                    .says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {4097}").says("a1 BAD [TOOBIG]").says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
    }

    /** RFC 7888 §5: LITERAL-, as it is announced before sign-in, is for 4,096 octets, and one more is refused. */
    @Test
    void aSmallLiteralNeedNotWaitBeforeSignIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " {4096+}\r\n" + "x".repeat(4_096))
                    .says("a1 NO [AUTHENTICATIONFAILED]");
            imap.does("a2 LOGIN " + hong.address() + " " + hong.password());
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {4097+}\r\nx").says("a1 BAD [TOOBIG]").says("* BYE");
        }
    }

    @Test
    void literalsBeforeSignInAreBoundedTogether() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            String almost = "x".repeat(3_000);
            imap.hears("a1 LOGIN {3000+}\r\n" + almost + " wrong").says("a1");
            imap.hears("a2 LOGIN {3000+}\r\n" + almost + " wrong")
                    .says("a2 BAD [TOOBIG]")
                    .says("* BYE");
        }
    }

    @Test
    void aNumberThatOverflowsIsTooBig() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {99999999999999999999999999+}")
                    .says("a1 BAD [TOOBIG]")
                    .says("* BYE");
        }
    }

    @Test
    void aLineBeforeSignInOverTheBoundEndsTheConnection() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 NOOP " + "x".repeat(9_000)).says("a1 BAD").says("* BYE");
        }
    }

    @Test
    void aLineOverTheBoundIsBadAndTheNextCommandWorks() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE " + "x".repeat(20_000) + "\r\na2 NOOP")
                    .says("a1 BAD")
                    .says("a2 OK");
        }
    }

    @Test
    void nulInACommandIsBad() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 CREATE x\0y").says("a1 BAD");
            imap.does("a2 NOOP");
        }
    }

    @Test
    void whoDoesNotSignInInTimeIsAskedToLeave() throws Exception {
        ImapConfig config = config(Duration.ofMinutes(30), Duration.ofMillis(300));
        try (ImapListener listener = server.imap(config)) {
            listener.start();
            try (ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
                imap.says("* OK").says("* BYE");
                assertThat(imap.closes()).isEmpty();
            }
        }
    }

    @Test
    void whoIsIdleTooLongIsAskedToLeave() throws Exception {
        ImapConfig config = config(Duration.ofSeconds(5), Duration.ofSeconds(60));
        try (ImapListener listener = server.imap(config)) {
            listener.start();
            try (ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
                imap.says("* OK").does("a1 LOGIN " + hong.address() + " " + hong.password());
                imap.says("* BYE Autologout");
                assertThat(imap.closes()).isEmpty();
            }
        }
    }

    private static ImapConfig config(Duration idle, Duration toSignIn) {
        ImapConfig usual = TestServer.imapConfig();
        return new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.maxCompressed(),
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                usual.literalLimit(),
                idle,
                toSignIn,
                usual.metadataEntries(),
                usual.metadataValue(),
                usual.withheld());
    }

    @Test
    void closingSaysGoodbyeAndFreesThePortSoon() throws Exception {
        ImapListener listener = server.imap(TestServer.imapConfig());
        listener.start();
        try (ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
            imap.says("* OK");
            long begin = System.nanoTime();
            listener.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
            imap.says("* BYE");
            assertThatThrownBy(() -> ImapTalk.showing(listener.port(), hong.certificate()))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aRefusedLiteralOfThousandsOfConnectionsLeavesNoSessions() {
        long before = server.imap().counters().connections();
        for (int i = 0; i < 20; i++) {
            try (ImapTalk imap = ImapTalk.of(hong)) {
                imap.hears("a1 LOGIN {5000+}").says("a1 BAD");
            }
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.imap().counters().connections()).isLessThanOrEqualTo(before));
    }
}
