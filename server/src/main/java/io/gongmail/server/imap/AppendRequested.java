package io.gongmail.server.imap;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** APPEND of one message or several (RFC 3502). */
final class AppendRequested extends AbstractImapRequest implements Closeable {
    private final String mailbox;
    private final List<AppendedMessage> messages;

    AppendRequested(String mailbox, List<AppendedMessage> messages, Tag tag) {
        super(tag, ImapConstants.APPEND_COMMAND);
        this.mailbox = mailbox;
        this.messages = List.copyOf(messages);
    }

    String mailbox() {
        return mailbox;
    }

    List<AppendedMessage> messages() {
        return messages;
    }

    @Override
    public void close() throws IOException {
        for (AppendedMessage message : messages) {
            if (message.octets() instanceof Closeable closeable) {
                closeable.close();
            }
        }
    }
}
