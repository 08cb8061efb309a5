package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.MailboxSearchFetchType;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.search.MailboxQuery;

/** One person's mailboxes in the store: what a program did there is seen, and what it must notice is done, without IMAP. */
final class Mailboxes {
    private static final Map<Flags.Flag, String> NAMES = Map.of(
            Flags.Flag.SEEN, "\\Seen",
            Flags.Flag.FLAGGED, "\\Flagged",
            Flags.Flag.ANSWERED, "\\Answered",
            Flags.Flag.DELETED, "\\Deleted",
            Flags.Flag.DRAFT, "\\Draft");

    /**
     * One message as it is kept.
     *
     * @param flags as in IMAP, without \Recent
     * @param octets each a character up to U+00FF
     */
    record Stored(long uid, Set<String> flags, String octets) {
        /** Behind the header. */
        String body() {
            return octets.substring(octets.indexOf("\r\n\r\n") + 4);
        }

        /** The same read as UTF-8. */
        String text() {
            return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private final MailboxManager manager;
    private final Username user;
    private final MailboxSession session;

    Mailboxes(MailboxManager manager, TestPerson whose) {
        this.manager = manager;
        this.user = Username.of(whose.address());
        this.session = manager.createSystemSession(user);
    }

    private MailboxPath path(String folder) {
        return MailboxPath.forUser(user, folder);
    }

    private MessageManager folder(String name) throws MailboxException {
        return manager.getMailbox(path(name), session);
    }

    /** With a subscription, as programs make folders. */
    void create(String folder) {
        try {
            manager.createMailbox(path(folder), MailboxManager.CreateOption.CREATE_SUBSCRIPTION, session);
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of all. */
    List<String> names() {
        return manager.search(
                        MailboxQuery.privateMailboxesBuilder(session).build(), MailboxSearchFetchType.Minimal, session)
                .map(found -> found.getPath().getName())
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    /** Puts a message there, lines ended by CRLF; its UID. */
    long append(String folder, String message) {
        try {
            return folder(folder)
                    .appendMessage(
                            MessageManager.AppendCommand.builder().build(message.getBytes(StandardCharsets.UTF_8)),
                            session)
                    .getId()
                    .getUid()
                    .asLong();
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that is there, oldest first. */
    List<Stored> all(String folder) {
        try {
            Iterator<MessageResult> messages =
                    folder(folder).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
            List<Stored> all = new ArrayList<>();
            while (messages.hasNext()) {
                MessageResult message = messages.next();
                try (InputStream in = message.getFullContent().getInputStream()) {
                    all.add(new Stored(
                            message.getUid().asLong(),
                            names(message.getFlags()),
                            new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)));
                }
            }
            return all;
        } catch (MailboxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one message there is, awaited. */
    Stored only(String folder) {
        await().untilAsserted(() -> assertThat(all(folder)).as(folder).hasSize(1));
        return all(folder).get(0);
    }

    void flag(String folder, long uid, Flags.Flag flag) {
        try {
            folder(folder)
                    .setFlags(
                            new Flags(flag),
                            MessageManager.FlagsUpdateMode.ADD,
                            MessageRange.one(MessageUid.of(uid)),
                            session);
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String folder, long uid) {
        try {
            folder(folder).delete(List.of(MessageUid.of(uid)), session);
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> names(Flags flags) {
        Set<String> names = new TreeSet<>(List.of(flags.getUserFlags()));
        for (Flags.Flag flag : flags.getSystemFlags()) {
            if (NAMES.containsKey(flag)) {
                names.add(NAMES.get(flag));
            }
        }
        return names;
    }
}
