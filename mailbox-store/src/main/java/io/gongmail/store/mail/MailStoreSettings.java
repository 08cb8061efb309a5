package io.gongmail.store.mail;

import io.gongmail.store.mail.content.ContentStore;

/**
 * How the mail store is run.
 *
 * @param segmentSize octets after which a new segment of message content is begun, 1 MiB to 4 GiB
 * @param quota octets that an account may hold where nothing else was set for it; −1 is without limit
 * @param metadataQueue changes that may wait for the metadata writer before callers wait, 16 to 100,000
 */
public record MailStoreSettings(long segmentSize, long quota, int metadataQueue) {
    public MailStoreSettings {
        if (segmentSize < 1L << 20 || segmentSize > 1L << 32) {
            throw new IllegalArgumentException("segment size must be 1 MiB to 4 GiB: " + segmentSize);
        }
        if (quota < -1) {
            throw new IllegalArgumentException("a quota must be −1 or more: " + quota);
        }
        if (metadataQueue < 16 || metadataQueue > 100_000) {
            throw new IllegalArgumentException("metadata queue must be 16 to 100,000: " + metadataQueue);
        }
    }

    public static MailStoreSettings defaults() {
        return new MailStoreSettings(ContentStore.DEFAULT_SEGMENT_SIZE, -1, 4_096);
    }
}
