package io.gongmail.store.mail.queue;

import java.time.Duration;

/**
 * Bounds of the queues of one store.
 *
 * @param longest mails that one queue may hold; a further one is refused
 * @param waiting changes that may wait for the writer
 * @param batch changes that the writer commits in one transaction
 * @param patience how long a caller waits for room at the writer and for its commit
 */
public record QueueSettings(int longest, int waiting, int batch, Duration patience) {
    public QueueSettings {
        if (longest < 1 || waiting < 1 || batch < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("bounds of a queue are positive");
        }
    }

    /** 200,000 mails, 1,024 waiting changes, 256 to a transaction, 30 s. */
    public static QueueSettings standard() {
        return new QueueSettings(200_000, 1_024, 256, Duration.ofSeconds(30));
    }
}
