package io.gongmail.store.mail.mailbox;

import java.io.IOException;
import java.io.InputStream;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.jspecify.annotations.Nullable;

/** A message that James looks into before it is stored, with a header that it can take ({@link BoundedHeader}). */
final class BoundedContent implements Content {
    private final Content whole;
    private volatile @Nullable BoundedHeader looked;

    BoundedContent(Content whole) {
        this.whole = whole;
    }

    /** What is to be stored. */
    Content whole() {
        return whole;
    }

    /** Where the body begins in the whole, which began at {@code start} in what was looked into; 0 where there is none. */
    int bodyStart(int start) {
        BoundedHeader header = looked;
        return header == null || start == 0 ? start : Math.toIntExact(start + header.dropped());
    }

    @Override
    public InputStream getInputStream() throws IOException {
        BoundedHeader header = BoundedHeader.forJames(whole.getInputStream());
        looked = header;
        return header;
    }

    @Override
    public long size() throws MailboxException {
        return whole.size();
    }
}
