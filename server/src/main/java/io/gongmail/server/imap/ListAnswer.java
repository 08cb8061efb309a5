package io.gongmail.server.imap;

import java.io.IOException;
import java.util.List;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.mailbox.model.MailboxConstants;

/**
 * One line of LIST (RFC 9051 §7.3.1).
 *
 * @param childInfo which selection options are met below it (RFC 5258 §4)
 */
record ListAnswer(String name, List<String> attributes, List<String> childInfo) implements WrittenAnswer {
    @Override
    public void write(ImapResponseComposer to) throws IOException {
        to.untagged().message("LIST").openParen();
        for (String attribute : attributes) {
            to.message(attribute);
        }
        to.closeParen().quote(MailboxConstants.DEFAULT_DELIMITER).mailbox(name);
        if (!childInfo.isEmpty()) {
            to.openParen().quote("CHILDINFO").openParen();
            for (String option : childInfo) {
                to.quote(option);
            }
            to.closeParen().closeParen();
        }
        to.end();
    }
}
