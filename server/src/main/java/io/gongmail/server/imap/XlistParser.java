package io.gongmail.server.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** Reads XLIST, which has the arguments that LIST had in RFC 3501 §6.3.8. Stateless. */
final class XlistParser extends AbstractImapCommandParser {
    XlistParser(StatusResponseFactory answers) {
        super(ImapConstants.XLIST_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String reference = request.mailbox();
        String pattern = ListParser.pattern(request);
        request.eol();
        return ListRequested.xlist(tag, reference, pattern);
    }
}
