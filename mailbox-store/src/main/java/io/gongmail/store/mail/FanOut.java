package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.InboxCopies;
import io.gongmail.store.mail.mailbox.InboxCopies.Copied;
import io.gongmail.store.mail.mailbox.InboxCopies.Inbox;
import io.gongmail.store.mail.mailbox.Settled.Moved;
import io.gongmail.store.mail.quota.AccountQuotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageId;

/**
 * Delivers a message that one person has to many more, in transactions for some hundred each, which costs less than giving it
 * to each alone. Only where nothing stands in the way; who is not among those that got it is to be given it alone, and then
 * it shows why. Thread-safe.
 */
public final class FanOut {
    public static final int AT_ONCE = InboxCopies.AT_ONCE;

    private final InboxCopies copies;
    private final AccountQuotas quotas;
    private final OpenMailboxes open;

    FanOut(InboxCopies copies, AccountQuotas quotas, OpenMailboxes open) {
        this.copies = copies;
        this.quotas = quotas;
        this.open = open;
    }

    /**
     * Returns when it is durably there, and those who have it now. When it throws nobody knows whether somebody has.
     *
     * @param source the message, in a mailbox of the first who got it
     * @param octets what it weighs
     * @param users at most {@link #AT_ONCE}, each once
     */
    public Set<Username> give(ComposedMessageId source, long octets, List<Username> users) throws MailboxException {
        List<Copied> copied = copies.copy(source, withRoom(copies.inboxes(users), octets));
        open.came(copied.stream()
                .map(one -> new Moved(one.inbox().mailbox(), one.message()))
                .toList());
        return copied.stream().map(one -> one.inbox().mailbox().getUser()).collect(Collectors.toUnmodifiableSet());
    }

    private List<Inbox> withRoom(Map<Username, Inbox> inboxes, long octets) {
        List<Inbox> withRoom = new ArrayList<>();
        inboxes.forEach((user, inbox) -> {
            if (quotas.hasRoom(user, inbox.messages() + 1, inbox.octets() + octets)) {
                withRoom.add(inbox);
            }
        });
        return withRoom;
    }
}
