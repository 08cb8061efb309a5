package io.gongmail.server.imap;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads SEARCH (RFC 9051 §6.4.4, RFC 4731 §4). James' parser is its parent for UID's sake, behind which James lets no others
 * stand.
 */
final class SearchParser extends SearchCommandParser {
    SearchParser(StatusResponseFactory answers) {
        super(answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean byUid, ImapSession session)
            throws DecodingException {
        Arguments arguments = new Arguments(line);
        arguments.space();
        String word = word(arguments);
        Set<SearchResultOption> returned = null;
        if ("RETURN".equals(word)) {
            arguments.space();
            returned = ReturnOptions.read(arguments);
            arguments.space();
            word = word(arguments);
        }
        boolean saves = returned != null && returned.contains(SearchResultOption.SAVE);
        try {
            if ("CHARSET".equals(word)) {
                if (Enabled.of(session).utf8Accept()) {
                    throw Arguments.wrong("strings are in UTF-8, as was agreed"); // RFC 9755 §3
                }
                arguments.space();
                arguments.in(Charset.forName(arguments.astring()));
                arguments.space();
                word = null;
            }
            return new SearchCommand(tag, byUid, Optional.ofNullable(returned), SearchKeys.read(arguments, word));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return refused(tag, session, saves, "[BADCHARSET (US-ASCII UTF-8)] The charset is not known");
        } catch (SearchKeys.TooDeepException e) {
            return refused(tag, session, saves, "[LIMIT] Search keys are nested too deeply");
        }
    }

    /** RFC 5182 §2.1: what is answered NO empties what was saved, if it was to be saved. */
    private static ImapMessage refused(Tag tag, ImapSession session, boolean saves, String why) {
        if (saves) {
            SavedResult.forget(session);
        }
        return no(tag, why);
    }

    static ImapMessage no(Tag tag, String why) {
        return new ImmutableStatusResponse(
                StatusResponse.Type.NO, tag, null, new HumanReadableText("gongmail.search", why), null);
    }

    private static @Nullable String word(Arguments arguments) throws DecodingException {
        return Character.isLetter(arguments.next()) ? arguments.word() : null;
    }
}
