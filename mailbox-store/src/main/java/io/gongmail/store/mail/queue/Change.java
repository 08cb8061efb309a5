package io.gongmail.store.mail.queue;

import java.util.List;

/** One thing that the writer makes durable. */
sealed interface Change {
    record Arrived(QueueRow row) implements Change {}

    /** Everything of the row but its number, id and time of entry may have changed. */
    record PutBack(QueueRow row) implements Change {}

    record Hurried(List<Long> seqs) implements Change {}

    record Gone(List<Long> seqs) implements Change {}
}
