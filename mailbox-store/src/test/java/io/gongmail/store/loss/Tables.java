package io.gongmail.store.loss;

import io.gongmail.store.loss.Findings.Kind;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.Username;

/** What the tables say of each other and of the content. */
final class Tables {
    private static final List<String> ORPHANS = List.of(
            "SELECT COUNT(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.id = m.mailbox)",
            "SELECT COUNT(*) FROM mailbox_grant g WHERE NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.id = g.mailbox)",
            "SELECT COUNT(*) FROM annotation a WHERE NOT EXISTS (SELECT 1 FROM mailbox b WHERE b.id = a.mailbox)",
            "SELECT COUNT(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM shape s WHERE s.sha256 = m.sha256)",
            "SELECT COUNT(*) FROM notice n WHERE n.stage IN (1, 2)"
                    + " AND NOT EXISTS (SELECT 1 FROM shape s WHERE s.sha256 = n.sha256)",
            "SELECT COUNT(*) FROM notice n WHERE n.stage IN (1, 2) AND n.marked_sha256 IS NOT NULL"
                    + " AND NOT EXISTS (SELECT 1 FROM shape s WHERE s.sha256 = n.marked_sha256)",
            "SELECT COUNT(*) FROM notice n WHERE n.stage IN (0, 3)",
            "SELECT COUNT(*) FROM notice_audience a WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.number = a.notice)",
            "SELECT COUNT(*) FROM notice_copy c WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.number = c.notice)");

    /** Behind what notices refer to: what those get who had read the one that is corrected. */
    private static final String MARKED =
            " UNION ALL SELECT marked_sha256, marked_octets FROM notice WHERE marked_sha256 IS NOT NULL";

    private static final int FRAME_HEAD = 44;
    private static final int SEGMENT_HEAD = 8;

    private Tables() {}

    static void inspect(Machine machine, Findings findings) {
        for (String sql : ORPHANS) {
            int orphans =
                    machine.database().transact(tx -> number(tx.connection().prepareStatement(sql)));
            if (orphans > 0) {
                findings.add(Kind.VIOLATED, orphans + " orphans: " + sql);
            }
        }
        ContentStore content = machine.store.content();
        for (ContentRef ref : refs(machine, "SELECT DISTINCT sha256, octets FROM message")) {
            if (!content.exists(ref)) {
                findings.add(Kind.LOST, "a message refers to content that is not there: " + ref.hash());
            }
        }
        for (ContentRef ref : refs(machine, "SELECT DISTINCT sha256, octets FROM deleted_message")) {
            if (!content.exists(ref)) {
                findings.add(Kind.LOST, "a deleted message refers to content that is not there: " + ref.hash());
            }
        }
        for (ContentRef ref : refs(machine, "SELECT content_hash, content_size FROM queue_item")) {
            if (!content.exists(ref)) {
                findings.add(Kind.LOST, "the queue refers to content that is not there: " + ref.hash());
            }
        }
        for (ContentRef ref : refs(machine, "SELECT sha256, octets FROM notice" + MARKED)) {
            if (!content.exists(ref)) {
                findings.add(Kind.LOST, "a notice refers to content that is not there: " + ref.hash());
            }
        }
        for (ContentRef ref : refs(machine, "SELECT sha256, octets FROM content")) {
            try (InputStream in = content.open(ref)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                findings.add(Kind.VIOLATED, "content is not what the table says: " + ref.hash() + " " + e.getMessage());
            }
        }
    }

    /** After a sweep that took all it could: what nobody refers to is nowhere. */
    static void inspectSwept(Machine machine, Findings findings) throws IOException {
        Set<Sha256> held = new HashSet<>();
        refs(machine, "SELECT sha256, octets FROM message").forEach(ref -> held.add(ref.hash()));
        refs(machine, "SELECT sha256, octets FROM deleted_message").forEach(ref -> held.add(ref.hash()));
        refs(machine, "SELECT content_hash, content_size FROM queue_item").forEach(ref -> held.add(ref.hash()));
        refs(machine, "SELECT sha256, octets FROM notice" + MARKED).forEach(ref -> held.add(ref.hash()));
        refs(machine, "SELECT sha256, octets FROM content").stream()
                .filter(ref -> !held.contains(ref.hash()))
                .forEach(ref -> findings.add(Kind.VIOLATED, "content that nobody refers to is left: " + ref));
        refs(machine, "SELECT sha256, arrival FROM shape").stream()
                .filter(ref -> !held.contains(ref.hash()))
                .forEach(ref -> findings.add(Kind.VIOLATED, "a shape that nobody refers to is left: " + ref));
        Path content = machine.mount.files().getPath("/home/content");
        try (Stream<Path> files = Files.walk(content.resolve("large"))) {
            files.filter(Files::isRegularFile)
                    .map(file -> Sha256.parse(String.valueOf(file.getFileName())))
                    .filter(hash -> !held.contains(hash))
                    .forEach(hash -> findings.add(Kind.VIOLATED, "a file that nobody refers to is left: " + hash));
        }
        long octets = refs(machine, "SELECT sha256, octets FROM content").stream()
                .mapToLong(ref -> ref.size() + FRAME_HEAD)
                .sum();
        try (Stream<Path> files = Files.list(content.resolve("segments"))) {
            for (Path file : files.toList()) {
                octets -= Files.size(file) - SEGMENT_HEAD;
            }
        }
        if (octets != 0) {
            findings.add(Kind.VIOLATED, "segments hold " + -octets + " octets more than is referred to");
        }
    }

    /** Hashes of what {@code user} deleted and can have back. */
    static List<String> deleted(Machine machine, Username user) {
        return machine.database().transact(tx -> {
            List<String> hashes = new ArrayList<>();
            try (PreparedStatement statement =
                    tx.connection().prepareStatement("SELECT sha256 FROM deleted_message WHERE user_name = ?")) {
                statement.setString(1, user.asString());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        hashes.add(Sha256.of(row.getBytes(1)).hex());
                    }
                }
            }
            return hashes;
        });
    }

    private static int number(PreparedStatement statement) throws SQLException {
        try (statement;
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<ContentRef> refs(Machine machine, String sql) {
        return machine.database().transact(tx -> {
            List<ContentRef> refs = new ArrayList<>();
            try (PreparedStatement statement = tx.connection().prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    refs.add(new ContentRef(Sha256.of(row.getBytes(1)), row.getLong(2)));
                }
            }
            return refs;
        });
    }
}
