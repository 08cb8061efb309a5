package io.gongmail.server.imap;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery.UidRange;
import org.jspecify.annotations.Nullable;

/**
 * THREADID (RFC 8474 §5.2): what a message's thread began with, which is the first message it refers to, or itself where it refers
 * to none. It is made of the header alone, so each copy has the same one, and for ever; a message without identifiers has none. Who
 * refers to more than {@link MessageIds#MOST} messages, or to the nearest alone (In-Reply-To), may begin another thread: how threads
 * are made the RFC leaves to servers. Thread-safe; calls block.
 */
final class ThreadIds {
    /** RFC 8474 §7: a letter first, so that it is none of another kind of identifier. */
    private static final char KIND = 'T';

    private static final int OCTETS = 20;
    private static final BaseEncoding ENCODING = BaseEncoding.base64Url().omitPadding();

    private final MailReader reader;
    private final References references;

    ThreadIds(MailReader reader) {
        this.reader = reader;
        this.references = new References(reader);
    }

    /**
     * Null where it has none.
     *
     * @param stored as it was stored, in US-ASCII; null where that is not to be had
     */
    @Nullable
    String of(ListedMessage message, @Nullable DescriptionOctets stored) throws IOException {
        DescriptionOctets description = stored == null ? anew(message) : stored;
        if (description == null) {
            return null;
        }
        WireEnvelope envelope = WireEnvelope.read(description.envelope());
        List<String> first = references.of(message, description, envelope);
        if (first.isEmpty()) {
            first = MessageIds.in(envelope.messageId());
        }
        return first.isEmpty() ? null : id(first.get(0));
    }

    private @Nullable DescriptionOctets anew(ListedMessage message) throws IOException {
        try (InputStream header = reader.openRange(message.content(), 0, message.headerOctets())) {
            return new WireDescriber()
                    .describe(header)
                    .map(DescriptionOctets::of)
                    .orElse(null);
        }
    }

    private static String id(String messageId) {
        byte[] hash =
                Hashing.sha256().hashString(messageId, StandardCharsets.UTF_8).asBytes();
        return KIND + ENCODING.encode(hash, 0, OCTETS);
    }

    /** The messages of these threads, by thread: all of the mailbox is gone through once, a page at a time. */
    Map<String, List<UidRange>> find(Set<String> wanted, SelectedMailbox selected, Outlet outlet) throws IOException {
        Map<String, List<UidRange>> found = new HashMap<>();
        long last = selected.getLastUid().map(MessageUid::asLong).orElse(0L);
        for (long next = 1; next <= last && outlet.isOpen(); ) {
            List<ListedMessage> page = reader.page(selected.getMailboxId(), next, last, -1, MailReader.PAGE);
            if (page.isEmpty()) {
                break;
            }
            Map<ContentRef, DescriptionOctets> descriptions = reader.descriptions(
                    page.stream().map(ListedMessage::content).toList());
            for (ListedMessage message : page) {
                String thread = of(message, descriptions.get(message.content()));
                if (thread != null && wanted.contains(thread)) {
                    found.computeIfAbsent(thread, none -> new ArrayList<>())
                            .add(new UidRange(MessageUid.of(message.uid())));
                }
            }
            next = page.get(page.size() - 1).uid() + 1;
        }
        return found;
    }
}
