package io.gongmail.server.imap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.decode.main.DefaultImapDecoder;
import org.apache.james.imap.decode.parser.ImapParserFactory;
import org.apache.james.imap.message.request.GetQuotaRequest;
import org.apache.james.imap.message.request.SetQuotaRequest;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;

/**
 * How commands are read: James' parsers, but for the names of quota roots, which are any string, quoted too (RFC 9208 §7, where
 * James takes an atom alone).
 */
final class QuotaParsers implements ImapCommandParserFactory {
    private final ImapCommandParserFactory james;
    private final Map<String, ImapCommandParser> ours;

    private QuotaParsers(StatusResponseFactory answers) {
        this.james = new ImapParserFactory(answers);
        this.ours = new HashMap<>(MailboxParsers.all(answers));
        this.ours.put("GETQUOTA", new OfGetQuota(answers));
        this.ours.put("SETQUOTA", new OfSetQuota(answers));
    }

    static ImapDecoder decoder() {
        StatusResponseFactory answers = new UnpooledStatusResponseFactory();
        return new DefaultImapDecoder(answers, new SearchParsers(answers, new QuotaParsers(answers)));
    }

    @Override
    public ImapCommandParser getParser(String name) {
        ImapCommandParser parser = ours.get(name.toUpperCase(Locale.ROOT));
        return parser == null ? james.getParser(name) : parser;
    }

    private static final class OfGetQuota extends AbstractImapCommandParser {
        OfGetQuota(StatusResponseFactory answers) {
            super(ImapConstants.GETQUOTA_COMMAND, answers);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session)
                throws DecodingException {
            String root = request.astring();
            request.eol();
            return new GetQuotaRequest(tag, root);
        }
    }

    /** What is to be set is read over: it is refused whatever it is. */
    private static final class OfSetQuota extends AbstractImapCommandParser {
        OfSetQuota(StatusResponseFactory answers) {
            super(ImapConstants.SETQUOTA_COMMAND, answers);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session)
                throws DecodingException {
            String root = request.astring();
            request.consumeLine();
            return new SetQuotaRequest(tag, root);
        }
    }
}
