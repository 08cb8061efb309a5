package io.gongmail.server.imap;

import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.SectionType;
import org.jspecify.annotations.Nullable;

/** A section that is asked for without its transfer encoding, or the size that it has so (RFC 9051 §6.4.5, RFC 3516 §4.2). */
@SuppressWarnings("NullAway") // James has null for the whole message, and for all of a section
final class BinarySection extends BodyFetchElement {
    private final boolean size;

    /** @param path null for the whole message */
    BinarySection(String name, int @Nullable [] path, @Nullable Long first, @Nullable Long most, boolean size) {
        super(name, SectionType.CONTENT, path, null, first, most);
        this.size = size;
    }

    boolean isSize() {
        return size;
    }
}
