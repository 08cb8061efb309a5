package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailboxMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** Read GETMETADATA and SETMETADATA (RFC 5464 §5), where James' take no literals and letters alone in names. */
final class MetadataParsers {
    private static final int SCOPED = 2;
    private static final int OF_VENDOR = 4;

    private MetadataParsers() {}

    /** The name of an entry (§3.2) in lower case. */
    private static String entry(Arguments arguments, boolean isSet) throws DecodingException {
        String entry = arguments.astring().toLowerCase(Locale.ROOT);
        int components = entry.split("/", -1).length - 1;
        boolean vendors = entry.startsWith("/shared/vendor/") || entry.startsWith("/private/vendor/");
        if (entry.length() > MailboxMetadata.LONGEST_NAME
                || !entry.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '*' && c != '%')
                || !(entry.startsWith("/shared/") || entry.startsWith("/private/"))
                || entry.contains("//")
                || entry.endsWith("/")
                || isSet && components < (vendors ? OF_VENDOR : SCOPED)) {
            throw Arguments.wrong("an entry of metadata expected");
        }
        return entry;
    }

    /** Options may stand where the RFC's grammar has them, or where its examples do. */
    static final class OfGet extends AbstractImapCommandParser {
        OfGet(StatusResponseFactory answers) {
            super(ImapConstants.GETMETDATA_COMMAND, answers);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            Arguments arguments = new Arguments(line);
            Options options = new Options();
            arguments.space();
            if (arguments.has('(')) {
                options.read(arguments);
            }
            String mailbox = line.mailbox();
            arguments.space();
            boolean parenthesised = arguments.has('(');
            if (parenthesised && arguments.next() != '/' && arguments.next() != '"' && arguments.next() != '{') {
                options.read(arguments);
                parenthesised = arguments.has('(');
            }
            List<String> entries = new ArrayList<>();
            do {
                entries.add(entry(arguments, false));
            } while (arguments.more(')'));
            if (parenthesised) {
                arguments.takes(')');
            }
            arguments.end();
            return new GetMetadataRequested(mailbox, entries, options.maxSize, options.depth, tag);
        }
    }

    private static final class Options {
        private long maxSize = Long.MAX_VALUE;
        private GetMetadataRequested.Depth depth = GetMetadataRequested.Depth.NONE;

        /** Behind the parenthesis, with the blank that follows. */
        void read(Arguments arguments) throws DecodingException {
            do {
                String option = arguments.word();
                arguments.space();
                if (option.equals("MAXSIZE")) {
                    maxSize = arguments.number();
                } else if (option.equals("DEPTH")) {
                    depth = depth(arguments.word());
                } else {
                    throw Arguments.wrong("MAXSIZE or DEPTH expected");
                }
            } while (arguments.more(')'));
            arguments.takes(')');
            arguments.space();
        }

        private static GetMetadataRequested.Depth depth(String word) throws DecodingException {
            return switch (word) {
                case "0" -> GetMetadataRequested.Depth.NONE;
                case "1" -> GetMetadataRequested.Depth.ONE;
                case "INFINITY" -> GetMetadataRequested.Depth.ALL;
                default -> throw Arguments.wrong("0, 1 or infinity expected");
            };
        }
    }

    static final class OfSet extends AbstractImapCommandParser {
        OfSet(StatusResponseFactory answers) {
            super(ImapConstants.SETMETADATA_COMMAND, answers);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            Arguments arguments = new Arguments(line);
            arguments.space();
            String mailbox = line.mailbox();
            arguments.space();
            arguments.takes('(');
            Map<String, Optional<byte[]>> entries = new HashMap<>();
            boolean tooLarge = false;
            do {
                String entry = entry(arguments, true);
                arguments.space();
                Optional<byte[]> value = value(line, arguments);
                if (value.isPresent() && value.get().length > MailboxMetadata.MOST_OCTETS) {
                    tooLarge = true;
                } else {
                    entries.put(entry, value);
                }
            } while (arguments.more(')'));
            arguments.takes(')');
            arguments.end();
            return new SetMetadataRequested(mailbox, entries, tooLarge, tag);
        }

        /** nstring or literal8; of what is too large one octet more than may be. */
        private static Optional<byte[]> value(ImapRequestLineReader line, Arguments arguments)
                throws DecodingException {
            if (arguments.next() == '"') {
                return Optional.of(line.astring(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
            }
            if (arguments.has('~') || arguments.next() == '{') {
                try (InputStream octets = line.consumeLiteral(true).right.getInputStream()) {
                    return Optional.of(octets.readNBytes(MailboxMetadata.MOST_OCTETS + 1));
                } catch (DecodingException e) {
                    throw e;
                } catch (IOException e) {
                    throw new DecodingException(HumanReadableText.SOCKET_IO_FAILURE, "A value could not be read", e);
                }
            }
            if (!arguments.word().equals("NIL")) {
                throw Arguments.wrong("a string or NIL expected");
            }
            return Optional.empty();
        }
    }
}
