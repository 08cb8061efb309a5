package io.gongmail.server.imap;

import java.io.Closeable;
import java.io.IOException;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** REPLACE and UID REPLACE (RFC 8508 §3). */
final class ReplaceRequested extends AbstractImapRequest implements Closeable {
    private final long id;
    private final boolean uid;
    private final String mailbox;
    private final AppendedMessage message;

    /** @param id a UID, or else a sequence number; 0 for the last message */
    ReplaceRequested(long id, boolean uid, String mailbox, AppendedMessage message, Tag tag) {
        super(tag, ImapConstants.REPLACE_COMMAND);
        this.id = id;
        this.uid = uid;
        this.mailbox = mailbox;
        this.message = message;
    }

    long id() {
        return id;
    }

    boolean isUid() {
        return uid;
    }

    String mailbox() {
        return mailbox;
    }

    AppendedMessage message() {
        return message;
    }

    @Override
    public void close() throws IOException {
        if (message.octets() instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
