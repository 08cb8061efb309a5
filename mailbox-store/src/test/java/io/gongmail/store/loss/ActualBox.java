package io.gongmail.store.loss;

import io.gongmail.store.loss.Box.Msg;
import io.gongmail.store.mail.content.Sha256;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;

/** A mailbox as the managers tell it. */
record ActualBox(
        long id,
        long uidValidity,
        Numbers numbers,
        long count,
        long unseen,
        long octets,
        TreeMap<Long, Msg> messages,
        List<String> unreadable) {
    /** In place of the hash of what cannot be read. */
    static final String UNREADABLE = "unreadable";

    record Numbers(long uidNext, long highestModSeq) {}

    static Numbers numbers(MessageManager box, MailboxSession session) throws Exception {
        MailboxMetaData told = box.getMetaData(
                MailboxMetaData.RecentMode.IGNORE,
                session,
                EnumSet.of(MailboxMetaData.Item.NextUid, MailboxMetaData.Item.HighestModSeq));
        return new Numbers(told.getUidNext().asLong(), told.getHighestModSeq().asLong());
    }

    static ActualBox read(Machine machine, MailboxSession session, MailboxPath path) throws Exception {
        MessageManager box = machine.store.mailboxManager().getMailbox(path, session);
        MailboxCounters counters = box.getMailboxCounters(session);
        TreeMap<Long, Msg> messages = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        long octets = 0;
        Iterator<MessageResult> all = box.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
        while (all.hasNext()) {
            MessageResult message = all.next();
            octets += message.getSize();
            String hash;
            try {
                hash = hash(message);
            } catch (Exception e) {
                if (Chain.isHaste(e)) {
                    throw e;
                }
                hash = UNREADABLE;
                unreadable.add(message.getUid().asLong() + ": " + root(e));
            }
            messages.put(
                    message.getUid().asLong(),
                    new Msg(
                            hash,
                            Writer.names(message.getFlags()),
                            message.getModSeq().asLong()));
        }
        return new ActualBox(
                Long.parseLong(box.getId().serialize()),
                box.getMailboxEntity().getUidValidity().asLong(),
                numbers(box, session),
                counters.getCount(),
                counters.getUnseen(),
                octets,
                messages,
                unreadable);
    }

    private static String hash(MessageResult message) throws Exception {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(message.getFullContent().getInputStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest.digest()).hex();
    }

    static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    long actuallyUnseen() {
        return messages.values().stream()
                .filter(message -> !message.flags().contains("Seen"))
                .count();
    }
}
