package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.CreateRequest;

/** CREATE, which may say what the mailbox is for (RFC 6154 §3). */
final class CreateRequested extends CreateRequest {
    private final List<String> uses;

    CreateRequested(String mailbox, List<String> uses, Tag tag) {
        super(mailbox, tag);
        this.uses = List.copyOf(uses);
    }

    /** As the client wrote them, in upper case. */
    List<String> uses() {
        return uses;
    }
}
