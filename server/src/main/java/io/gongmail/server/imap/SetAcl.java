package io.gongmail.server.imap;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SetACLRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EditMode;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.metrics.api.MetricFactory;

/** SETACL (RFC 4314 §3.1). Rights are given to accounts; an owner has them all and keeps them. */
final class SetAcl extends RightsCommand<SetACLRequest> {
    static final String NO_ACCOUNT =
            "rights are given to accounts, each by its address: anyone, groups and negative rights are not known here";

    private static final HumanReadableText UNKNOWN_RIGHT =
            new HumanReadableText("gongmail.unknown-right", "there is no such right");

    private final SharingRecords records;
    private final RightsChange change;

    SetAcl(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, SharingRecords records) {
        super(SetACLRequest.class, mailboxes, answers, metrics);
        this.records = records;
        this.change = new RightsChange(mailboxes, records);
    }

    @Override
    String mailbox(SetACLRequest request) {
        return request.getMailboxName();
    }

    @Override
    void work(SetACLRequest request, Mailbox mailbox, ImapSession session, Responder responder)
            throws MailboxException {
        EditMode mode = mode(request.getRights());
        Optional<Rfc4314Rights> rights = RightsText.parse(
                mode == EditMode.REPLACE
                        ? request.getRights()
                        : request.getRights().substring(1));
        if (rights.isEmpty() || request.getIdentifier().isEmpty()) {
            taggedBad(request, responder, UNKNOWN_RIGHT);
            return;
        }
        Optional<Username> account = records.account(request.getIdentifier());
        if (account.isEmpty()) {
            Answers.no(responder, request, "CANNOT", NO_ACCOUNT);
        } else if (account.get().equals(mailbox.getUser())) {
            // Nothing changes where all stays given; for anything less there is no way.
            if (mode == EditMode.ADD || rights.get().equals(MailboxACL.FULL_RIGHTS)) {
                okComplete(request, responder);
            } else {
                Answers.no(responder, request, "CANNOT", RightsChange.OF_OWNER);
            }
        } else {
            change.make(path(request, session), mailbox, account.get(), mode, rights.get(), session)
                    .ifPresentOrElse(
                            refused -> Answers.no(responder, request, refused.code(), refused.text()),
                            () -> okComplete(request, responder));
        }
    }

    private static EditMode mode(String rights) {
        if (rights.startsWith("+")) {
            return EditMode.ADD;
        }
        return rights.startsWith("-") ? EditMode.REMOVE : EditMode.REPLACE;
    }
}
