package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What messages refer to, as it was described when they arrived. Thread-safe; calls block. */
final class References {
    private final MailReader reader;

    References(MailReader reader) {
        this.reader = reader;
    }

    /** RFC 5256 §3, step 1: References, or where there are none the first of In-Reply-To; the nearest last. */
    List<String> of(ListedMessage message, @Nullable DescriptionOctets description, WireEnvelope envelope)
            throws IOException {
        String field =
                description == null || !description.tellsReferences() ? fromHeader(message) : description.references();
        List<String> references = MessageIds.in(field);
        if (!references.isEmpty()) {
            return references;
        }
        List<String> answered = MessageIds.in(envelope.inReplyTo());
        return answered.isEmpty() ? answered : answered.subList(0, 1);
    }

    /** Of what was described before References were stored with it. */
    private String fromHeader(ListedMessage message) throws IOException {
        try (InputStream header = reader.openRange(message.content(), 0, message.headerOctets())) {
            return new WireDescriber()
                    .describe(header)
                    .map(description -> description.references())
                    .orElse("");
        }
    }
}
