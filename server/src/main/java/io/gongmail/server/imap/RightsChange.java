package io.gongmail.server.imap;

import io.gongmail.store.StoreException;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.DifferentDomainException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EditMode;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Changes who has which rights, and writes it down: what cannot be written down is undone. Blocks. */
final class RightsChange {
    static final String OF_OWNER = "an owner has all rights and keeps them";

    private static final Logger LOG = LoggerFactory.getLogger(RightsChange.class);
    private static final int MOST_GRANTEES = 100;

    private final MailboxManager mailboxes;
    private final SharingRecords records;

    /** Why nothing was changed, with a response code of RFC 5530. */
    record Refusal(String code, String text) {}

    RightsChange(MailboxManager mailboxes, SharingRecords records) {
        this.mailboxes = mailboxes;
        this.records = records;
    }

    /**
     * @param path as the session names the mailbox
     * @param mailbox as it is now
     * @return empty where it was done
     */
    Optional<Refusal> make(
            MailboxPath path,
            Mailbox mailbox,
            Username grantee,
            EditMode mode,
            Rfc4314Rights rights,
            ImapSession session)
            throws MailboxException {
        EntryKey key = EntryKey.createUserEntryKey(grantee);
        Rfc4314Rights before = entry(mailbox.getACL(), key);
        if (before.isEmpty() && mailbox.getACL().getEntries().size() >= MOST_GRANTEES) {
            return Optional.of(new Refusal("LIMIT", "a mailbox is shared with at most " + MOST_GRANTEES + " accounts"));
        }
        try {
            apply(path, key, mode, rights, session);
        } catch (DifferentDomainException e) {
            return Optional.of(new Refusal("CANNOT", "mailboxes are shared with accounts of the same domain alone"));
        }
        Rfc4314Rights after = entry(
                mailboxes
                        .getMailbox(path, session.getMailboxSession())
                        .getMailboxEntity()
                        .getACL(),
                key);
        if (after.equals(before)) {
            return Optional.empty();
        }
        try {
            records.changed(new SharingRecords.Change(
                    session.getUserName(),
                    mailbox.generateAssociatedPath(),
                    grantee,
                    RightsText.of(before),
                    RightsText.of(after)));
        } catch (StoreException e) {
            LOG.error("A change of rights could not be written down, and is undone: {}", e.toString());
            apply(path, key, EditMode.REPLACE, before, session);
            return Optional.of(new Refusal("UNAVAILABLE", "not done, since it could not be recorded; try again later"));
        }
        return Optional.empty();
    }

    private void apply(MailboxPath path, EntryKey key, EditMode mode, Rfc4314Rights rights, ImapSession session)
            throws MailboxException {
        try {
            Mono.from(mailboxes.applyRightsCommandReactive(
                            path,
                            MailboxACL.command()
                                    .key(key)
                                    .mode(mode)
                                    .rights(rights)
                                    .build(),
                            session.getMailboxSession()))
                    .block();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof MailboxException mailbox) {
                throw mailbox;
            }
            throw e;
        }
    }

    private static Rfc4314Rights entry(MailboxACL acl, EntryKey key) {
        return acl.getEntries().getOrDefault(key, MailboxACL.NO_RIGHTS);
    }
}
