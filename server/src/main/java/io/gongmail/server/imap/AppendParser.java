package io.gongmail.server.imap;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/**
 * Reads APPEND (RFC 9051 §6.3.12) of as many messages as there are (RFC 3502 §6.3.11), where James' reads one; each as a literal, as
 * one of any octets (RFC 3516 §4.4), or with the word by which RFC 6855 §4 announced headers in UTF-8.
 */
final class AppendParser extends AbstractImapCommandParser {
    AppendParser(StatusResponseFactory answers) {
        super(ImapConstants.APPEND_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String mailbox = request.mailbox();
        List<AppendedMessage> messages = new ArrayList<>();
        do {
            messages.add(message(request));
        } while (request.nextWordCharLenient().isPresent());
        request.eol();
        return new AppendRequested(mailbox, messages, tag);
    }

    /** One message with its flags and date. */
    static AppendedMessage message(ImapRequestLineReader request) throws DecodingException {
        Flags flags = request.nextWordChar() == '(' ? request.flagList() : new Flags();
        Optional<Date> received = request.nextWordChar() == '"'
                ? Optional.of(Date.from(
                        request.dateTime().atZone(ZoneId.systemDefault()).toInstant())) // James reads it as local time
                : Optional.empty();
        boolean wrapped = request.nextWordChar() == 'U' || request.nextWordChar() == 'u';
        if (wrapped) {
            if (!ListParser.word(request).equals("UTF8")) {
                throw ListParser.refused("a message as a literal");
            }
            request.nextWordChar();
            request.consumeChar('(');
        }
        if (request.nextWordChar() == '~') {
            request.consume();
        }
        if (request.nextChar() != '{') {
            throw ListParser.refused("a message as a literal");
        }
        try {
            var literal = request.consumeLiteral(true);
            if (wrapped) {
                request.consumeChar(')');
            }
            return new AppendedMessage(flags, received, literal.left, literal.right);
        } catch (DecodingException e) {
            throw e;
        } catch (IOException e) {
            throw new DecodingException(HumanReadableText.SOCKET_IO_FAILURE, "A message could not be read", e);
        }
    }
}
