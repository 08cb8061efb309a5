package io.gongmail.server.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** Reads REPLACE and UID REPLACE (RFC 8508 §4), which may name the last message as {@code *}. */
final class ReplaceParser extends AbstractImapCommandParser {
    ReplaceParser(StatusResponseFactory answers) {
        super(ImapConstants.REPLACE_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        return decode(request, tag, false);
    }

    /** Behind the name of the command. */
    ImapMessage decode(ImapRequestLineReader request, Tag tag, boolean uid) throws DecodingException {
        long id = 0;
        if (request.nextWordChar() == '*') {
            request.consume();
        } else {
            id = request.nzNumber();
        }
        String mailbox = request.mailbox();
        AppendedMessage message = AppendParser.message(request);
        request.eol();
        return new ReplaceRequested(id, uid, mailbox, message, tag);
    }
}
