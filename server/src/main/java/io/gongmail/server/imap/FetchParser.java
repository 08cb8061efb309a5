package io.gongmail.server.imap;

import static org.apache.james.imap.api.message.FetchData.Item.BODY;
import static org.apache.james.imap.api.message.FetchData.Item.ENVELOPE;
import static org.apache.james.imap.api.message.FetchData.Item.FLAGS;
import static org.apache.james.imap.api.message.FetchData.Item.INTERNAL_DATE;
import static org.apache.james.imap.api.message.FetchData.Item.SIZE;

import com.google.common.base.CharMatcher;
import java.util.List;
import java.util.Map;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.SectionType;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.message.request.FetchRequest;

/**
 * Reads FETCH (RFC 9051 §6.4.5, RFC 7162 §3.1.4), with PREVIEW (RFC 8970 §6) and BINARY (RFC 3516 §7), which James does not
 * know. A macro in parentheses, for which RFC 9051 §9 has no words, is understood all the same, since it can mean one thing only.
 * James' parser is its parent for UID's sake, behind which James lets no others stand. Stateless.
 */
final class FetchParser extends FetchCommandParser {
    private static final Map<String, List<Item>> MACROS = Map.of(
            "ALL", List.of(FLAGS, INTERNAL_DATE, SIZE, ENVELOPE),
            "FAST", List.of(FLAGS, INTERNAL_DATE, SIZE),
            "FULL", List.of(FLAGS, INTERNAL_DATE, SIZE, ENVELOPE, BODY));
    private static final Map<String, Item> ITEMS = Map.ofEntries(
            Map.entry("BODY", BODY),
            Map.entry("BODYSTRUCTURE", Item.BODY_STRUCTURE),
            Map.entry("EMAILID", Item.EMAILID),
            Map.entry("ENVELOPE", ENVELOPE),
            Map.entry("FLAGS", FLAGS),
            Map.entry("INTERNALDATE", INTERNAL_DATE),
            Map.entry("MODSEQ", Item.MODSEQ),
            Map.entry("RFC822.SIZE", SIZE),
            Map.entry("SAVEDATE", Item.SAVEDATE),
            Map.entry("THREADID", Item.THREADID),
            Map.entry("UID", Item.UID));
    private static final CharMatcher SECTION_END = CharMatcher.is(']');

    FetchParser(StatusResponseFactory answers) {
        super(answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean byUid, ImapSession session)
            throws DecodingException {
        return new Reading(line, byUid).read(tag, session);
    }

    /** Of one command. */
    private static final class Reading {
        private final ImapRequestLineReader line;
        private final Arguments arguments;
        private final boolean byUid;
        private final FetchData.Builder fetch = FetchData.builder();
        private boolean vanished;
        private boolean preview;
        private boolean lazy;

        Reading(ImapRequestLineReader line, boolean byUid) {
            this.line = line;
            this.arguments = new Arguments(line);
            this.byUid = byUid;
            if (byUid) {
                fetch.fetch(Item.UID); // RFC 9051 §6.4.9
            }
        }

        FetchRequest read(Tag tag, ImapSession session) throws DecodingException {
            arguments.space();
            IdRange[] messages = line.parseIdRange(session);
            arguments.space();
            if (arguments.has('(')) {
                list();
                if (arguments.more('\n')) {
                    arguments.takes('(');
                    modifiers(arguments.word());
                }
            } else {
                alone();
            }
            arguments.end();
            if (vanished && !byUid) {
                throw Arguments.wrong("VANISHED is for UID FETCH"); // RFC 7162 §3.2.6
            }
            return preview
                    ? new PreviewRequest(byUid, messages, fetch.build(), tag, lazy)
                    : new FetchRequest(byUid, messages, fetch.build(), tag);
        }

        private void list() throws DecodingException {
            boolean more = true;
            while (more) {
                String name = arguments.name();
                boolean spaced = false;
                if (name.equals("PREVIEW")) {
                    preview = true;
                    spaced = arguments.next() == ' ' && arguments.more(')');
                    if (spaced && arguments.has('(')) {
                        lazy(arguments.word());
                        spaced = false;
                    }
                } else {
                    item(name);
                }
                more = spaced || arguments.more(')');
            }
            arguments.takes(')');
        }

        private void alone() throws DecodingException {
            String name = arguments.name();
            if (name.equals("PREVIEW")) {
                preview = true;
            } else {
                item(name);
            }
            while (arguments.more('\n')) {
                arguments.takes('(');
                String word = arguments.word();
                if (preview && !lazy && word.equals("LAZY")) {
                    lazy(word);
                } else {
                    modifiers(word);
                    return;
                }
            }
        }

        /** RFC 8970 §4.1: there is one modifier. */
        private void lazy(String word) throws DecodingException {
            if (!word.equals("LAZY")) {
                throw Arguments.wrong("there is no such modifier");
            }
            arguments.takes(')');
            lazy = true;
        }

        private void modifiers(String first) throws DecodingException {
            modifier(first);
            while (arguments.more(')')) {
                modifier(arguments.word());
            }
            arguments.takes(')');
        }

        private void modifier(String name) throws DecodingException {
            if (name.equals("CHANGEDSINCE")) {
                arguments.space();
                fetch.changedSince(arguments.number());
            } else if (name.equals("VANISHED")) {
                vanished = true;
                fetch.vanished(true);
            } else {
                throw Arguments.wrong("there is no such modifier");
            }
        }

        private void item(String name) throws DecodingException {
            Item item = ITEMS.get(name);
            List<Item> macro = MACROS.get(name);
            if (arguments.next() == '[') {
                ofSection(name);
            } else if (macro != null) {
                fetch.fetch(macro); // RFC 9051 §6.4.5: "a macro must be used by itself", by clients.
            } else if (item != null) {
                fetch.fetch(item);
            } else {
                switch (name) {
                    case "RFC822" -> fetch.add(BodyFetchElement.createRFC822(), false);
                    case "RFC822.HEADER" -> fetch.add(BodyFetchElement.createRFC822Header(), true);
                    case "RFC822.TEXT" -> fetch.add(BodyFetchElement.createRFC822Text(), false);
                    // RFC 2062: of IMAP2bis, and what Outlook asks for to this day.
                    case "RFC822.PEEK" -> fetch.add(BodyFetchElement.createRFC822(), true);
                    case "RFC822.TEXT.PEEK" -> fetch.add(BodyFetchElement.createRFC822Text(), true);
                    default -> throw Arguments.wrong("there is no such item");
                }
            }
        }

        private void ofSection(String name) throws DecodingException {
            switch (name) {
                case "BODY" -> fetch.add(section(name), false);
                case "BODY.PEEK" -> fetch.add(section("BODY"), true);
                case "BINARY" -> fetch.add(binary(name), false);
                case "BINARY.PEEK" -> fetch.add(binary("BINARY"), true);
                case "BINARY.SIZE" -> fetch.add(binary(name), true);
                default -> throw Arguments.wrong("there is no such item");
            }
        }

        private BodyFetchElement binary(String name) throws DecodingException {
            BodyFetchElement section = section(name);
            boolean size = name.equals("BINARY.SIZE");
            if (section.getSectionType() != SectionType.CONTENT || size && section.getFirstOctet() != null) {
                throw Arguments.wrong("a part, or the message, expected");
            }
            return new BinarySection(
                    section.getResponseName(),
                    section.getPath(),
                    section.getFirstOctet(),
                    section.getNumberOfOctets(),
                    size);
        }

        private BodyFetchElement section(String name) throws DecodingException {
            arguments.takes('[');
            String section = line.readUntil(SECTION_END);
            arguments.takes(']');
            FetchPartPathDecoder decoder = new FetchPartPathDecoder();
            SectionType type = decoder.decode(section);
            Long first = null;
            Long most = null;
            if (arguments.has('<')) {
                first = arguments.number();
                arguments.takes('.');
                most = arguments.positive();
                arguments.takes('>');
            }
            return new BodyFetchElement(
                    name + "[" + section + "]", type, decoder.getPath(), decoder.getNames(), first, most);
        }
    }
}
