package io.gongmail.server.imap;

import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** SETMETADATA (RFC 5464 §4.3). */
final class SetMetadataRequested extends AbstractImapRequest {
    private final String mailbox;
    private final Map<String, Optional<byte[]>> entries;
    private final boolean tooLarge;

    /**
     * @param mailbox empty for the server
     * @param entries with names in lower case; those without a value are to go
     * @param tooLarge whether one is larger than may be, which is then not among them
     */
    SetMetadataRequested(String mailbox, Map<String, Optional<byte[]>> entries, boolean tooLarge, Tag tag) {
        super(tag, ImapConstants.SETMETADATA_COMMAND);
        this.mailbox = mailbox;
        this.entries = Map.copyOf(entries);
        this.tooLarge = tooLarge;
    }

    String mailbox() {
        return mailbox;
    }

    Map<String, Optional<byte[]>> entries() {
        return entries;
    }

    /** The octets of the longest value. */
    int longest() {
        return entries.values().stream()
                .flatMap(Optional::stream)
                .mapToInt(value -> value.length)
                .max()
                .orElse(0);
    }

    boolean isTooLarge() {
        return tooLarge;
    }
}
