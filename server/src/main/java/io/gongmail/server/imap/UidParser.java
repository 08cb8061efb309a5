package io.gongmail.server.imap;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** Reads UID (RFC 9051 §6.4.9): REPLACE is read here, all others by James, who lets nobody else read behind the word. */
final class UidParser extends AbstractImapCommandParser {
    private final ImapCommandParser james;
    private final ReplaceParser replace;

    UidParser(ImapCommandParser james, StatusResponseFactory answers) {
        super(ImapConstants.UID_COMMAND, answers);
        this.james = james;
        this.replace = new ReplaceParser(answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        boolean ours = request instanceof ReceivedCommand.Reader reader
                && reader.nextWord().equalsIgnoreCase(ImapConstants.REPLACE_COMMAND.getName());
        if (!ours) {
            return james.parse(request, tag, session);
        }
        request.atom();
        return replace.decode(request, tag, true);
    }
}
