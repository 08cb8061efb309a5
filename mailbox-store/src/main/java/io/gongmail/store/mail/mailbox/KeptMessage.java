package io.gongmail.store.mail.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * What lists do not show of a message.
 *
 * @param id the same wherever it is copied or moved: EMAILID (RFC 8474 §5.1)
 * @param savedAt when it came into its mailbox (RFC 8514 §4.1), in milliseconds since the epoch; null when not known
 */
public record KeptMessage(long uid, String id, @Nullable Long savedAt) {
    static KeptMessage of(MessageRow row) {
        return new KeptMessage(row.uid(), row.id().serialize(), row.savedAt());
    }
}
