package io.gongmail.server.imap;

import com.google.common.base.CharMatcher;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.jspecify.annotations.Nullable;

/**
 * One command as it came: its lines, and between them its literals. Not thread-safe; whoever holds it gives it to
 * {@link #decode} or {@link #discard}.
 */
final class ReceivedCommand {
    /** Octets of all literals together that are held in memory; what is over that goes to a file. */
    static final int IN_MEMORY = 256 * 1024;
    /** Octets of all literals together that are arguments, other than messages and annotations: they become text as a whole. */
    static final int MOST_TEXT = 64 * 1024;

    private static final HumanReadableText TOO_LONG = new HumanReadableText(
            "gongmail.long-arguments", "failed. Its strings are longer than " + MOST_TEXT + " octets together.");

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(128);
    private final List<Integer> literalPositions = new ArrayList<>(1);
    private final List<ReceivedLiteral> literals = new ArrayList<>(1);
    private @Nullable SpoolFile file;
    private long literalOctets;
    private int inMemory;
    private @Nullable ReceivedLiteral unfinished;
    private boolean unfinishedBinary;
    private boolean nul;

    /** Adds a line with its end. */
    void line(byte[] line) {
        for (byte octet : line) {
            nul |= octet == 0;
        }
        lines.write(line, 0, line.length);
    }

    int lineOctets() {
        return lines.size();
    }

    /** Of all literals together, those that are still to come too. */
    long literalOctets() {
        return literalOctets;
    }

    /** Begins a literal of that many octets, which may be any where it is {@code binary}. */
    void expect(int octets, boolean binary, Path spool) {
        ReceivedLiteral literal =
                octets <= IN_MEMORY - inMemory ? inMemory(octets) : ReceivedLiteral.in(file(spool), octets);
        literalOctets += octets;
        literalPositions.add(lines.size());
        literals.add(literal);
        unfinished = octets == 0 ? null : literal;
        unfinishedBinary = binary;
    }

    private ReceivedLiteral inMemory(int octets) {
        inMemory += octets;
        return ReceivedLiteral.inMemory(octets);
    }

    private SpoolFile file(Path spool) {
        SpoolFile open = file;
        if (open == null) {
            open = SpoolFile.in(spool);
            file = open;
        }
        return open;
    }

    /** The literal that still lacks octets, or null. */
    @Nullable
    ReceivedLiteral literal() {
        return unfinished;
    }

    /** Gives the unfinished literal what it lacks, as far as it has arrived. */
    void take(ByteBuf octets) {
        ReceivedLiteral literal = unfinished;
        if (literal != null && literal.take(octets)) {
            nul |= literal.containsNul() && !unfinishedBinary;
            unfinished = null;
        }
    }

    boolean containsNul() {
        return nul;
    }

    /** The command's tag, or "*" when it has none that may be repeated to the peer. */
    String tag() {
        return tagOf(lines.toByteArray());
    }

    static String tagOf(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] > ' ' && line[end] < 0x7f && "(){%*\"\\+".indexOf(line[end]) < 0) {
            end++;
        }
        boolean tagged = end > 0 && end <= 64 && end < line.length && line[end] == ' ';
        return tagged ? new String(line, 0, end, StandardCharsets.US_ASCII) : "*";
    }

    /** Frees what the literals hold. */
    void discard() {
        if (file != null) {
            file.close();
        }
    }

    /**
     * What the command asks, or the answer to a command that cannot be understood. A command with something behind its
     * last argument is refused as a whole: half of it is not what was asked.
     */
    ImapMessage decode(ImapDecoder decoder, ImapSession session) {
        Reader reader = new Reader(Enabled.of(session).utf8());
        ImapMessage message = decoder.decode(reader, session);
        if (message instanceof ImapRequest request && !reader.atEnd()) {
            discard();
            return new ImmutableStatusResponse(
                    StatusResponse.Type.BAD,
                    request.getTag(),
                    request.getCommand(),
                    HumanReadableText.ILLEGAL_ARGUMENTS,
                    null);
        }
        if (!(message instanceof ImapRequest)) {
            discard();
        }
        return message;
    }

    /** Whether the client that wrote the command has enabled UTF-8 (RFC 9755 §3). */
    static boolean takesUtf8(ImapRequestLineReader line) {
        return line instanceof Reader reader && reader.utf8;
    }

    /** James' view of the command: characters of the lines, and the literals when it asks for them. */
    final class Reader extends ImapRequestLineReader {
        private final byte[] octets = lines.toByteArray();
        private final boolean utf8;
        private int position;
        private int literal;
        private int text;

        /** @param utf8 whether the client has enabled it (RFC 9755 §3) */
        Reader(boolean utf8) {
            this.utf8 = utf8;
        }

        @Override
        public char nextChar() throws DecodingException {
            if (!nextSeen) {
                boolean beforeLiteral = literal < literalPositions.size() && position >= literalPositions.get(literal);
                if (beforeLiteral || position >= octets.length) {
                    throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "Command ends too early");
                }
                nextChar = (char) (octets[position++] & 0xff);
                nextSeen = true;
            }
            return nextChar;
        }

        @Override
        public Literal read(int size, boolean extraCrLf) throws DecodingException {
            nextSeen = false;
            nextChar = 0;
            if (literal >= literals.size()
                    || position != literalPositions.get(literal)
                    || literals.get(literal).size() != size) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "No literal here");
            }
            // James reads a message with true, and a string, which it turns into text at once, with false.
            if (!extraCrLf && size > MOST_TEXT - text) {
                throw new DecodingException(TOO_LONG, "Strings of " + size + " octets and more");
            }
            text += extraCrLf ? 0 : size;
            return literals.get(literal++);
        }

        @Override
        public String mailbox() throws DecodingException {
            char first = nextWordChar();
            boolean string = first == '"' || first == '{';
            String given = astring(StandardCharsets.UTF_8);
            // RFC 9051 §9: an atom has no octets over 127, whatever is enabled.
            String name = string || CharMatcher.ascii().matchesAllOf(given)
                    ? MailboxName.decoded(given, utf8)
                    : MailboxName.fromUtf7(given);
            // RFC 9051 §5.1: this one name is the same in any case.
            return name.equalsIgnoreCase(ImapConstants.INBOX_NAME) ? ImapConstants.INBOX_NAME : name;
        }

        /** James' own loses octets of a character that it has not read whole when its buffer is full. */
        @Override
        protected String consumeQuoted(@Nullable Charset charset) throws DecodingException {
            consumeChar('"');
            ByteArrayOutputStream quoted = new ByteArrayOutputStream();
            for (char next = consume(); next != '"'; next = consume()) {
                char octet = next == '\\' ? consume() : next;
                if (next == '\\' && !isQuotedSpecial(octet)) {
                    throw Arguments.wrong("only a quote or a backslash may be escaped");
                }
                quoted.write(octet);
            }
            try {
                return in(charset)
                        .newDecoder()
                        .decode(ByteBuffer.wrap(quoted.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new DecodingException(HumanReadableText.BAD_IO_ENCODING, "Not of the charset", e);
            }
        }

        @Override
        public String consumeLiteral(@Nullable Charset charset) throws DecodingException {
            return super.consumeLiteral(in(charset));
        }

        private Charset in(@Nullable Charset charset) {
            if (charset != null) {
                return charset;
            }
            return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        }

        /** RFC 5182 §2.1: "$" stands for what was found, by UID in a UID command, and stands alone. */
        @Override
        public IdRange[] parseIdRange(ImapSession session) throws DecodingException {
            if (nextWordChar() != '$') {
                return super.parseIdRange(session);
            }
            consume();
            if (!blank((byte) nextChar())) {
                throw new DecodingException(HumanReadableText.INVALID_MESSAGESET, "More than the saved result");
            }
            return SavedResult.named(session, isByUid());
        }

        private boolean isByUid() {
            int word = 0;
            while (octets[word] != ' ') {
                word++;
            }
            while (octets[word] == ' ') {
                word++;
            }
            return new String(octets, word, Math.min(4, octets.length - word), StandardCharsets.US_ASCII)
                    .equalsIgnoreCase("UID ");
        }

        @Override
        protected void commandContinuationRequest() {
            // Said when the literal was announced, before its octets were taken.
        }

        /** What comes next, up to a blank; it is not taken. */
        String nextWord() {
            int from = nextSeen ? position - 1 : position;
            while (from < octets.length && octets[from] == ' ') {
                from++;
            }
            int end = from;
            while (end < octets.length && octets[end] > ' ') {
                end++;
            }
            return new String(octets, from, end - from, StandardCharsets.US_ASCII);
        }

        /** Whether nothing but blanks and the line's end is left. */
        boolean atEnd() {
            if (literal < literals.size()) {
                return false;
            }
            if (nextSeen && !blank((byte) nextChar)) {
                return false;
            }
            for (int i = position; i < octets.length; i++) {
                if (!blank(octets[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean blank(byte octet) {
            return octet == ' ' || octet == '\r' || octet == '\n';
        }
    }
}
