package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A message whose octets changed on disk is told to be damaged, and its neighbours are read as ever. */
class DamagedMessageTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void aDamagedMessageIsNotToldAndItsNeighboursLive() throws IOException {
        damagedAmongTwo("damaged-small-", "");
    }

    @Test
    void aLargerOneIsSeenToBeDamagedBeforeItsFirstOctetIsTold() throws IOException {
        damagedAmongTwo("damaged-larger-", "some words of no weight\r\n".repeat(20_000));
    }

    private void damagedAmongTwo(String mark, String more) throws IOException {
        String word = mark + hong.address().hashCode();
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", "Subject: one\r\n\r\n" + word + " one\r\n" + more);
            imap.appends("INBOX", "Subject: two\r\n\r\nwhole two\r\n");
            damage(word);
            imap.does("s1 SELECT INBOX").hears("f1 FETCH 1:2 (BODY.PEEK[])").says("f1 NO [SERVERBUG]");
            assertThat(imap.told("* 1 FETCH")).isEmpty();
            assertThat(imap.told("* 2 FETCH").get(0)).contains("whole two");
            // The list needs none of the octets.
            imap.does("f2 FETCH 1:2 (FLAGS RFC822.SIZE ENVELOPE)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\"one\"");
        }
    }

    /** Changes one octet of the word where the store keeps it. */
    private void damage(String word) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(server.folder().resolve("mail/segments"))) {
            segments = files.toList();
        }
        for (Path segment : segments) {
            int at = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).indexOf(word);
            if (at >= 0) {
                try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {'X'}), at + 2L);
                }
                return;
            }
        }
        throw new IOException("the word stands in no segment");
    }
}
