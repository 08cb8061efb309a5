package io.gongmail.server.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.mailbox.model.MailboxConstants;

/**
 * One line of LIST (RFC 9051 §7.3.1).
 *
 * @param childInfo which selection options are met below it (RFC 5258 §4)
 */
record ListAnswer(String name, List<String> attributes, List<String> childInfo) implements WrittenAnswer {
    /** What XLIST calls otherwise than RFC 6154 does, which was made after it. */
    private static final Map<String, String> OF_XLIST = Map.of(SpecialUse.JUNK.attribute(), "\\Spam");

    @Override
    public void write(ImapResponseComposer to) throws IOException {
        write("LIST", attributes, to);
    }

    /** The same in the words of XLIST, in which INBOX has a use too. */
    WrittenAnswer ofXlist() {
        List<String> told = new ArrayList<>();
        attributes.forEach(attribute -> told.add(OF_XLIST.getOrDefault(attribute, attribute)));
        if (name.equals(MailboxConstants.INBOX)) {
            told.add("\\Inbox");
        }
        return to -> write("XLIST", told, to);
    }

    private void write(String answer, List<String> told, ImapResponseComposer to) throws IOException {
        to.untagged().message(answer).openParen();
        for (String attribute : told) {
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
