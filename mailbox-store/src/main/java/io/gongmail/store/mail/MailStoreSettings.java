package io.gongmail.store.mail;

import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import java.time.Duration;

/**
 * How the mail store is run.
 *
 * @param segmentSize octets after which a new segment of message content is begun, 1 MiB to 4 GiB
 * @param quota octets that an account may hold where nothing else was set for it; −1 is without limit
 * @param metadataQueue changes that may wait for the metadata writer before callers wait, 16 to 100,000
 * @param grace content that was put, read or let go within it is not removed
 * @param sweep when content that nobody refers to is removed
 * @param keepDeleted how long deleted messages can be had back; zero: not at all
 * @param contentKeys what message content is sealed with
 */
public record MailStoreSettings(
        long segmentSize,
        long quota,
        int metadataQueue,
        Duration grace,
        SweepSettings sweep,
        Duration keepDeleted,
        ContentKeys contentKeys) {
    public MailStoreSettings {
        if (segmentSize < 1L << 20 || segmentSize > 1L << 32) {
            throw new IllegalArgumentException("segment size must be 1 MiB to 4 GiB: " + segmentSize);
        }
        if (keepDeleted.isNegative()) {
            throw new IllegalArgumentException("deleted messages cannot be kept for " + keepDeleted);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace must not be negative: " + grace);
        }
        if (quota < -1) {
            throw new IllegalArgumentException("a quota must be −1 or more: " + quota);
        }
        if (metadataQueue < 16 || metadataQueue > 100_000) {
            throw new IllegalArgumentException("metadata queue must be 16 to 100,000: " + metadataQueue);
        }
    }

    /** Where content is in clear. */
    public MailStoreSettings(
            long segmentSize,
            long quota,
            int metadataQueue,
            Duration grace,
            SweepSettings sweep,
            Duration keepDeleted) {
        this(segmentSize, quota, metadataQueue, grace, sweep, keepDeleted, ContentKeys.NONE);
    }

    /** The same where deleted messages are gone. */
    public MailStoreSettings(long segmentSize, long quota, int metadataQueue, Duration grace, SweepSettings sweep) {
        this(segmentSize, quota, metadataQueue, grace, sweep, Duration.ZERO);
    }

    /** The same with the usual grace and sweeps. */
    public MailStoreSettings(long segmentSize, long quota, int metadataQueue) {
        this(segmentSize, quota, metadataQueue, ContentStore.STANDARD_GRACE, SweepSettings.standard());
    }

    /** The same, with content sealed. */
    public MailStoreSettings with(ContentKeys keys) {
        return new MailStoreSettings(segmentSize, quota, metadataQueue, grace, sweep, keepDeleted, keys);
    }

    public static MailStoreSettings defaults() {
        return new MailStoreSettings(ContentStore.DEFAULT_SEGMENT_SIZE, -1, 4_096);
    }
}
