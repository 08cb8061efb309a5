package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** COMPRESS (RFC 4978). */
@Tag("either-provider")
class CompressTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    /** §3: "The server MUST compress starting immediately after the CRLF that ends the tagged OK response". */
    @Test
    void whatFollowsTheAnswerIsCompressedBothWays() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 COMPRESS DEFLATE").compresses();
            imap.does("a2 NOOP").does("a3 SELECT INBOX");
            assertThat(imap.told("* FLAGS")).hasSize(1);
            imap.hears("a4 LOGOUT").says("* BYE").says("a4 OK");
        }
    }

    @Test
    void aMessageComesBackAsItWas() {
        String message = "Subject: 압축\r\n\r\n" + "업무 계획을 보냅니다.\r\n".repeat(20_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 COMPRESS DEFLATE").compresses();
            imap.does("a2 CREATE Compressed").appends("Compressed", message).does("a3 SELECT Compressed");
            imap.does("a4 FETCH 1 BODY.PEEK[]");
            String told = new String(imap.toldOctets(), StandardCharsets.UTF_8);
            assertThat(told).startsWith("* 1 FETCH").contains(message).endsWith(")");
        }
    }

    /** §4: what is pushed is flushed. */
    @Test
    void whatIsPushedInIdleArrivesAtOnce() {
        try (ImapTalk idle = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            other.does("b1 CREATE Pushed");
            idle.does("a1 COMPRESS DEFLATE").compresses().does("a2 SELECT Pushed");
            idle.hears("a3 IDLE").says("+");
            other.appends("Pushed", "Subject: x\r\n\r\nx\r\n");
            idle.says("* EXISTS");
            idle.hears("DONE").says("a3 OK");
        }
    }

    /** §3: "If the client issues an additional COMPRESS command". */
    @Test
    void askedTwiceItIsActiveAlready() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 COMPRESS DEFLATE").compresses();
            imap.hears("a2 COMPRESS DEFLATE").says("a2 NO [COMPRESSIONACTIVE]");
            imap.does("a3 NOOP");
        }
    }

    @Test
    void otherAlgorithmsAreBadAndNothingIsCompressed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 COMPRESS LZMA").says("a1 BAD");
            imap.hears("a2 COMPRESS").says("a2 BAD");
            imap.does("a3 NOOP");
        }
    }

    /** A stranger gets nothing inflated, and a password is never compressed (RFC 4978 §6 knows the trade with TLS only). */
    @Test
    void beforeSignInItIsRefused() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 COMPRESS DEFLATE").says("a1 NO");
            imap.does("a2 NOOP");
        }
    }

    @Test
    void compressedCommandsRightBehindItAreTaken() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.writeBytes("a1 COMPRESS DEFLATE\r\n".getBytes(StandardCharsets.US_ASCII));
            packet.writeBytes(deflated("a2 NOOP\r\na3 STATUS INBOX (MESSAGES)\r\n"));
            imap.hearsBare(packet.toByteArray())
                    .says("a1 OK")
                    .compresses()
                    .says("a2 OK")
                    .says("a3 OK");
        }
    }

    /** Plain text that somebody put behind the command is no command. */
    @Test
    void plainCommandsRightBehindItEndTheConnection() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 COMPRESS DEFLATE\r\na2 NOOP\r\na3 CREATE Smuggled")
                    .says("a1 OK")
                    .compresses()
                    .says("* BYE");
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a4 LIST \"\" Smuggled");
            assertThat(imap.told()).isEmpty();
        }
    }

    @Test
    void aPacketThatBecomesALongLineIsBadAndTheNextCommandWorks() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 COMPRESS DEFLATE").compresses();
            imap.hearsBare(deflated("a2 CREATE " + "x".repeat(20 << 20) + "\r\na3 NOOP\r\n"));
            imap.says("a2 BAD").says("a3 OK");
        }
    }

    @Test
    void aPacketOfTwoThousandCommandsIsWorkedOffInOrder() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 COMPRESS DEFLATE").compresses();
            StringBuilder commands = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                commands.append("\r\n".repeat(1_000)).append('n').append(i).append(" NOOP\r\n");
            }
            imap.hearsBare(deflated(commands.toString()));
            for (int i = 0; i < 2_000; i++) {
                imap.says("n" + i + " OK");
            }
        }
    }

    @Test
    void noMoreConnectionsAreCompressedThanMayBe() throws Exception {
        List<ImapTalk> open = new ArrayList<>();
        try (ImapListener listener = server.imap(compressing(3))) {
            listener.start();
            for (int i = 0; i < 4; i++) {
                ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())
                        .says("* OK")
                        .does("a1 LOGIN " + hong.address() + " " + hong.password());
                open.add(imap);
                if (i < 3) {
                    imap.does("a2 COMPRESS DEFLATE").compresses();
                }
                imap.does("a3 NOOP");
            }
            ImapTalk last = open.get(3);
            last.hears("a4 COMPRESS DEFLATE").says("a4 NO [LIMIT]");
            open.get(0).hears("a5 LOGOUT").says("* BYE").says("a5 OK");
            open.get(0).close();
            org.awaitility.Awaitility.await().untilAsserted(() -> last.does("a6 COMPRESS DEFLATE"));
            last.compresses().does("a7 NOOP");
        } finally {
            open.forEach(ImapTalk::close);
        }
    }

    private static ImapConfig compressing(int most) {
        ImapConfig usual = TestServer.imapConfig();
        return new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                most,
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                usual.literalLimit(),
                usual.idleTimeout(),
                usual.timeToSignIn(),
                usual.metadataEntries(),
                usual.metadataValue(),
                usual.withheld());
    }

    /** Nothing is offered, and nothing taken. */
    @Test
    void whereNoneMayBeCompressedItIsNotAnnounced() throws Exception {
        try (ImapListener listener = server.imap(compressing(0))) {
            listener.start();
            try (ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
                imap.says("* OK").does("a1 LOGIN " + hong.address() + " " + hong.password());
                imap.does("a2 CAPABILITY");
                assertThat(imap.told("* CAPABILITY").get(0)).doesNotContain("COMPRESS");
                imap.hears("a3 COMPRESS DEFLATE").says("a3 NO");
            }
        }
    }

    static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int made;
        do {
            made = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            octets.write(buffer, 0, made);
        } while (made == buffer.length);
        deflater.end();
        return octets.toByteArray();
    }
}
