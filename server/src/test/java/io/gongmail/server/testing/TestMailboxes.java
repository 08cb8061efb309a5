package io.gongmail.server.testing;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Address;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager.MailboxSearchFetchType;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.search.MailboxQuery;

/** What is in the mailboxes of somebody, as tests look at it: without a mail program. */
public final class TestMailboxes {
    private TestMailboxes() {}

    /** The names of all, in their order. */
    public static List<String> names(MailStore mail, Address whose) {
        MailboxSession session = mail.mailboxManager().createSystemSession(Username.of(whose.toString()));
        return mail.mailboxManager()
                .search(MailboxQuery.privateMailboxesBuilder(session).build(), MailboxSearchFetchType.Minimal, session)
                .map(found -> found.getPath().getName())
                .sort()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    /** Of the messages in one, as they stand in the header. */
    public static List<String> subjects(MailStore mail, Address whose, String name) throws MailboxException {
        Username user = Username.of(whose.toString());
        MailboxSession session = mail.mailboxManager().createSystemSession(user);
        Iterator<MessageResult> messages = mail.mailboxManager()
                .getMailbox(MailboxPath.forUser(user, name), session)
                .getMessages(MessageRange.all(), FetchGroup.HEADERS, session);
        List<String> subjects = new ArrayList<>();
        while (messages.hasNext()) {
            Iterator<Header> headers = messages.next().getHeaders().headers();
            while (headers.hasNext()) {
                Header header = headers.next();
                if (header.getName().equalsIgnoreCase("Subject")) {
                    subjects.add(header.getValue());
                }
            }
        }
        return subjects;
    }
}
