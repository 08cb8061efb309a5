package io.gongmail.server.admin.transfer;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.ListedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;

/** A mail store with some accounts, filled and looked at by hand. */
final class Accounts implements AutoCloseable {
    /** A message as its owner sees it; octets as ISO 8859-1. */
    record Shown(String octets, String flags, Instant date) {}

    final Path data;
    final Database database;
    final MailStore store;

    Accounts(Path data) {
        this.data = data;
        database = FreshDatabase.openDerby(data.resolve("database"), 1_000, 8);
        store = MailStore.open(
                database,
                data.resolve("content"),
                new MailStoreSettings(1L << 20, -1, 4_096),
                message -> Optional.empty(),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    static Username user(String name) {
        return Username.of(name + "@moe.gongmail.example");
    }

    MailboxSession session(Username user) {
        return store.mailboxManager().createSystemSession(user);
    }

    MessageManager folder(Username user, String name) throws Exception {
        MailboxPath path = MailboxPath.forUser(user, name);
        try {
            return store.mailboxManager().getMailbox(path, session(user));
        } catch (MailboxNotFoundException e) {
            store.mailboxManager().createMailbox(path, session(user));
            return store.mailboxManager().getMailbox(path, session(user));
        }
    }

    long append(Username user, String folder, String octets, Flags flags, Instant date) throws Exception {
        return folder(user, folder)
                .appendMessage(
                        AppendCommand.builder()
                                .withFlags(flags)
                                .withInternalDate(Date.from(date))
                                .build(octets.getBytes(StandardCharsets.ISO_8859_1)),
                        session(user))
                .getId()
                .getUid()
                .asLong();
    }

    void expunge(Username user, String folder, long uid) throws Exception {
        folder(user, folder).delete(List.of(MessageUid.of(uid)), session(user));
    }

    /** By folder, empty ones left out: all its messages, in an order of their own. */
    SortedMap<String, List<Shown>> all(Username user) throws Exception {
        SortedMap<String, List<Shown>> all = new TreeMap<>();
        for (MailboxMetaData folder : store.mailboxManager()
                .search(
                        MailboxQuery.privateMailboxesBuilder(session(user))
                                .matchesAllMailboxNames()
                                .build(),
                        session(user))
                .collectList()
                .block()) {
            List<Shown> shown = new ArrayList<>();
            for (ListedMessage message : store.reader().page(folder.getId(), 1, Long.MAX_VALUE, -1, 1_000)) {
                shown.add(shown(message));
            }
            shown.sort(Comparator.comparing(Shown::octets));
            if (!shown.isEmpty()) {
                all.put(folder.getPath().getName(), shown);
            }
        }
        return all;
    }

    private Shown shown(ListedMessage message) throws IOException {
        List<String> flags = new ArrayList<>(message.keywordList());
        flags.add(message.systemFlags());
        flags.sort(Comparator.naturalOrder());
        try (InputStream in = store.content().open(message.content())) {
            return new Shown(
                    new String(in.readAllBytes(), StandardCharsets.ISO_8859_1),
                    String.join(" ", flags).trim(),
                    Instant.ofEpochMilli(message.internalDate()));
        }
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
