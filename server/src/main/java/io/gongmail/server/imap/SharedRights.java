package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.OtherUsers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.GetQuotaRootRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import reactor.core.publisher.Mono;

/**
 * Which rights a command needs of a mailbox that is another's (RFC 4314 §4), looked at before it is worked off, so that it is
 * refused in words; the store refuses it too. One's own mailboxes cost nothing here. A mailbox that one may not look up is left
 * to the command, which finds that it is not there. Blocks.
 */
final class SharedRights {
    private final MailboxManager mailboxes;

    SharedRights(MailboxManager mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** Why a command is refused. */
    record Refusal(String code, String text) {
        static final Refusal NO_RIGHT = new Refusal("NOPERM", "you may not do this with that mailbox"); // RFC 5530 §3
        static final Refusal OF_OWNER = new Refusal("CANNOT", "a mailbox stays its owner's, and so does an INBOX");
    }

    /** Why the request is refused for a mailbox that it names; the rights to the selected one are {@code selected}. */
    Optional<Refusal> refusal(ImapRequest request, Rfc4314Rights selected, ImapSession session)
            throws MailboxException {
        if (!selected.contains(ofSelected(request))) {
            return Optional.of(Refusal.NO_RIGHT);
        }
        if (request instanceof StoreRequest store && !mayStore(store, selected)) {
            return Optional.of(Refusal.NO_RIGHT);
        }
        if (request instanceof AbstractMailboxSelectionRequest select) {
            return lacking(select.getMailboxName(), Right.Read, session);
        } else if (request instanceof StatusRequest status) {
            return lacking(status.getMailboxName(), Right.Read, session);
        } else if (request instanceof GetQuotaRootRequest root) {
            return lacking(root.getMailboxName(), Right.Read, session); // RFC 9208 §4.1.2
        } else if (request instanceof AppendRequested append) {
            return lacking(append.mailbox(), Right.Insert, session);
        } else if (request instanceof ReplaceRequested replace) {
            return lacking(replace.mailbox(), Right.Insert, session);
        } else if (request instanceof CopyRequest copy) {
            return lacking(copy.getMailboxName(), Right.Insert, session);
        } else if (request instanceof MoveRequest move) {
            return lacking(move.getMailboxName(), Right.Insert, session);
        } else if (request instanceof CreateRequest create) {
            return creating(path(create.getMailboxName(), session), session);
        } else if (request instanceof DeleteRequest delete) {
            return removing(path(delete.getMailboxName(), session), session);
        } else if (request instanceof RenameRequest rename) {
            return renaming(rename, session);
        }
        return Optional.empty();
    }

    private static Right[] ofSelected(ImapRequest request) {
        if (request instanceof ExpungeRequest) {
            return new Right[] {Right.PerformExpunge};
        }
        return request instanceof MoveRequest || request instanceof ReplaceRequested
                ? new Right[] {Right.DeleteMessages, Right.PerformExpunge} // RFC 6851 §4.4, RFC 8508 §3.4
                : new Right[0];
    }

    /** "STORE operation SHOULD NOT fail if the user has rights to modify at least one flag specified". */
    private static boolean mayStore(StoreRequest store, Rfc4314Rights rights) {
        Flags flags = store.getFlags();
        boolean all = store.getFlagsUpdateMode() == FlagsUpdateMode.REPLACE;
        boolean seen = all || flags.contains(Flags.Flag.SEEN);
        boolean deleted = all || flags.contains(Flags.Flag.DELETED);
        Flags others = new Flags(flags);
        others.remove(Flags.Flag.SEEN);
        others.remove(Flags.Flag.DELETED);
        boolean other = all || others.getSystemFlags().length + others.getUserFlags().length > 0;
        return !(seen || deleted || other)
                || seen && rights.contains(Right.WriteSeenFlag)
                || deleted && rights.contains(Right.DeleteMessages)
                || other && rights.contains(Right.Write);
    }

    /** The rights to the selected mailbox: all to one's own, and where none is selected. */
    Rfc4314Rights ofSelected(ImapSession session) throws MailboxException {
        SelectedMailbox selected = session.getSelected();
        if (selected == null) {
            return MailboxACL.FULL_RIGHTS;
        }
        MailboxSession user = session.getMailboxSession();
        Mailbox mailbox = selected.getMessageManager().getMailboxEntity();
        if (mailbox.getUser().equals(user.getUser())) {
            return MailboxACL.FULL_RIGHTS;
        }
        // As they are now, and not as they were when it was selected.
        return blocked(Mono.from(mailboxes.myRights(selected.getMailboxId(), user)))
                .orElse(MailboxACL.NO_RIGHTS);
    }

    /** Whether it is another's mailbox that is to be deleted, and it is selected: James compares names that differ. */
    boolean deletesSelected(DeleteRequest delete, ImapSession session) throws MailboxException {
        SelectedMailbox selected = session.getSelected();
        Optional<MailboxPath> named = OtherUsers.named(path(delete.getMailboxName(), session));
        return selected != null
                && named.isPresent()
                && named.get().equals(selected.getMessageManager().getMailboxPath());
    }

    private static MailboxPath path(String name, ImapSession session) {
        return PathConverter.forSession(session).buildFullPath(name);
    }

    private Optional<Refusal> lacking(String name, Right right, ImapSession session) throws MailboxException {
        return lacking(path(name, session), right, session);
    }

    private Optional<Refusal> lacking(MailboxPath path, Right right, ImapSession session) throws MailboxException {
        return OtherUsers.named(path).isEmpty()
                ? Optional.empty()
                : seen(path, session).filter(rights -> !rights.contains(right)).map(rights -> Refusal.NO_RIGHT);
    }

    /** Empty where there is none to be seen. */
    private Optional<Rfc4314Rights> seen(MailboxPath path, ImapSession session) throws MailboxException {
        return blocked(Mono.from(mailboxes.myRightsReactive(path, session.getMailboxSession())))
                .filter(rights -> rights.contains(Right.Lookup));
    }

    private static Optional<Rfc4314Rights> blocked(Mono<Rfc4314Rights> rights) throws MailboxException {
        try {
            return rights.onErrorResume(MailboxNotFoundException.class, e -> Mono.empty())
                    .blockOptional();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof MailboxException mailbox) {
                throw mailbox;
            }
            throw e;
        }
    }

    /** Where the owner's mailbox is not seen, or nothing of the owner's is, the answer is the same. */
    private Optional<Refusal> creating(MailboxPath path, ImapSession session) throws MailboxException {
        if (!OtherUsers.keeps(path)) {
            return Optional.empty();
        }
        if (OtherUsers.named(path).isEmpty()) {
            return Optional.of(Refusal.NO_RIGHT);
        }
        List<MailboxPath> above = new ArrayList<>(path.getParents(MailboxConstants.DEFAULT_DELIMITER));
        Collections.reverse(above);
        for (MailboxPath parent : above) {
            Optional<Rfc4314Rights> rights =
                    OtherUsers.named(parent).isEmpty() ? Optional.empty() : seen(parent, session);
            if (rights.isPresent()) {
                return rights.get().contains(Right.CreateMailbox) ? Optional.empty() : Optional.of(Refusal.NO_RIGHT);
            }
        }
        return Optional.of(Refusal.NO_RIGHT);
    }

    private Optional<Refusal> removing(MailboxPath path, ImapSession session) throws MailboxException {
        Optional<MailboxPath> named = OtherUsers.named(path);
        return named.isPresent() && named.get().isInbox() && seen(path, session).isPresent()
                ? Optional.of(Refusal.OF_OWNER)
                : lacking(path, Right.DeleteMailbox, session);
    }

    private Optional<Refusal> renaming(RenameRequest rename, ImapSession session) throws MailboxException {
        MailboxPath from = path(rename.getExistingName(), session);
        MailboxPath to = path(rename.getNewName(), session);
        if (!OtherUsers.keeps(from) && !OtherUsers.keeps(to)) {
            return Optional.empty();
        }
        if (OtherUsers.named(from).isPresent() && seen(from, session).isEmpty()) {
            return Optional.empty();
        }
        Username owner = OtherUsers.meant(from).getUser();
        boolean stays = OtherUsers.keeps(to)
                ? OtherUsers.named(to)
                        .filter(named -> named.getUser().equals(owner))
                        .isPresent()
                : to.getUser().equals(owner);
        if (!stays) {
            return Optional.of(Refusal.OF_OWNER);
        }
        Optional<Refusal> removing = removing(from, session);
        return removing.isPresent() ? removing : creating(to, session);
    }
}
