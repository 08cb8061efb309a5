package io.gongmail.server.imap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.search.MessagePreview;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Previews of messages (RFC 8970), remembered for those that were asked for lately. Thread-safe. */
final class Previews {
    /** All together, in characters: 16 MB at most. */
    private static final int REMEMBERED = 8_000_000;
    /** Of an entry beside its text. */
    private static final int OVERHEAD = 80;
    /** What is larger is not read for who wants no delay (§4.1). */
    private static final int AT_ONCE = 64 * 1024;

    private final MailReader reader;
    private final Cache<ContentRef, String> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED)
            .weigher((ContentRef content, String text) -> OVERHEAD + text.length())
            .build();

    Previews(MailReader reader) {
        this.reader = reader;
    }

    /** Empty where it would take long and {@code lazy} says not to wait; an empty text where there is none to be had. */
    Optional<String> of(ContentRef content, boolean lazy) throws IOException {
        String known = remembered.getIfPresent(content);
        if (known == null) {
            if (lazy && content.size() > AT_ONCE) {
                return Optional.empty();
            }
            try (InputStream message = reader.open(content)) {
                known = MessagePreview.of(message);
            }
            remembered.put(content, known);
        }
        return Optional.of(known);
    }
}
