package io.gongmail.server.imap;

import java.util.Map;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.ImapCommandParser;

/** Parsers of LOGIN, and of commands on mailboxes, that James' read otherwise. */
final class MailboxParsers {
    private MailboxParsers() {}

    static Map<String, ImapCommandParser> all(StatusResponseFactory answers) {
        return Map.<String, ImapCommandParser>of(
                "LIST", new ListParser(answers),
                "LSUB", new LsubParser(answers),
                "XLIST", new XlistParser(answers),
                "CREATE", new CreateParser(answers),
                "LOGIN", new LoginParser(answers),
                "APPEND", new AppendParser(answers),
                "REPLACE", new ReplaceParser(answers),
                "GETMETADATA", new MetadataParsers.OfGet(answers),
                "SETMETADATA", new MetadataParsers.OfSet(answers));
    }
}
