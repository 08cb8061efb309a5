package io.gongmail.server.imap;

import java.util.Date;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.message.Literal;

/**
 * A message that a client brings.
 *
 * @param received where the client says when it was
 * @param size in octets
 */
record AppendedMessage(Flags flags, Optional<Date> received, long size, Literal octets) {
    /** Whether there is a NUL in it. */
    boolean containsNul() {
        return octets instanceof ReceivedLiteral literal && literal.containsNul();
    }
}
