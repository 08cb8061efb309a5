package io.gongmail.server.notice.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gongmail.server.notice.Noticeboard;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a notice goes into a file, in which every change shows, and is kept for its years. */
class NoticeExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Noticeboard board;
    private NoticeNumber number;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        board = new Noticeboard();
        number = board.out();
        board.read(board.kim);
        file = folder.resolve("notice.zip");
    }

    @AfterEach
    void close() {
        board.close();
    }

    private String written() throws IOException {
        return new NoticeExport(board.server.registry(), board.server.mail(), board.reports, Noticeboard.CLOCK)
                .write(number, file, "test")
                .fold(sha256 -> sha256, Ruling.Refused::code);
    }

    private static String told(Ruling<OfficialNotice> ruling) {
        return ruling.fold(
                notice -> "holds",
                refused -> refused.code() + " " + refused.facts().get("found"));
    }

    private String verified(Path zip) throws IOException {
        return told(new NoticeVerification(board.server.registry(), board.server.mail()).of(zip));
    }

    private String verified() throws IOException {
        return told(new NoticeVerification(board.server.registry(), board.server.mail()).of(number));
    }

    private static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile open = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : open.stream().toList()) {
                entries.put(entry.getName(), open.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static String text(Map<String, byte[]> entries, String name) {
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    private Path changed(UnaryOperator<Map<String, byte[]>> change) throws IOException {
        Path other = Files.createTempFile(folder, "changed", ".zip");
        try (OutputStream out = Files.newOutputStream(other);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : change.apply(entries(file)).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return other;
    }

    private Path replaced(String name, String old, String by) throws IOException {
        return changed(entries -> {
            String before = text(entries, name);
            assertThat(before).contains(old);
            entries.put(name, before.replace(old, by).getBytes(StandardCharsets.UTF_8));
            return entries;
        });
    }

    /** As who knows how it is made would do it: the manifest fits again. */
    private Path replacedWithManifest(String name, String old, String by) throws IOException {
        Path once = replaced(name, old, by);
        Map<String, byte[]> entries = entries(once);
        JsonNode manifest = JSON.readTree(entries.get(NoticeExport.MANIFEST));
        for (JsonNode listed : manifest.path("files")) {
            if (listed.path("name").asText().equals(name)) {
                ((ObjectNode) listed)
                        .put("octets", entries.get(name).length)
                        .put("sha256", Entry.sha256(entries.get(name)));
            }
        }
        byte[] octets = JSON.writeValueAsBytes(manifest);
        return changed(all -> {
            all.put(name, entries.get(name));
            all.put(NoticeExport.MANIFEST, octets);
            return all;
        });
    }

    @Test
    void theFileOfACorrectionHasWhatItCorrectsAndBothOfItsTexts() throws Exception {
        NoticeNumber old = number;
        number = board.handedIn("X-Gongmail-Corrects: " + old);
        board.advance(number, OfficialNoticeState.APPROVED);
        board.runner.run();
        written();
        Map<String, byte[]> entries = entries(file);
        assertThat(JSON.readTree(entries.get("notice.json")).path("corrects").asText())
                .isEqualTo(old.toString());
        assertThat(text(entries, "marked.eml")).contains("\r\nIn-Reply-To: <").endsWith("\r\n\r\nto all\r\n");
        assertThat(text(entries, "message.eml")).doesNotContain("In-Reply-To");
        assertThat(verified(file)).isEqualTo("holds");
        String another = UUID.randomUUID().toString();
        assertThat(verified(replacedWithManifest("notice.json", old.toString(), another)))
                .as("as if it had corrected another")
                .isNotEqualTo("holds");
        Path wrong = replaced("marked.eml", "to all", "to few");
        assertThat(verified(wrong)).isEqualTo("G-976 marked.eml");
        file = folder.resolve("old.zip");
        NoticeNumber correction = number;
        number = old;
        written();
        assertThat(JSON.readTree(entries(file).get("notice.json"))
                        .path("correctedBy")
                        .asText())
                .isEqualTo(correction.toString());
    }

    @Test
    void theFileHasEverythingAndHolds() throws Exception {
        String sha256 = written();
        Map<String, byte[]> entries = entries(file);
        assertThat(entries.keySet())
                .containsExactly(
                        "message.eml",
                        "notice.json",
                        "steps.csv",
                        "members.csv",
                        "report.csv",
                        "manifest.json",
                        "audit.json");
        assertThat(text(entries, "message.eml")).endsWith("\r\n\r\nto all\r\n");
        assertThat(text(entries, "members.csv").lines()).hasSize(4).anyMatch(line -> line.contains(",read,"));
        assertThat(text(entries, "steps.csv").lines()).hasSize(5);
        assertThat(Entry.sha256(entries.get("manifest.json"))).isEqualTo(sha256);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(verified(file)).isEqualTo("holds");
        assertThat(verified()).isEqualTo("holds");
        assertThatThrownBy(this::written).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(verified(file)).isEqualTo("holds");
    }

    @Test
    void aChangedFileIsToldByName() throws Exception {
        written();
        for (String name : new String[] {"message.eml", "notice.json", "steps.csv", "members.csv", "report.csv"}) {
            assertThat(verified(changed(entries -> {
                        byte[] octets = entries.get(name);
                        octets[octets.length / 2] ^= 1;
                        return entries;
                    })))
                    .isEqualTo("G-976 " + name);
            assertThat(verified(changed(entries -> {
                        entries.remove(name);
                        return entries;
                    })))
                    .isEqualTo("G-976 " + name);
        }
        assertThat(verified(changed(entries -> {
                    entries.put("more.txt", new byte[1]);
                    return entries;
                })))
                .isEqualTo("G-976 more.txt");
        assertThat(verified(changed(entries -> {
                    entries.remove("manifest.json");
                    return entries;
                })))
                .isEqualTo("G-976 manifest.json");
    }

    @Test
    void aChangeWhoseManifestFitsIsToldByItsLink() throws Exception {
        written();
        assertThat(verified(replacedWithManifest("notice.json", "\"actor\" : \"policy\"", "\"actor\" : \"lee\"")))
                .isEqualTo("G-976 step 2");
        assertThat(verified(replacedWithManifest("members.csv", board.lee.address(), "nobody@moe.gongmail.example")))
                .isEqualTo("G-976 members.csv");
        assertThat(verified(replacedWithManifest("message.eml", "to all", "to some")))
                .isEqualTo("G-976 message.eml");
        long entry =
                JSON.readTree(entries(file).get("audit.json")).path("number").asLong();
        // What no chain holds, the trail does.
        assertThat(verified(replacedWithManifest("report.csv", ",1,", ",2,"))).isEqualTo("G-976 audit entry " + entry);
        assertThat(verified(replaced("audit.json", Long.toString(entry), Long.toString(entry - 1))))
                .isEqualTo("G-976 audit entry " + (entry - 1));
    }

    /** What was signed on its way out is not what was handed in: that it is what was handed out is in the trail. */
    @Test
    void whatWasHandedOutIsHeldByTheTrailToTheOctet() throws Exception {
        String handedOut = Entry.sha256(board.server
                .mail()
                .content()
                .open(board.server
                        .mail()
                        .noticeContent(new NoticeId(number.toString()))
                        .orElseThrow()));
        board.server.registry().noticeFollowUps().seal(number, handedOut);
        assertThat(verified()).isEqualTo("holds");
        written();
        assertThat(verified(file)).isEqualTo("holds");
        // Beyond what makes it this notice.
        assertThat(verified(replacedWithManifest("message.eml", "Message-ID: ", "Message-Id: ")))
                .isEqualTo("G-976 message.eml");
        long entry = board.server
                .registry()
                .noticeFollowUps()
                .seal(number)
                .orElseThrow()
                .auditNumber();
        board.server.sql("UPDATE official_notice_envelope SET message_sha256 = '" + "0".repeat(64)
                + "' WHERE notice = '" + number + "'");
        assertThat(verified()).isEqualTo("G-976 audit entry " + entry);
    }

    @Test
    void whoeverLeftOrIsCalledOtherwiseStandsAtTheSamePlace() throws Exception {
        board.handOn(board.lee, board.hong);
        board.settled(number);
        written();
        assertThat(text(entries(file), "members.csv").lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith(board.lee.address()) && line.endsWith(",no mailbox"));
        assertThat(verified(file)).isEqualTo("holds");
    }

    @Test
    void whatIsKeptIsToldToo() throws Exception {
        board.server.sql(
                "UPDATE official_notice_step SET actor = 'lee' WHERE version = 2 AND notice = '" + number + "'");
        assertThat(verified()).isEqualTo("G-976 step 2");
        number = new NoticeNumber(UUID.randomUUID());
        assertThat(verified()).startsWith("G-947");
        assertThat(written()).isEqualTo("G-947");
        assertThat(file).doesNotExist();
    }

    @Test
    void itIsKeptForItsYearsFromTheFirstOfJanuaryOnAndThenErasedWithALine() throws Exception {
        ZoneId korea = ZoneId.of("Asia/Seoul");
        int year = LocalDate.now(korea).getYear();
        Instant end = LocalDate.of(year + 6, 1, 1).atStartOfDay(korea).toInstant();
        assertThat(retention(end.minusSeconds(1)).run()).isZero();
        assertThat(verified()).isEqualTo("holds");
        assertThat(retention(end).run()).isEqualTo(1);
        assertThat(board.server.registry().notices().find(number)).isEmpty();
        assertThat(board.server.mail().notices().find(new NoticeId(number.toString())))
                .isEmpty();
        AuditEvent last = board.server
                .registry()
                .audit()
                .list(board.server.registry().audit().lastNumber(), 1)
                .get(0)
                .event();
        assertThat(last.code()).isEqualTo("notice.erased");
        assertThat(last.subject()).isEqualTo(number.toString());
        // What its owner has is the owner's.
        assertThat(board.look(board.kim)).contains("to all");
    }

    @Test
    void whatIsUnderWayIsNotErased() {
        board.advance(number, OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RECALLING);
        assertThat(retention(Instant.now().plus(Duration.ofDays(3_650))).run()).isZero();
    }

    private NoticeRetention retention(Instant now) {
        return new NoticeRetention(
                board.server.registry(), board.server.mail().notices(), 5, Clock.fixed(now, ZoneId.of("UTC")));
    }
}
