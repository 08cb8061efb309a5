package io.gongmail.store.mail.queue;

import java.util.List;

/** One thing that the writer makes durable. */
sealed interface Change {
    record Arrived(QueueRow row) implements Change {}

    /** Everything of the row but its number, id and time of entry may have changed; one that is held stays held. */
    record PutBack(QueueRow row) implements Change {}

    /** Nothing but the time before which they are not handed out. */
    record Timed(List<Long> seqs, long due) implements Change {}

    record Gone(List<Long> seqs) implements Change {}
}
