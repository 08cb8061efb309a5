package io.gongmail.server.imap;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.message.response.ImmutableStatusResponse;

/**
 * Reads SORT and THREAD (RFC 5256 §5). James knows neither; its parser of SEARCH is the parent for UID's sake, behind which
 * James lets no others stand.
 */
abstract class OrderParser extends SearchCommandParser {
    private final ImapCommand command;

    private OrderParser(ImapCommand command, StatusResponseFactory answers) {
        super(answers);
        this.command = command;
    }

    static OrderParser ofSort(StatusResponseFactory answers) {
        return new OrderParser(SortCommand.SORT, answers) {
            @Override
            ImapMessage read(Arguments arguments, Tag tag, boolean byUid, ImapSession session)
                    throws DecodingException {
                return sort(arguments, tag, byUid, session);
            }
        };
    }

    static OrderParser ofThread(StatusResponseFactory answers) {
        return new OrderParser(ThreadCommand.THREAD, answers) {
            @Override
            ImapMessage read(Arguments arguments, Tag tag, boolean byUid, ImapSession session)
                    throws DecodingException {
                ThreadCommand.Algorithm algorithm = ThreadCommand.Algorithm.named(arguments.word());
                return new ThreadCommand(tag, byUid, algorithm, searched(arguments, session));
            }
        };
    }

    abstract ImapMessage read(Arguments arguments, Tag tag, boolean byUid, ImapSession session)
            throws DecodingException;

    @Override
    protected final ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean byUid, ImapSession session) {
        try {
            Arguments arguments = new Arguments(line);
            arguments.space();
            return read(arguments, tag, byUid, session);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return SearchParser.no(tag, "[BADCHARSET (US-ASCII UTF-8)] The charset is not known");
        } catch (SearchKeys.TooDeepException e) {
            return SearchParser.no(tag, "[LIMIT] Search keys are nested too deeply");
        } catch (DecodingException e) {
            // Not by the parent, which would speak of SEARCH.
            return new ImmutableStatusResponse(StatusResponse.Type.BAD, tag, command, e.getKey(), null);
        }
    }

    private static ImapMessage sort(Arguments arguments, Tag tag, boolean byUid, ImapSession session)
            throws DecodingException {
        Set<SearchResultOption> returned = null;
        if (arguments.next() != '(') {
            if (!arguments.word().equals("RETURN")) {
                throw Arguments.wrong("sort keys expected");
            }
            arguments.space();
            returned = ReturnOptions.read(arguments);
            arguments.space();
        }
        try {
            List<SortKey> order = SortKey.read(arguments);
            return new SortCommand(tag, byUid, order, Optional.ofNullable(returned), searched(arguments, session));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | SearchKeys.TooDeepException e) {
            if (returned != null && returned.contains(SearchResultOption.SAVE)) {
                SavedResult.forget(session); // RFC 5182 §2.1
            }
            throw e;
        }
    }

    /** search-criteria: the charset must be told. */
    private static SearchKeys.Read searched(Arguments arguments, ImapSession session) throws DecodingException {
        arguments.space();
        String charset = arguments.astring();
        if (Enabled.of(session).utf8Accept() && !charset.equalsIgnoreCase("UTF-8")) {
            throw Arguments.wrong("strings are in UTF-8, as was agreed"); // RFC 6855, erratum 4029
        }
        arguments.in(Charset.forName(charset));
        arguments.space();
        return SearchKeys.read(arguments, null);
    }
}
