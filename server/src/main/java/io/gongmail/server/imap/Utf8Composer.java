package io.gongmail.server.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.mail.Flags;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.message.Literal;

/**
 * Writes strings in UTF-8, and names of mailboxes as such strings (RFC 9755 §3), where James' composer has modified UTF-7 and
 * question marks; all else is written by that one. Not thread-safe.
 */
final class Utf8Composer implements ImapResponseComposer {
    private final ImapResponseComposer james;

    Utf8Composer(ImapResponseComposer james) {
        this.james = james;
    }

    @Override
    public ImapResponseComposer mailbox(String name) throws IOException {
        return quote(name);
    }

    @Override
    public ImapResponseComposer quote(String text) throws IOException {
        james.message(string(text));
        return this;
    }

    /** A quoted string, or where that may not hold it a literal (RFC 9051 §4.3); NUL may stand in neither. */
    private static byte[] string(String text) {
        ByteArrayOutputStream string = new ByteArrayOutputStream(text.length() + 16);
        byte[] octets = text.replace('\0', '\ufffd').getBytes(StandardCharsets.UTF_8);
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            string.writeBytes(("{" + octets.length + "}\r\n").getBytes(StandardCharsets.US_ASCII));
            string.writeBytes(octets);
            return string.toByteArray();
        }
        string.write('"');
        for (byte octet : octets) {
            if (octet == '"' || octet == '\\') {
                string.write('\\');
            }
            string.write(octet);
        }
        string.write('"');
        return string.toByteArray();
    }

    @Override
    public void flush() throws IOException {
        james.flush();
    }

    @Override
    public ImapResponseComposer untaggedNoResponse(String text, String code) throws IOException {
        james.untaggedNoResponse(text, code);
        return this;
    }

    @Override
    public ImapResponseComposer flags(Flags flags) throws IOException {
        james.flags(flags);
        return this;
    }

    @Override
    public ImapResponseComposer nil() throws IOException {
        james.nil();
        return this;
    }

    @Override
    public ImapResponseComposer untaggedResponse(String text) throws IOException {
        james.untaggedResponse(text);
        return this;
    }

    @Override
    public ImapResponseComposer untagged() throws IOException {
        james.untagged();
        return this;
    }

    @Override
    public ImapResponseComposer commandName(ImapCommand command) throws IOException {
        james.commandName(command);
        return this;
    }

    @Override
    public ImapResponseComposer message(String text) throws IOException {
        james.message(text);
        return this;
    }

    @Override
    public ImapResponseComposer message(byte[] octets) throws IOException {
        james.message(octets);
        return this;
    }

    @Override
    public ImapResponseComposer message(long number) throws IOException {
        james.message(number);
        return this;
    }

    @Override
    public ImapResponseComposer sequenceSet(UidRange[] ranges) throws IOException {
        james.sequenceSet(ranges);
        return this;
    }

    @Override
    public ImapResponseComposer sequenceSet(IdRange[] ranges) throws IOException {
        james.sequenceSet(ranges);
        return this;
    }

    @Override
    public ImapResponseComposer end() throws IOException {
        james.end();
        return this;
    }

    @Override
    public ImapResponseComposer tag(Tag tag) throws IOException {
        james.tag(tag);
        return this;
    }

    @Override
    public ImapResponseComposer quote(char character) throws IOException {
        james.quote(character);
        return this;
    }

    @Override
    public ImapResponseComposer literal(Literal literal) throws IOException {
        james.literal(literal);
        return this;
    }

    @Override
    public ImapResponseComposer openParen() throws IOException {
        james.openParen();
        return this;
    }

    @Override
    public ImapResponseComposer closeParen() throws IOException {
        james.closeParen();
        return this;
    }

    @Override
    public ImapResponseComposer quoteUpperCaseAscii(String text) throws IOException {
        james.quoteUpperCaseAscii(text);
        return this;
    }

    @Override
    public ImapResponseComposer skipNextSpace() throws IOException {
        james.skipNextSpace();
        return this;
    }

    @Override
    public ImapResponseComposer continuationResponse(String text) throws IOException {
        james.continuationResponse(text);
        return this;
    }

    @Override
    public ImapResponseComposer continuationResponse() throws IOException {
        james.continuationResponse();
        return this;
    }

    @Override
    public ImapResponseComposer closeSquareBracket() throws IOException {
        james.closeSquareBracket();
        return this;
    }

    @Override
    public ImapResponseComposer openSquareBracket() throws IOException {
        james.openSquareBracket();
        return this;
    }
}
