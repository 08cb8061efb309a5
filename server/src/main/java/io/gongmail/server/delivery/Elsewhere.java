package io.gongmail.server.delivery;

import com.google.common.io.ByteSource;
import java.util.List;
import org.apache.james.core.MailAddress;

/** What takes mail for other servers. Thread-safe. */
public interface Elsewhere {
    /** What mail for a domain shares with that for others: so much goes there at once, and waits together while it is away. */
    default String destination(String domain) {
        return domain;
    }

    /**
     * What stands on the envelope.
     *
     * @param sender the reverse path (RFC 5321 §4.1.1.2); empty where nothing is to come back
     * @param recipients of one domain
     * @param tlsRequired whether it goes over TLS alone, to servers that do the same (RFC 8689)
     * @param priority from -9 to 9 (RFC 6710)
     */
    record Envelope(String sender, List<MailAddress> recipients, boolean tlsRequired, int priority) {
        public Envelope {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * Hands one message on. Blocks, within time limits of its own.
     *
     * @param message as RFC 5322 has it; may be read more than once, and only until this returns
     * @return outcomes in the order of the recipients
     */
    List<Given> hand(Envelope envelope, ByteSource message);
}
