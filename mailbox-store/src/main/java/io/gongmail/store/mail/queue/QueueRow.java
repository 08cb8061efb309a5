package io.gongmail.store.mail.queue;

import io.gongmail.store.mail.content.ContentRef;
import java.util.UUID;

/** One row of {@code queue_item}; {@code priority} is from 0 to 9, {@code envelope} is JSON. */
record QueueRow(
        long seq, String queue, UUID id, long due, int priority, long entered, ContentRef content, String envelope) {}
