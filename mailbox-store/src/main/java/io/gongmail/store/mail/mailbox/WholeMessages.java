package io.gongmail.store.mail.mailbox;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.HeaderImpl;
import reactor.core.publisher.Mono;

/** Stores messages whole, of whose headers James was shown as much as it can take ({@link BoundedContent}). */
final class WholeMessages implements MessageStorer {
    private final MessageStorer storer;

    WholeMessages(MessageStorer storer) {
        this.storer = storer;
    }

    @Override
    public Mono<Pair<MessageMetaData, Optional<List<MessageAttachmentMetadata>>>> appendMessageToStore(
            Mailbox mailbox,
            Date internalDate,
            int size,
            int bodyStart,
            Content content,
            Flags flags,
            PropertyBuilder properties,
            Optional<Message> parsed,
            MailboxSession session,
            HeaderImpl headers)
            throws MailboxException {
        boolean bounded = content instanceof BoundedContent;
        return storer.appendMessageToStore(
                mailbox,
                internalDate,
                size,
                bounded ? ((BoundedContent) content).bodyStart(bodyStart) : bodyStart,
                bounded ? ((BoundedContent) content).whole() : content,
                flags,
                properties,
                parsed,
                session,
                headers);
    }
}
