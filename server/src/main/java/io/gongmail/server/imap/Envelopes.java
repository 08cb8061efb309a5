package io.gongmail.server.imap;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.model.MailboxId;
import org.jspecify.annotations.Nullable;

/**
 * Goes through messages with what was described of them when they arrived, a page at a time, for commands that hold something
 * of each until their end; so few of these run at once, and over so many messages, that what they hold is bounded. Thread-safe.
 */
final class Envelopes {
    /** So many messages at most are sorted or threaded by one command. */
    static final int MOST = 200_000;

    private static final int AT_ONCE = 4;

    private final MailReader reader;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    Envelopes(MailReader reader) {
        this.reader = reader;
    }

    /** What is taken of each. */
    interface Taking {
        /**
         * @param place in what was found
         * @param description null where it is not asked for, or is not to be had
         */
        void take(int place, ListedMessage message, @Nullable DescriptionOctets description) throws IOException;
    }

    /** What is done once all are taken; it holds them until then. */
    interface Work {
        void run() throws IOException, Inquiry.RefusedException;
    }

    /** Does {@code work} in its turn, at once or not at all. */
    void inTurn(Found found, Work work) throws IOException, Inquiry.RefusedException {
        if (found.uids().length() > MOST) {
            throw new Inquiry.RefusedException("LIMIT", "More than " + MOST + " messages are not put in order");
        }
        if (!turns.tryAcquire()) {
            throw new Inquiry.RefusedException("UNAVAILABLE", "Too many mailboxes are put in order; try again later");
        }
        try {
            work.run();
        } finally {
            turns.release();
        }
    }

    /** Those of {@code found} that are still there; ends early when nobody waits for the answer any more. */
    void each(Found found, boolean described, ImapSession session, Taking taking) throws IOException {
        MailboxId mailbox = session.getSelected().getMailboxId();
        Outlet outlet = Outlet.of(session);
        int count = found.uids().length();
        for (int at = 0; at < count && outlet.isOpen(); ) {
            List<ListedMessage> page =
                    reader.page(mailbox, found.uids().get(at), found.uids().get(count - 1), -1, MailReader.PAGE);
            if (page.isEmpty()) {
                return;
            }
            Map<Integer, ListedMessage> wanted = new LinkedHashMap<>();
            for (ListedMessage message : page) {
                while (at < count && found.uids().get(at) < message.uid()) {
                    at++;
                }
                if (at < count && found.uids().get(at) == message.uid()) {
                    wanted.put(at++, message);
                }
            }
            take(wanted, described, taking);
        }
    }

    private void take(Map<Integer, ListedMessage> wanted, boolean described, Taking taking) throws IOException {
        Map<ContentRef, DescriptionOctets> descriptions = described
                ? reader.descriptions(
                        wanted.values().stream().map(ListedMessage::content).toList())
                : Map.of();
        for (Map.Entry<Integer, ListedMessage> each : wanted.entrySet()) {
            ListedMessage message = each.getValue();
            taking.take(each.getKey(), message, described ? description(message, descriptions) : null);
        }
    }

    /** Anew for what was too large for its row, or stored in an older form. */
    private @Nullable DescriptionOctets description(
            ListedMessage message, Map<ContentRef, DescriptionOctets> descriptions) throws IOException {
        DescriptionOctets known = descriptions.get(message.content());
        if (known != null) {
            return known;
        }
        try (InputStream in = reader.open(message.content())) {
            return new WireDescriber().describe(in).map(DescriptionOctets::of).orElse(null);
        }
    }
}
