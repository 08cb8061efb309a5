package io.gongmail.store.mail.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** James' mailbox mapper. Thread-safe: one serves many sessions. */
final class StoredMailboxes implements MailboxMapper {
    private final MailboxTable table;
    private final MailboxNames names;
    private final MetadataWriter writer;
    private final DeletedMailboxes deleted;
    private final Settling settling;

    /** @param settling asked before mailboxes are found */
    StoredMailboxes(
            MailboxTable table,
            MailboxNames names,
            MetadataWriter writer,
            DeletedMailboxes deleted,
            Settling settling) {
        this.names = names;
        this.settling = settling;
        this.deleted = deleted;
        this.table = table;
        this.writer = writer;
    }

    private static <T> Mono<T> later(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }

    private static Flux<Mailbox> each(Callable<List<Mailbox>> work) {
        return later(work).flatMapIterable(mailboxes -> mailboxes);
    }

    @Override
    public Mono<Mailbox> create(MailboxPath path, UidValidity uidValidity) {
        return later(() -> writer.run(writing -> {
            refuseTaken(writing, path);
            return new Mailbox(path, uidValidity, new MailboxNumber(insert(writing.connection(), path, uidValidity)));
        }));
    }

    private static void refuseTaken(Writing writing, MailboxPath path) throws SQLException, MailboxException {
        if (!MailboxTable.list(
                        writing.connection(),
                        "WHERE b.user_name = ? AND b.namespace = ? AND b.name = ?",
                        MailboxTable.user(path),
                        path.getNamespace(),
                        path.getName())
                .isEmpty()) {
            throw new MailboxExistsException(path.asString());
        }
    }

    static long insert(Connection connection, MailboxPath path, UidValidity uidValidity) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid, highest_modseq,"
                        + " messages, unseen, recent_mark, keywords, acl)"
                        + " VALUES (?, ?, ?, ?, 0, ?, 0, 0, 0, '', '')",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, path.getNamespace());
            insert.setString(2, MailboxTable.user(path));
            insert.setString(3, path.getName());
            insert.setLong(4, uidValidity.asLong());
            insert.setLong(5, MailboxState.FIRST_MODSEQ);
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                return key.getLong(1);
            }
        }
    }

    @Override
    public Mono<MailboxId> rename(Mailbox mailbox) {
        MailboxId id = mailbox.getMailboxId();
        return later(() -> writer.run(writing -> {
            existing(writing, id);
            MailboxPath path = mailbox.generateAssociatedPath();
            refuseTaken(writing, path);
            PreparedStatement update =
                    writing.prepared("UPDATE mailbox SET namespace = ?, user_name = ?, name = ? WHERE id = ?");
            update.setString(1, path.getNamespace());
            update.setString(2, MailboxTable.user(path));
            update.setString(3, path.getName());
            update.setLong(4, MailboxNumber.of(id));
            update.executeUpdate();
            writing.altered(MailboxNumber.of(id));
            return id;
        }));
    }

    private static Mailbox existing(Writing writing, MailboxId id) throws SQLException, MailboxException {
        List<Mailbox> found = MailboxTable.list(writing.connection(), "WHERE b.id = ?", MailboxNumber.of(id));
        if (found.isEmpty()) {
            throw new MailboxNotFoundException(id);
        }
        return found.get(0);
    }

    @Override
    public Mono<Void> delete(Mailbox mailbox) {
        long id = MailboxNumber.of(mailbox.getMailboxId());
        return later(() -> {
                    deleted.delete(id);
                    return id;
                })
                .then();
    }

    @Override
    public Mono<Mailbox> findMailboxByPath(MailboxPath path) {
        String owner = MailboxTable.user(path);
        return Mono.defer(() -> {
            Optional<Mailbox> known = mayGoOn(owner) ? names.atHand(path) : Optional.empty();
            return known.map(Mono::just)
                    .orElseGet(() -> later(() -> {
                                settling.settle(owner);
                                return names.find(path);
                            })
                            .flatMap(Mono::justOrEmpty));
        });
    }

    @Override
    public Mono<Mailbox> findMailboxById(MailboxId id) {
        return Mono.defer(() -> {
            Optional<Mailbox> known = names.atHand(id).filter(found -> mayGoOn(owner(found)));
            return known.map(Mono::just)
                    .orElseGet(() -> later(() -> {
                        Mailbox found = names.find(id).orElseThrow(() -> new MailboxNotFoundException(id));
                        settling.settle(owner(found));
                        return found;
                    }));
        });
    }

    private static String owner(Mailbox mailbox) {
        return MailboxTable.user(mailbox.generateAssociatedPath());
    }

    /** Whether whoever asks may be answered at once, on the same thread: who comes where nobody may wait goes on where one may. */
    private boolean mayGoOn(String owner) {
        return !settling.isOwed(owner) && !Schedulers.isInNonBlockingThread();
    }

    @Override
    public Flux<Mailbox> findNonPersonalMailboxes(Username user, Right right) {
        EntryKey key = EntryKey.createUserEntryKey(user);
        return each(() -> table.sharedWith(user)).filter(mailbox -> {
            Rfc4314Rights rights =
                    mailbox.getACL().ofPositiveNameType(NameType.user).get(key);
            return rights != null && rights.contains(right);
        });
    }

    @Override
    public Flux<Mailbox> findMailboxWithPathLike(MailboxQuery.UserBound query) {
        return each(() -> {
                    settling.settle(query.getFixedUser().asString());
                    return table.of(query.getFixedUser(), query.getFixedNamespace());
                })
                .filter(query::matches);
    }

    @Override
    public Mono<Boolean> hasChildren(Mailbox mailbox, char delimiter) {
        String prefix = mailbox.getName() + delimiter;
        return each(() -> table.of(mailbox.getUser(), mailbox.getNamespace()))
                .any(other -> other.getName().startsWith(prefix));
    }

    @Override
    public Mono<ACLDiff> updateACL(Mailbox mailbox, MailboxACL.ACLCommand command) {
        return acl(mailbox.getMailboxId(), old -> old.apply(command));
    }

    @Override
    public Mono<ACLDiff> setACL(Mailbox mailbox, MailboxACL acl) {
        return acl(mailbox.getMailboxId(), old -> acl);
    }

    @FunctionalInterface
    private interface AclChange {
        MailboxACL from(MailboxACL old) throws MailboxException;
    }

    private Mono<ACLDiff> acl(MailboxId id, AclChange change) {
        return later(() -> writer.run(writing -> {
            MailboxACL old = existing(writing, id).getACL();
            MailboxACL now = change.from(old);
            PreparedStatement update = writing.prepared("UPDATE mailbox SET acl = ? WHERE id = ?");
            update.setString(1, MailboxTable.text(now));
            update.setLong(2, MailboxNumber.of(id));
            update.executeUpdate();
            writing.altered(MailboxNumber.of(id));
            grants(writing, MailboxNumber.of(id), now);
            return ACLDiff.computeDiff(old, now);
        }));
    }

    private static void grants(Writing writing, long id, MailboxACL acl) throws SQLException {
        PreparedStatement delete = writing.prepared("DELETE FROM mailbox_grant WHERE mailbox = ?");
        delete.setLong(1, id);
        delete.executeUpdate();
        PreparedStatement insert =
                writing.prepared("INSERT INTO mailbox_grant (mailbox, grantee, rights) VALUES (?, ?, ?)");
        for (Map.Entry<EntryKey, Rfc4314Rights> entry :
                acl.ofPositiveNameType(NameType.user).entrySet()) {
            insert.setLong(1, id);
            insert.setString(2, entry.getKey().getName());
            insert.setString(3, entry.getValue().serialize());
            insert.executeUpdate();
        }
    }

    @Override
    public Flux<Mailbox> list() {
        return each(table::all);
    }
}
