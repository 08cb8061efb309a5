package io.gongmail.server.imap;

import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.message.request.FetchRequest;

/** FETCH that asks for PREVIEW (RFC 8970 §4) beside what James knows of. */
final class PreviewRequest extends FetchRequest {
    private final boolean lazy;

    PreviewRequest(boolean byUid, IdRange[] messages, FetchData rest, Tag tag, boolean lazy) {
        super(byUid, messages, rest, tag);
        this.lazy = lazy;
    }

    /** Whether only what is at hand is wanted (§4.1). */
    boolean isLazy() {
        return lazy;
    }

    /** A request like {@code request}, with another {@code rest}. */
    static FetchRequest like(FetchRequest request, FetchData rest) {
        return request instanceof PreviewRequest preview
                ? new PreviewRequest(request.isUseUids(), request.getIdSet(), rest, request.getTag(), preview.lazy)
                : new FetchRequest(request.isUseUids(), request.getIdSet(), rest, request.getTag());
    }
}
