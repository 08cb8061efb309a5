package io.gongmail.server.notice.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.notice.NoticeFields;
import io.gongmail.server.notice.NoticeMessages;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.NoticeChain;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeSeal;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Whether what is kept of a notice, or what was once written of it into a file, is as it was: the first link that does not hold is told.
 * Thread-safe; calls block.
 */
public final class NoticeVerification {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In octets, of what is held to be read; a notice has some steps. */
    private static final int LARGEST_JSON = 4 << 20;
    /** More than any file of ours has. */
    private static final int MOST_ENTRIES = 20;

    private final Registry registry;
    private final NoticeMessages messages;

    public NoticeVerification(Registry registry, MailStore mail) {
        this.registry = registry;
        this.messages = new NoticeMessages(mail);
    }

    /** Of what is kept; refused (G-976) where something does not hold. */
    public Ruling<OfficialNotice> of(NoticeNumber number) throws IOException {
        Optional<OfficialNotice> notice = registry.notices().find(number);
        if (notice.isEmpty()) {
            return Ruling.refused("G-947");
        }
        Optional<String> broken = registry.noticeArchive().verify(notice.get());
        if (broken.isEmpty()) {
            Optional<NoticeSeal> seal = registry.noticeFollowUps().seal(number);
            Optional<InputStream> message = messages.open(number);
            if (message.isPresent()) {
                try (InputStream in = message.get()) {
                    broken = message(notice.get(), seal, in, "message");
                }
            }
        }
        return told(notice.get(), broken);
    }

    private static Ruling<OfficialNotice> told(OfficialNotice notice, Optional<String> broken) {
        return broken.isPresent() ? Ruling.refused("G-976", "found", broken.get()) : Ruling.granted(notice);
    }

    /** What was handed out is that to the octet; before, it is what was handed in. */
    private Optional<String> message(OfficialNotice notice, Optional<NoticeSeal> seal, InputStream in, String name)
            throws IOException {
        if (seal.isEmpty()) {
            return isWhatWasHandedIn(notice, in) ? Optional.empty() : Optional.of(name);
        }
        if (!registry.noticeFollowUps().holds(notice.number(), seal.get())) {
            return Optional.of("audit entry " + seal.get().auditNumber());
        }
        return Entry.sha256(in).equals(seal.get().sha256()) ? Optional.empty() : Optional.of(name);
    }

    private static boolean isWhatWasHandedIn(OfficialNotice notice, InputStream in) throws IOException {
        try {
            return NoticeFields.sha256(
                            new MimeMessage((Session) null, in), notice.author(), notice.audience(), notice.subject())
                    .equals(notice.contentSha256());
        } catch (MessagingException e) {
            return false;
        }
    }

    /**
     * Of a file that {@link NoticeExport} wrote; refused (G-976) where something does not hold.
     *
     * @throws IOException when it cannot be read
     */
    public Ruling<OfficialNotice> of(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode manifest = JSON.readTree(some(zip, NoticeExport.MANIFEST));
            Optional<String> broken = files(zip, manifest);
            if (broken.isPresent()) {
                return Ruling.refused("G-976", "found", broken.get());
            }
            NoticeRecord record = NoticeRecord.of(JSON.readTree(some(zip, NoticeExport.NOTICE)));
            return told(record.notice(), links(zip, manifest, record));
        } catch (Missing e) {
            return Ruling.refused("G-976", "found", e.name);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Ruling.refused("G-976", "found", NoticeExport.NOTICE);
        }
    }

    private static final class Missing extends IOException {
        private static final long serialVersionUID = 1;
        private final String name;

        Missing(String name) {
            super(name);
            this.name = name;
        }
    }

    private static byte[] some(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new Missing(name);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] octets = in.readNBytes(LARGEST_JSON + 1);
            if (octets.length > LARGEST_JSON) {
                throw new Missing(name);
            }
            return octets;
        }
    }

    /** Those that the manifest names, in its order, and that there are no others. */
    private static Optional<String> files(ZipFile zip, JsonNode manifest) throws IOException {
        Set<String> others = new LinkedHashSet<>();
        zip.stream().limit(MOST_ENTRIES + 1L).map(ZipEntry::getName).forEach(others::add);
        others.remove(NoticeExport.MANIFEST);
        others.remove(NoticeExport.AUDIT);
        for (JsonNode listed : manifest.path("files")) {
            String name = listed.path("name").asText();
            ZipEntry entry = zip.getEntry(name);
            // Not read on for ever, either.
            if (entry == null
                    || !others.remove(name)
                    || entry.getSize() != listed.path("octets").asLong()) {
                return Optional.of(name);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                if (!Entry.sha256(in).equals(listed.path("sha256").asText())) {
                    return Optional.of(name);
                }
            }
        }
        return others.stream().findFirst();
    }

    private Optional<String> links(ZipFile zip, JsonNode manifest, NoticeRecord record) throws IOException {
        OptionalLong step = NoticeChain.broken(record.notice(), record.links());
        if (step.isPresent()) {
            return Optional.of("step " + step.getAsLong());
        }
        String last = record.links().get(record.links().size() - 1).hash();
        if (!last.equals(manifest.path("chain").asText())) {
            return Optional.of("chain");
        }
        if (!members(zip, record.notice())) {
            return Optional.of(NoticeExport.MEMBERS);
        }
        ZipEntry message = zip.getEntry(NoticeExport.MESSAGE);
        if (message != null) {
            try (InputStream in = new BufferedInputStream(zip.getInputStream(message))) {
                Optional<String> broken = message(record.notice(), record.seal(), in, NoticeExport.MESSAGE);
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        return trail(zip, record.notice());
    }

    private static boolean members(ZipFile zip, OfficialNotice notice) throws IOException {
        MessageDigest digest = Entry.digest();
        ZipEntry entry = zip.getEntry(NoticeExport.MEMBERS);
        if (entry == null) {
            return false;
        }
        try (Reader in = new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(in, CSVFormat.RFC4180)) {
            boolean isHeading = true;
            for (CSVRecord line : parser) {
                if (!isHeading) {
                    // No address begins with what guards it from spreadsheets.
                    String address = line.get(0).startsWith("'") ? line.get(0).substring(1) : line.get(0);
                    digest.update((address + "\n").getBytes(StandardCharsets.US_ASCII));
                }
                isHeading = false;
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(notice.membersSha256());
    }

    /** That this server wrote the manifest. */
    private Optional<String> trail(ZipFile zip, OfficialNotice notice) throws IOException {
        long number =
                JSON.readTree(some(zip, NoticeExport.AUDIT)).path("number").asLong();
        String manifest = Entry.sha256(some(zip, NoticeExport.MANIFEST));
        boolean isThere = number > 0
                && registry.audit().list(number, 1).stream()
                        .filter(entry -> entry.number() == number)
                        .anyMatch(entry -> entry.event().code().equals(NoticeExport.EXPORTED)
                                && entry.event()
                                        .subject()
                                        .equals(notice.number().toString())
                                && manifest.equals(entry.event().facts().get(NoticeExport.MANIFEST_SHA256)));
        return isThere ? Optional.empty() : Optional.of("audit entry " + number);
    }
}
