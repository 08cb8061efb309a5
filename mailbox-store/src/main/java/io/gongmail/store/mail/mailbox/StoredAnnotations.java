package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;

/** James' annotation mapper; a mailbox has few, so they are read together and chosen from. Thread-safe. */
final class StoredAnnotations implements AnnotationMapper {
    private final Database database;
    private final MetadataWriter writer;

    StoredAnnotations(Database database, MetadataWriter writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public List<MailboxAnnotation> getAllAnnotations(MailboxId mailbox) {
        return database.transact(tx -> {
            try (PreparedStatement query = tx.connection()
                    .prepareStatement("SELECT entry, content FROM annotation WHERE mailbox = ? ORDER BY entry")) {
                query.setLong(1, MailboxNumber.of(mailbox));
                List<MailboxAnnotation> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(MailboxAnnotation.newInstance(
                                new MailboxAnnotationKey(row.getString(1)), row.getString(2)));
                    }
                }
                return found;
            }
        });
    }

    private List<MailboxAnnotation> chosen(
            MailboxId mailbox,
            Set<MailboxAnnotationKey> keys,
            BiPredicate<MailboxAnnotationKey, MailboxAnnotationKey> wanted) {
        return getAllAnnotations(mailbox).stream()
                .filter(annotation -> keys.stream().anyMatch(key -> wanted.test(key, annotation.getKey())))
                .toList();
    }

    private static boolean isUnder(MailboxAnnotationKey key, MailboxAnnotationKey other) {
        return other.equals(key) || other.asString().startsWith(key.asString() + "/");
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeys(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return chosen(mailbox, keys, MailboxAnnotationKey::equals);
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithOneDepth(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return chosen(
                mailbox,
                keys,
                (key, other) -> isUnder(key, other) && other.countComponents() <= key.countComponents() + 1);
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithAllDepth(MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
        return chosen(mailbox, keys, StoredAnnotations::isUnder);
    }

    @Override
    public void deleteAnnotation(MailboxId mailbox, MailboxAnnotationKey key) {
        change(writing -> delete(writing, mailbox, key));
    }

    @Override
    public void insertAnnotation(MailboxId mailbox, MailboxAnnotation annotation) {
        String content = annotation
                .getValue()
                .orElseThrow(() -> new IllegalArgumentException("an annotation without value cannot be stored"));
        change(writing -> {
            delete(writing, mailbox, annotation.getKey());
            PreparedStatement insert =
                    writing.prepared("INSERT INTO annotation (mailbox, entry, content) VALUES (?, ?, ?)");
            insert.setLong(1, MailboxNumber.of(mailbox));
            insert.setString(2, annotation.getKey().asString());
            insert.setString(3, content);
            return insert.executeUpdate();
        });
    }

    private static int delete(Writing writing, MailboxId mailbox, MailboxAnnotationKey key) throws SQLException {
        PreparedStatement delete = writing.prepared("DELETE FROM annotation WHERE mailbox = ? AND entry = ?");
        delete.setLong(1, MailboxNumber.of(mailbox));
        delete.setString(2, key.asString());
        return delete.executeUpdate();
    }

    private void change(MetadataWriter.Change<Integer> change) {
        try {
            writer.run(change);
        } catch (MailboxException e) {
            throw new StoreException(Kind.BROKEN, "annotation: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean exist(MailboxId mailbox, MailboxAnnotation annotation) {
        return getAllAnnotations(mailbox).stream()
                .anyMatch(other -> other.getKey().equals(annotation.getKey()));
    }

    @Override
    public int countAnnotations(MailboxId mailbox) {
        return getAllAnnotations(mailbox).size();
    }
}
