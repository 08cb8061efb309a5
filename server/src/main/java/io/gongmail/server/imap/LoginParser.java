package io.gongmail.server.imap;

import java.nio.charset.StandardCharsets;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.LoginRequest;

/**
 * Reads LOGIN (RFC 9051 §6.2.3), in UTF-8, where James' reads US-ASCII alone: a client "MUST use the AUTHENTICATE command" for a name or
 * password beyond that (RFC 9755 §5), and who uses LOGIN all the same can mean nothing else. Stateless.
 */
final class LoginParser extends AbstractImapCommandParser {
    LoginParser(StatusResponseFactory answers) {
        super(ImapConstants.LOGIN_COMMAND, answers);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        String user = request.astring(StandardCharsets.UTF_8);
        String password = request.astring(StandardCharsets.UTF_8);
        request.eol();
        try {
            Username named = Username.of(user);
            if (isAscii(named.asString()) && !isAscii(user)) {
                // It makes small letters of a Kelvin sign, too, and what signs in then is another name than was given.
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "no name of anybody");
            }
            return new LoginRequest(named, password, tag);
        } catch (IllegalArgumentException e) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "no name of anybody", e);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
