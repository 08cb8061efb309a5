package io.gongmail.store.mail.queue;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import org.apache.james.server.core.MimeMessageSource;

/** Bytes in the content store as James wants to read them; nothing is open between reads. */
final class StoredMessage implements MimeMessageSource {
    private final ContentStore contents;
    private final ContentRef stored;

    StoredMessage(ContentStore contents, ContentRef stored) {
        this.contents = contents;
        this.stored = stored;
    }

    @Override
    public String getSourceId() {
        return stored.hash().hex();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return contents.open(stored);
    }

    @Override
    public long getMessageSize() {
        return stored.size();
    }
}
