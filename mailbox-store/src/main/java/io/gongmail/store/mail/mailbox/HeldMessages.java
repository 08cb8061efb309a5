package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import java.util.List;
import java.util.function.Consumer;
import org.apache.james.mailbox.model.Mailbox;

/** Which message refers to which content. Thread-safe. */
public final class HeldMessages {
    private static final int PAGE = 1_000;

    /** A message as its row says. */
    public record HeldMessage(Mailbox mailbox, long uid, ContentRef content) {}

    private final MailboxTable mailboxes;
    private final MessageTable messages;

    HeldMessages(MailboxTable mailboxes, MessageTable messages) {
        this.mailboxes = mailboxes;
        this.messages = messages;
    }

    /** Tells all there are, by pages of at most 1,000 of one mailbox; no lock is held between them. */
    public void each(Consumer<List<HeldMessage>> told) {
        for (Mailbox mailbox : mailboxes.all()) {
            long next = 1;
            List<MessageRow> page;
            do {
                page = messages.page(MailboxNumber.of(mailbox.getMailboxId()), next, Long.MAX_VALUE, PAGE);
                if (!page.isEmpty()) {
                    told.accept(page.stream()
                            .map(row -> new HeldMessage(mailbox, row.uid(), row.content()))
                            .toList());
                    next = page.get(page.size() - 1).uid() + 1;
                }
            } while (page.size() == PAGE);
        }
    }

    /** Whether this row is still there. */
    public boolean isThere(HeldMessage message) {
        return !messages.page(MailboxNumber.of(message.mailbox().getMailboxId()), message.uid(), message.uid(), 1)
                .isEmpty();
    }
}
