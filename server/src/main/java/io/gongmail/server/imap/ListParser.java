package io.gongmail.server.imap;

import io.gongmail.server.imap.ListRequested.Select;
import io.gongmail.server.imap.ListRequested.Tell;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.StatusDataItems.StatusItem;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/**
 * Reads LIST (RFC 5258 §6, RFC 5819 §4, RFC 6154 §6, RFC 8440 §4), which takes several patterns, where James' reads one; options
 * that are not known are refused (RFC 5258 §3).
 */
final class ListParser extends AbstractImapCommandParser {
    private static final int MOST_PATTERNS = 20;

    private static final Map<String, Select> SELECT = Map.of(
            "SUBSCRIBED", Select.SUBSCRIBED,
            "REMOTE", Select.REMOTE,
            "RECURSIVEMATCH", Select.RECURSIVEMATCH,
            "SPECIAL-USE", Select.SPECIAL_USE);
    private static final Map<String, Tell> TELL = Map.of(
            "SUBSCRIBED", Tell.SUBSCRIBED,
            "CHILDREN", Tell.CHILDREN,
            "SPECIAL-USE", Tell.SPECIAL_USE,
            "MYRIGHTS", Tell.MYRIGHTS);
    private static final Map<String, StatusItem> STATUS = Map.ofEntries(
            Map.entry("MESSAGES", StatusItem.MESSAGES),
            Map.entry("RECENT", StatusItem.RECENT),
            Map.entry("UIDNEXT", StatusItem.UID_NEXT),
            Map.entry("UIDVALIDITY", StatusItem.UID_VALIDITY),
            Map.entry("UNSEEN", StatusItem.UNSEEN),
            Map.entry("HIGHESTMODSEQ", StatusItem.HIGHEST_MODSEQ),
            Map.entry("APPENDLIMIT", StatusItem.APPENDLIMIT),
            Map.entry("SIZE", StatusItem.SIZE),
            Map.entry("DELETED", StatusItem.DELETED),
            Map.entry("DELETED-STORAGE", StatusItem.DELETED_STORAGE),
            Map.entry("MAILBOXID", StatusItem.MAILBOXID));

    ListParser(StatusResponseFactory answers) {
        super(ImapConstants.LIST_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        boolean extended = false;
        EnumSet<Select> select = EnumSet.noneOf(Select.class);
        if (request.nextWordChar() == '(') {
            extended = true;
            for (String word : words(request)) {
                select.add(known(SELECT, word));
            }
            if (select.contains(Select.RECURSIVEMATCH)
                    && !select.contains(Select.SUBSCRIBED)
                    && !select.contains(Select.SPECIAL_USE)) {
                throw refused("RECURSIVEMATCH needs another option"); // RFC 5258 §3.1
            }
        }
        String reference = request.mailbox();
        List<String> patterns = new ArrayList<>();
        if (request.nextWordChar() == '(') {
            extended = true;
            request.consume();
            while (request.nextWordChar() != ')') {
                patterns.add(pattern(request));
                if (patterns.size() > MOST_PATTERNS) {
                    throw refused("at most " + MOST_PATTERNS + " patterns");
                }
            }
            request.consume();
            if (patterns.isEmpty()) {
                throw refused("no pattern");
            }
        } else {
            patterns.add(pattern(request));
        }
        EnumSet<Tell> tell = EnumSet.noneOf(Tell.class);
        Optional<StatusDataItems> status = Optional.empty();
        if (request.nextWordCharLenient().isPresent()) {
            extended = true;
            if (!word(request).equals("RETURN") || request.nextWordChar() != '(') {
                throw refused("RETURN (...) or the end of the line");
            }
            request.consume();
            while (request.nextWordChar() != ')') {
                String word = word(request);
                if (word.equals("STATUS")) {
                    status = Optional.of(status(request));
                } else {
                    tell.add(known(TELL, word));
                }
            }
            request.consume();
        }
        request.eol();
        return new ListRequested(tag, reference, patterns, new ListRequested.Options(extended, select, tell, status));
    }

    private static StatusDataItems status(ImapRequestLineReader request) throws DecodingException {
        if (request.nextWordChar() != '(') {
            throw refused("STATUS (...)");
        }
        EnumSet<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        for (String word : words(request)) {
            items.add(known(STATUS, word));
        }
        if (items.isEmpty()) {
            throw refused("no item of STATUS");
        }
        return new StatusDataItems(items);
    }

    /** All within parentheses, which are read too. */
    static List<String> words(ImapRequestLineReader request) throws DecodingException {
        List<String> words = new ArrayList<>();
        request.consume();
        while (request.nextWordChar() != ')') {
            words.add(word(request));
        }
        request.consume();
        return words;
    }

    /** In upper case, up to a blank or a parenthesis. */
    static String word(ImapRequestLineReader request) throws DecodingException {
        StringBuilder word = new StringBuilder();
        for (char next = request.nextWordChar(); next > ' ' && next != '(' && next != ')'; next = request.nextChar()) {
            word.append(next);
            request.consume();
        }
        if (word.isEmpty()) {
            throw refused("a word");
        }
        return word.toString().toUpperCase(Locale.ROOT);
    }

    /** list-mailbox (RFC 9051 §9), decoded. */
    static String pattern(ImapRequestLineReader request) throws DecodingException {
        char next = request.nextWordChar();
        if (next == '"' || next == '{') {
            return MailboxName.pattern(request.astring(StandardCharsets.UTF_8), ReceivedCommand.takesUtf8(request));
        }
        StringBuilder pattern = new StringBuilder();
        for (char c = next; c > ' ' && c != '(' && c != ')'; c = request.nextChar()) {
            if (c > 0x7e || c == '{' || c == '"' || c == '\\') {
                throw refused("a pattern");
            }
            pattern.append(c);
            request.consume();
        }
        if (pattern.isEmpty()) {
            throw refused("a pattern");
        }
        return MailboxName.pattern(pattern.toString(), ReceivedCommand.takesUtf8(request));
    }

    private static <T> T known(Map<String, T> all, String word) throws DecodingException {
        T known = all.get(word);
        if (known == null) {
            throw refused("one of " + all.keySet());
        }
        return known;
    }

    static DecodingException refused(String expected) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "Expected: " + expected);
    }
}
