package io.gongmail.server.admin.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.backup.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail out to files and in again. */
class TransferTest {
    private static final Username KIM = Accounts.user("kim");
    private static final Username LEE = Accounts.user("lee");
    private static final Instant THEN = Instant.parse("2026-01-09T03:04:05Z");
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final long LARGEST = 2_000_000;
    /** An octet of each value, as 8-bit mail has them, without those that end lines. */
    private static final String EIGHT_BIT = octets();

    @TempDir
    Path folder;

    private Accounts accounts;
    private Transfer transfer;
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void open() {
        accounts = new Accounts(folder.resolve("data"));
        transfer = new Transfer(
                accounts.store.mailboxManager(),
                accounts.store.subscriptionManager(),
                accounts.store.reader(),
                LARGEST,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private static String octets() {
        StringBuilder octets = new StringBuilder();
        for (char c = 1; c < 256; c++) {
            octets.append(c == '\r' || c == '\n' ? "" : String.valueOf(c));
        }
        return octets.toString();
    }

    private static Flags flags(String... keywords) {
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add(Flags.Flag.ANSWERED);
        for (String keyword : keywords) {
            flags.add(keyword);
        }
        return flags;
    }

    /** Everything that a format could trip over. */
    private void fill() throws Exception {
        String head = "Subject: a\r\n\r\n";
        List<String> all = List.of(
                head + "From here on\r\n>From me\r\n>>From both\r\n From\r\nFrom\r\n>Fro\r\n",
                head + "\r\nFrom kim Thu Nov 26 09:30:00 2026\r\n\r\n",
                "From: kim\r\nStatus: RO\r\n\r\nits own status\r\n",
                "Status: its own\r\nX-Status: too\r\nSubject: a\r\n\r\n",
                head,
                head + "\r\n\r\n\r\n",
                head + EIGHT_BIT + "\r\n",
                head + "x".repeat(200_000) + "\r\n",
                head + "large\r\n".repeat(200_000),
                head + "a CR \r alone\r\n",
                head);
        for (int i = 0; i < all.size(); i++) {
            accounts.append(KIM, "INBOX", all.get(i), new Flags(), THEN.plusSeconds(i));
        }
        accounts.append(KIM, "공지", head + "notice\r\n", flags("done", "$Forwarded"), THEN);
        accounts.append(KIM, "공지.2026 / 상반기", head + "below\r\n", flags("done", "later"), THEN);
        accounts.append(KIM, "공지.2026 / 상반기", head + "below, too\r\n", new Flags(Flags.Flag.DRAFT), THEN);
        accounts.append(KIM, "Trash", head + "gone\r\n", new Flags(Flags.Flag.DELETED), THEN);
        accounts.append(KIM, "Trash", head + "flagged\r\n", new Flags(Flags.Flag.FLAGGED), THEN);
    }

    private Transfer.Written written(String folderName, String to, Format format) throws Exception {
        return transfer.write(KIM, folderName, folder.resolve(to), format, Progress.UNTOLD, faults::add);
    }

    private Transfer.Read read(Path from, Format format) throws IOException {
        return transfer.read(LEE, "", from, format, Progress.UNTOLD, faults::add);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void whatIsWrittenIsReadAsItWasAndNeverTwice(Format format) throws Exception {
        fill();
        Transfer.Written written = written("", "out", format);
        assertThat(written).isEqualTo(new Transfer.Written(4, 16, 0));
        assertThat(read(folder.resolve("out"), format)).isEqualTo(new Transfer.Read(16, 0, 0, false));
        assertThat(faults).isEmpty();
        SortedMap<String, List<Accounts.Shown>> wanted = accounts.all(KIM);
        if (format == Format.EML) {
            wanted = withoutFlags(wanted);
        }
        assertThat(accounts.all(LEE)).isEqualTo(wanted);
        assertThat(read(folder.resolve("out"), format)).isEqualTo(new Transfer.Read(0, 16, 0, false));
        assertThat(accounts.all(LEE)).isEqualTo(wanted);
        assertThat(accounts.store.subscriptionManager().subscriptions(accounts.session(LEE)))
                .extracting(path -> path.getName())
                .contains("공지", "공지.2026 / 상반기");
    }

    private static SortedMap<String, List<Accounts.Shown>> withoutFlags(SortedMap<String, List<Accounts.Shown>> all) {
        SortedMap<String, List<Accounts.Shown>> without = new TreeMap<>();
        all.forEach((name, shown) -> without.put(
                name,
                shown.stream()
                        .map(one -> new Accounts.Shown(one.octets(), "", one.date()))
                        .toList()));
        return without;
    }

    @Test
    void oneFolderAloneIsWrittenAndAllGoesIntoOneFolderWhereThatIsSaid() throws Exception {
        fill();
        assertThat(written("공지", "out", Format.EML)).isEqualTo(new Transfer.Written(1, 1, 0));
        assertThatThrownBy(() -> written("none", "other", Format.EML)).hasMessageContaining("there is no folder none");
        transfer.read(LEE, "Archive", folder.resolve("out"), Format.EML, Progress.UNTOLD, faults::add);
        assertThat(accounts.all(LEE)).containsOnlyKeys("Archive");
    }

    @Test
    void anMboxOfWhoeverElseIsReadByItsTimesAndEmptyLines() throws Exception {
        Path mbox = folder.resolve("old mail");
        Files.writeString(mbox, """
                From - Thu Nov 26 09:30:00 +0900 2026
                Subject: one
                Status: RO
                X-Status: F
                X-Keywords: a b

                From here on it is text: at 09:30
                no empty line before
                From kim Thu Nov 26 09:30:00 2026

                From kim@moe.example Mon Feb  2 10:00 KST 2026
                Subject: two

                no line end""", StandardCharsets.US_ASCII);
        assertThat(transfer.read(LEE, "", mbox, Format.MBOX, Progress.UNTOLD, faults::add))
                .isEqualTo(new Transfer.Read(2, 0, 0, false));
        List<Accounts.Shown> inbox = accounts.all(LEE).get("INBOX");
        assertThat(inbox.get(0))
                .isEqualTo(new Accounts.Shown(
                        "Subject: one\r\nStatus: RO\r\nX-Status: F\r\nX-Keywords: a b\r\n\r\n"
                                + "From here on it is text: at 09:30\r\nno empty line before\r\n"
                                + "From kim Thu Nov 26 09:30:00 2026\r\n",
                        "\\Flagged \\Seen a b",
                        Instant.parse("2026-11-26T00:30:00Z")));
        assertThat(inbox.get(1).octets()).isEqualTo("Subject: two\r\n\r\nno line end");
        assertThat(inbox.get(1).date()).isEqualTo(Instant.parse("2026-02-02T01:00:00Z"));
    }

    @Test
    void whatCannotBeReadIsToldByFileAndPositionAndTheRestIsRead() throws Exception {
        Path mbox = folder.resolve("a.mbox");
        String from = "From kim Thu Nov 26 09:30:00 2026\n";
        String first = from + "Subject: one\n\n\n";
        String large = from + "Subject: large\n\n" + "0123456789\n".repeat((int) (LARGEST / 10)) + "\n";
        Files.writeString(mbox, first + large + from + "\n" + from + "Subject: four\n\n\n");
        assertThat(read(mbox, Format.MBOX)).isEqualTo(new Transfer.Read(2, 0, 2, false));
        assertThat(faults)
                .containsExactly(
                        mbox + " at octet " + first.length() + ": larger than " + LARGEST + " octets",
                        mbox + " at octet " + (first.length() + large.length()) + ": empty");
        assertThat(accounts.all(LEE).get("INBOX"))
                .extracting(Accounts.Shown::octets)
                .containsExactly("Subject: four\r\n\r\n", "Subject: one\r\n\r\n");
        faults.clear();
        Path none = Files.writeString(folder.resolve("none.mbox"), "Subject: no mbox\n\n" + first);
        assertThat(read(none, Format.MBOX)).isEqualTo(new Transfer.Read(0, 1, 1, false));
        assertThat(faults).containsExactly(none + " at octet 0: no line 'From …' before it");
    }

    @Test
    void aFileThatCannotBeReadKeepsNoOtherFromBeing() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("1.eml"), "Subject: one\r\n\r\n");
        Files.createSymbolicLink(out.resolve("2.eml"), out.resolve("1.eml"));
        Files.writeString(out.resolve("3.EML"), "Subject: three\r\n\r\n");
        Files.writeString(out.resolve("4.eml"), "");
        Files.writeString(out.resolve("notes.txt"), "no mail");
        assertThat(read(out, Format.EML)).isEqualTo(new Transfer.Read(2 + 1, 0, 1, false));
        assertThat(faults).containsExactly(out.resolve("4.eml") + ": empty");
    }

    @Test
    void aFullAccountTakesNoMoreAndGoesOnWhenThereIsRoom() throws Exception {
        fill();
        written("INBOX", "out", Format.MAILDIR);
        accounts.store.accountQuotas().limit(LEE, 1_000_000);
        Transfer.Read some = read(folder.resolve("out"), Format.MAILDIR);
        assertThat(some.isFull()).isTrue();
        assertThat(some.messages()).isBetween(1L, 10L);
        assertThat(faults).hasSize(1).first().asString().contains(folder.resolve("out") + "/cur/");
        accounts.store.accountQuotas().unlimited(LEE);
        assertThat(read(folder.resolve("out"), Format.MAILDIR))
                .isEqualTo(new Transfer.Read(11 - some.messages(), some.messages(), 0, false));
        assertThat(accounts.all(LEE).get("INBOX")).isEqualTo(accounts.all(KIM).get("INBOX"));
    }

    @Test
    void whatWasBrokenOffIsDoneAgainWithoutDoubling() throws Exception {
        fill();
        written("", "out", Format.MBOX);
        for (int end = 1; end < 16; end += 5) {
            int last = end;
            List<String> told = new ArrayList<>();
            assertThatThrownBy(() -> transfer.read(
                            LEE,
                            "",
                            folder.resolve("out"),
                            Format.MBOX,
                            (doing, done, all) -> {
                                assertThat(done).isLessThanOrEqualTo(all);
                                told.add(doing);
                                if (told.size() > last) {
                                    throw new IllegalStateException("broken off");
                                }
                            },
                            faults::add))
                    .hasMessage("broken off");
        }
        Transfer.Read rest = read(folder.resolve("out"), Format.MBOX);
        assertThat(rest.messages() + rest.there()).isEqualTo(16);
        assertThat(rest.there()).isEqualTo(11);
        assertThat(accounts.all(LEE)).isEqualTo(accounts.all(KIM));
    }

    @Test
    void aDamagedMessageIsToldAndItsNeighboursAreWritten() throws Exception {
        accounts.append(KIM, "INBOX", "Subject: one\r\n\r\n", new Flags(), THEN);
        accounts.append(KIM, "INBOX", "Subject: two\r\n\r\n", new Flags(), THEN);
        Path segment = folder.resolve("data/content/segments/00000001.seg");
        byte[] octets = Files.readAllBytes(segment);
        octets[octets.length - 1] ^= 1;
        Files.write(segment, octets);
        assertThat(written("", "out", Format.EML)).isEqualTo(new Transfer.Written(1, 1, 1));
        assertThat(faults).hasSize(1).first().asString().startsWith("INBOX, UID 2: ");
        try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        fill();
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/mine"), "mine");
        assertThatThrownBy(() -> written("", "out", Format.EML)).hasMessageContaining("is not empty");
    }
}
