package io.gongmail.server.imap;

import java.util.Locale;
import java.util.Map;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.parser.UidCommandParser;

/** The commands that search and fetch, alone and behind UID, are read by ours; all others as before. */
final class SearchParsers implements ImapCommandParserFactory {
    private final ImapCommandParserFactory others;
    private final Map<String, ImapCommandParser> ours;
    private final ImapCommandParser uid;

    SearchParsers(StatusResponseFactory answers, ImapCommandParserFactory others) {
        this.others = others;
        this.ours = Map.of(
                "FETCH",
                new FetchParser(answers),
                "SEARCH",
                new SearchParser(answers),
                "SORT",
                OrderParser.ofSort(answers),
                "THREAD",
                OrderParser.ofThread(answers));
        this.uid = new UidParser(new UidCommandParser(this::plain, answers), answers);
    }

    @Override
    public ImapCommandParser getParser(String name) {
        return name.equalsIgnoreCase("UID") ? uid : plain(name);
    }

    private ImapCommandParser plain(String name) {
        ImapCommandParser parser = ours.get(name.toUpperCase(Locale.ROOT));
        return parser == null ? others.getParser(name) : parser;
    }
}
