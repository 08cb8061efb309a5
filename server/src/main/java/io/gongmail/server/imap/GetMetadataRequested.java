package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** GETMETADATA (RFC 5464 §4.2). */
final class GetMetadataRequested extends AbstractImapRequest {
    /** Below an entry: nothing, its children, or all. */
    enum Depth {
        NONE,
        ONE,
        ALL
    }

    private final String mailbox;
    private final List<String> entries;
    private final long maxSize;
    private final Depth depth;

    /**
     * @param mailbox empty for the server
     * @param entries in lower case
     */
    GetMetadataRequested(String mailbox, List<String> entries, long maxSize, Depth depth, Tag tag) {
        super(tag, ImapConstants.GETMETDATA_COMMAND);
        this.mailbox = mailbox;
        this.entries = List.copyOf(entries);
        this.maxSize = maxSize;
        this.depth = depth;
    }

    String mailbox() {
        return mailbox;
    }

    List<String> entries() {
        return entries;
    }

    /** Larger values are not told. */
    long maxSize() {
        return maxSize;
    }

    /** Whether {@code entry} is asked for. */
    boolean names(String entry) {
        return entries.stream().anyMatch(named -> names(named, entry));
    }

    private boolean names(String named, String entry) {
        if (entry.equals(named)) {
            return true;
        }
        return depth != Depth.NONE
                && entry.startsWith(named + "/")
                && (depth == Depth.ALL || entry.indexOf('/', named.length() + 1) < 0);
    }
}
