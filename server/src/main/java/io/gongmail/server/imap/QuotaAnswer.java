package io.gongmail.server.imap;

import java.io.IOException;
import java.util.Optional;
import org.apache.james.imap.encode.ImapResponseComposer;

/** What is said of quotas, which James' encoders say with names unquoted and room that is not there. */
interface QuotaAnswer extends WrittenAnswer {
    /**
     * Whose limit a mailbox counts in: QUOTAROOT (RFC 9208 §4.2.2).
     *
     * @param root empty where it counts in none
     */
    record OfMailbox(String mailbox, Optional<String> root) implements QuotaAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message("QUOTAROOT").mailbox(mailbox);
            if (root.isPresent()) {
                to.quote(root.get());
            }
            to.end();
        }
    }

    /** What a root holds and may hold: QUOTA (RFC 9208 §4.2.1), in units of 1,024 octets (§5.1), never too much room. */
    record OfRoot(String root, long octets, long most) implements QuotaAnswer {
        private static final long UNIT = 1_024;

        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged()
                    .message("QUOTA")
                    .quote(root)
                    .openParen()
                    .message("STORAGE")
                    .message((octets + UNIT - 1) / UNIT)
                    .message(most / UNIT)
                    .closeParen()
                    .end();
        }
    }
}
