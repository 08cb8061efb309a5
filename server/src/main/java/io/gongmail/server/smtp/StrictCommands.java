package io.gongmail.server.smtp;

import java.util.Set;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/** Commands end in CRLF and hold no other CR, LF or NUL (RFC 5321 §2.3.8): what is smuggled in one line stays out. */
final class StrictCommands extends CommandDispatcher<SMTPSession> {
    StrictCommands() {
        super(Set.of());
    }

    @Override
    public Response onLine(SMTPSession session, byte[] line) {
        if (StrictLines.hasBareControl(line)) {
            return new SMTPResponse("500", "5.5.2 Bare CR, LF or NUL in a command");
        }
        return super.onLine(session, line);
    }
}
