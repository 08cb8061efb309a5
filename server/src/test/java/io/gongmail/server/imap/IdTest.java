package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.Origin;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** ID (RFC 2971). */
class IdTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void itIsAnsweredBeforeAndAfterSignIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 ID (\"name\" \"Thunderbird\" \"version\" \"140\")");
            assertThat(imap.told("* ID ")).hasSize(1);
            imap.does("a2 LOGIN " + hong.address() + " " + hong.password());
            imap.does("a3 ID NIL");
            assertThat(imap.told("* ID ")).hasSize(1);
        }
    }

    @Test
    void theClientToldBeforeSignInIsKnownAtSignIn() {
        AtomicReference<Origin> seen = new AtomicReference<>();
        server.objectTo(hong, origin -> {
            seen.set(origin);
            return Optional.empty();
        });
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 ID (\"vendor\" \"x\" \"NAME\" \"Thunderbird\" \"version\" \"140\")");
            imap.does("a2 LOGIN " + hong.address() + " " + hong.password());
            assertThat(seen.get()).isEqualTo(new Origin("imap", InetAddress.getLoopbackAddress(), "Thunderbird"));
            imap.does("a3 ID (\"name\" \"another\")");
            assertThat(server.sessions().of(Address.of(hong.address())))
                    .extracting(session -> session.origin().client())
                    .containsExactly("Thunderbird");
        }
    }

    @Test
    void theClientToldAfterSignInIsJudgedThen() {
        server.objectTo(
                hong, origin -> origin.client().equals("curl") ? Optional.of(EndReason.PLACE_HELD) : Optional.empty());
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 LOGIN " + hong.address() + " " + hong.password());
            imap.hears("a2 ID (\"name\" \"curl\")").says("* BYE (G-232)");
            await().until(() -> server.sessions().of(Address.of(hong.address())).isEmpty());
        }
    }

    @Test
    void whoIsObjectedToAtSignInIsToldWhy() {
        server.objectTo(hong, origin -> Optional.of(EndReason.SHARED));
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 NO [UNAVAILABLE] (G-233)");
        }
    }
}
