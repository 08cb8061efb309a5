package io.gongmail.store.mail.queue;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue.MailQueueException;

/**
 * What an operator sees of the queues and does about single mails; each change is durable when it returns. A mail that somebody
 * has in hand is dealt with to the end of that attempt: held or deleted meanwhile, it may have been delivered all the same.
 * Thread-safe.
 */
public final class QueueDesk {
    private final QueueTable table;
    private final Function<String, Optional<DurableQueue>> queues;

    QueueDesk(QueueTable table, Function<String, Optional<DurableQueue>> queues) {
        this.table = table;
        this.queues = queues;
    }

    /** At most {@code most} mails of a queue, the most urgent first, then in order of arrival; empty where there is no such queue. */
    public Optional<List<QueuedMail>> list(String queue, int most) {
        return queues.apply(queue).map(there -> there.seen(most));
    }

    /** Those of one id: one, or one more where a process died between two queues. */
    public List<QueuedMail> find(UUID id) {
        List<QueuedMail> found = new ArrayList<>();
        for (QueueRow row : table.ofItem(id)) {
            queues.apply(row.queue()).ifPresent(queue -> found.add(queue.seen(row)));
        }
        return found;
    }

    /** Hands it out no more until it is released; returns how many there were. */
    public int hold(UUID id) {
        return change(id, all -> true, (queue, seqs) -> queue.time(seqs, Tickets.SET_ASIDE));
    }

    /** Hands out at once what was held; returns how many were. */
    public int release(UUID id) {
        return change(
                id,
                mail -> mail.standing() == QueuedMail.Standing.HELD,
                (queue, seqs) -> queue.time(seqs, Tickets.AT_ONCE));
    }

    /** Hands out at once what was to come later; returns how many were. What is held stays so. */
    public int hurry(UUID id) {
        return change(
                id,
                mail -> mail.standing() == QueuedMail.Standing.DELAYED,
                (queue, seqs) -> queue.time(seqs, Tickets.AT_ONCE));
    }

    /** Takes it away for good, and nobody is told; returns how many there were. */
    public int delete(UUID id) {
        return change(id, all -> true, (queue, seqs) -> queue.remove(seqs));
    }

    @FunctionalInterface
    private interface Doing {
        void to(DurableQueue queue, List<Long> seqs) throws MailQueueException;
    }

    private int change(UUID id, Predicate<QueuedMail> which, Doing doing) {
        Map<DurableQueue, List<Long>> chosen = new LinkedHashMap<>();
        for (QueueRow row : table.ofItem(id)) {
            Optional<DurableQueue> queue = queues.apply(row.queue());
            if (queue.isPresent() && isChosen(queue.get().seen(row), which)) {
                chosen.computeIfAbsent(queue.get(), fresh -> new ArrayList<>()).add(row.seq());
            }
        }
        int changed = 0;
        for (Map.Entry<DurableQueue, List<Long>> each : chosen.entrySet()) {
            try {
                doing.to(each.getKey(), each.getValue());
                changed += each.getValue().size();
            } catch (MailQueueException e) {
                throw new StoreException(
                        Kind.BUSY, "the queue " + each.getKey().getName().asString() + ": " + e.getMessage(), e);
            }
        }
        return changed;
    }

    private static boolean isChosen(QueuedMail mail, Predicate<QueuedMail> which) {
        try {
            return which.test(mail);
        } finally {
            LifecycleUtil.dispose(mail.mail());
        }
    }
}
