package io.gongmail.server.notice.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.notice.NoticeMessages;
import io.gongmail.server.notice.report.NoticeCsv;
import io.gongmail.server.notice.report.NoticeFacts;
import io.gongmail.server.notice.report.NoticeReports;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.NoticeLink;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeReminder;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipOutputStream;

/**
 * Writes what is kept of a notice into one file (ZIP): the message, of a correction also the marked one, the notice with its steps in
 * their chain, steps, members and report as CSV, and a manifest with the SHA-256 of each. That of the manifest goes into the audit trail,
 * where the file's last entry points. A line at a time, so that nothing is held. Thread-safe; calls block.
 */
public final class NoticeExport {
    static final String MESSAGE = "message.eml";
    static final String MARKED = "marked.eml";
    static final String NOTICE = "notice.json";
    static final String STEPS = "steps.csv";
    static final String MEMBERS = "members.csv";
    static final String REPORT = "report.csv";
    static final String MANIFEST = "manifest.json";
    static final String AUDIT = "audit.json";
    static final String EXPORTED = "notice.exported";
    static final String MANIFEST_SHA256 = "manifest-sha256";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;
    private final NoticeMessages messages;
    private final NoticeReports reports;
    private final Clock clock;

    public NoticeExport(Registry registry, MailStore mail, NoticeReports reports, Clock clock) {
        this.registry = registry;
        this.messages = new NoticeMessages(mail);
        this.reports = reports;
        this.clock = clock;
    }

    /**
     * Writes it; when this returns the file is durable.
     *
     * @param to where nothing is yet; for the server's user alone
     * @param actor who wants it
     * @return SHA-256 of the manifest
     * @throws IOException when it cannot be written; then nothing is left there
     */
    public Ruling<String> write(NoticeNumber number, Path to, String actor) throws IOException {
        Optional<OfficialNotice> notice = registry.notices().find(number);
        if (notice.isEmpty()) {
            return Ruling.refused("G-947");
        }
        FileChannel file = FileChannel.open(
                to,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (file) {
            String sha256 = write(notice.get(), file, to, actor);
            file.force(true);
            return Ruling.granted(sha256);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(to);
            throw e;
        }
    }

    private String write(OfficialNotice notice, FileChannel file, Path to, String actor) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
        List<Entry.Written> written = new ArrayList<>();
        Optional<InputStream> message = messages.open(notice.number());
        if (message.isPresent()) {
            try (InputStream in = message.get()) {
                written.add(Entry.write(zip, MESSAGE, in::transferTo));
            }
        }
        Optional<InputStream> marked = messages.marked(notice.number());
        if (marked.isPresent()) {
            try (InputStream in = marked.get()) {
                written.add(Entry.write(zip, MARKED, in::transferTo));
            }
        }
        List<NoticeLink> links = registry.noticeArchive().links(notice.number());
        Map<String, Object> facts =
                new NoticeRecord(notice, links, registry.noticeFollowUps().seal(notice.number())).facts();
        facts.put(
                "messageId",
                registry.noticeFollowUps().envelope(notice.number()).messageId());
        facts.put(
                "correctedBy",
                registry.notices()
                        .correctionOf(notice.number())
                        .map(other -> other.number().toString())
                        .orElse(""));
        facts.put(
                "reminders",
                registry.noticeFollowUps().reminders(notice.number()).stream()
                        .map(NoticeExport::facts)
                        .toList());
        written.add(Entry.write(zip, NOTICE, out -> out.write(json(facts))));
        written.add(csv(zip, STEPS, csv -> {
            for (NoticeLink link : links) {
                csv.line(NoticeRecord.facts(link));
            }
        }));
        written.add(csv(zip, MEMBERS, csv -> members(notice, csv)));
        Optional<NoticeSums> sums = reports.of(notice.number());
        if (sums.isPresent()) {
            written.add(csv(zip, REPORT, csv -> csv.sums(sums.get())));
        }
        byte[] manifest = json(manifest(notice, links, actor, written));
        Entry.write(zip, MANIFEST, out -> out.write(manifest));
        String sha256 = Entry.sha256(manifest);
        long number = registry.audit()
                .record(new AuditEvent(
                        EXPORTED,
                        actor,
                        notice.number().toString(),
                        Map.of("to", to.toString(), MANIFEST_SHA256, sha256)));
        Entry.write(zip, AUDIT, out -> out.write(json(Map.of("number", number))));
        zip.finish();
        zip.flush();
        return sha256;
    }

    private static Map<String, Object> facts(NoticeReminder reminder) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", reminder.id().toString());
        facts.put("state", reminder.state().name());
        facts.put("asked", reminder.asked().toString());
        facts.put("asker", reminder.asker().toString());
        facts.put("members", reminder.members());
        return facts;
    }

    private Map<String, Object> manifest(
            OfficialNotice notice, List<NoticeLink> links, String actor, List<Entry.Written> written) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "gongmail-notice-1");
        manifest.put("number", notice.number().toString());
        manifest.put("exported", clock.instant().toString());
        manifest.put("by", actor);
        manifest.put("chain", links.isEmpty() ? "" : links.get(links.size() - 1).hash());
        manifest.put("files", written.stream().map(Entry.Written::facts).toList());
        return manifest;
    }

    @FunctionalInterface
    private interface Lines {
        void write(NoticeCsv csv) throws IOException;
    }

    private static Entry.Written csv(ZipOutputStream zip, String name, Lines lines) throws IOException {
        return Entry.write(zip, name, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            lines.write(NoticeCsv.on(writer));
            writer.flush();
        });
    }

    /** The audience as it was resolved, in its order, each with how it stands; there is one copy for each. */
    private void members(OfficialNotice notice, NoticeCsv csv) throws IOException {
        Iterator<Address> all = registry.notices().members(notice.number()).iterator();
        try {
            reports.members(notice.number(), member -> {
                if (all.hasNext()) {
                    line(csv, NoticeFacts.of(all.next().toString(), member));
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        while (all.hasNext()) {
            csv.line(NoticeFacts.ofUnknown(all.next().toString()));
        }
    }

    private static void line(NoticeCsv csv, Map<String, ?> facts) {
        try {
            csv.line(facts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(Map<String, ?> facts) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
