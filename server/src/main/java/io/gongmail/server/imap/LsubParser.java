package io.gongmail.server.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.LsubRequest;

/** Reads LSUB (RFC 3501 §6.3.9), whose names may be in UTF-8; James' processor takes them in modified UTF-7 alone. */
final class LsubParser extends AbstractImapCommandParser {
    LsubParser(StatusResponseFactory answers) {
        super(ImapConstants.LSUB_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String reference = request.mailbox();
        String pattern = ListParser.pattern(request);
        request.eol();
        return new LsubRequest(
                ModifiedUtf7.encodeModifiedUTF7(reference), ModifiedUtf7.encodeModifiedUTF7(pattern), tag);
    }
}
