package io.gongmail.server.imap;

import java.io.IOException;
import java.util.Map;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;

/** What is said of rights (RFC 4314 §3.6 to §3.8); mailboxes are called as the client called them. */
interface RightsAnswer extends WrittenAnswer {
    /** Who has which rights. */
    record Acl(String mailbox, Map<String, Rfc4314Rights> rights) implements RightsAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message("ACL").mailbox(mailbox);
            for (Map.Entry<String, Rfc4314Rights> entry : rights.entrySet()) {
                to.quote(entry.getKey()).quote(RightsText.of(entry.getValue()));
            }
            to.end();
        }
    }

    /** Which rights one has anyway and which can be given: none here is tied to another. */
    record Grantable(String mailbox, String identifier, boolean owner) implements RightsAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message("LISTRIGHTS").mailbox(mailbox).quote(identifier);
            if (owner) {
                to.quote(RightsText.ALL + "cd");
            } else {
                to.quote("");
                for (char right : (RightsText.ALL + "cd").toCharArray()) {
                    to.message(String.valueOf(right));
                }
            }
            to.end();
        }
    }

    /** Which rights the user has. */
    record Mine(String mailbox, Rfc4314Rights rights) implements RightsAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged()
                    .message("MYRIGHTS")
                    .mailbox(mailbox)
                    .quote(RightsText.of(rights))
                    .end();
        }
    }
}
