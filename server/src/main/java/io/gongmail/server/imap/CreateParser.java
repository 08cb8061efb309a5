package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.mailbox.model.MailboxConstants;

/** Reads CREATE (RFC 9051 §6.3.4) with its parameters (RFC 4466 §2.2), of which USE is known (RFC 6154 §6). */
final class CreateParser extends AbstractImapCommandParser {
    private static final String DELIMITER = String.valueOf(MailboxConstants.DEFAULT_DELIMITER);

    CreateParser(StatusResponseFactory answers) {
        super(ImapConstants.CREATE_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String name = request.mailbox();
        if (name.endsWith(DELIMITER)) {
            name = name.substring(0, name.length() - 1); // RFC 9051 §6.3.4: the client means to make some below it.
        }
        if (name.replace(DELIMITER, "").isEmpty()) {
            throw ListParser.refused("the name of a mailbox");
        }
        List<String> uses = List.of();
        if (request.nextWordCharLenient().isPresent()) {
            if (request.nextWordChar() != '(') {
                throw ListParser.refused("parameters, or the end of the line");
            }
            request.consume();
            if (!ListParser.word(request).equals("USE") || request.nextWordChar() != '(') {
                throw ListParser.refused("USE (...)");
            }
            uses = ListParser.words(request);
            if (request.nextWordChar() != ')') {
                throw ListParser.refused("nothing more");
            }
            request.consume();
        }
        request.eol();
        return new CreateRequested(name, uses, tag);
    }
}
