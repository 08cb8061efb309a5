package io.gongmail.store.mail.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;

/** A mail in flight. The first {@code done} counts, further ones do nothing. */
final class QueueItem implements MailQueue.MailQueueItem {
    private final DurableQueue queue;
    private final QueueRow row;
    private final Mail mail;
    private final AtomicBoolean done = new AtomicBoolean();

    QueueItem(DurableQueue queue, QueueRow row, Mail mail) {
        this.queue = queue;
        this.row = row;
        this.mail = mail;
    }

    @Override
    public Mail getMail() {
        return mail;
    }

    @Override
    public void done(CompletionStatus status) throws MailQueue.MailQueueException {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        switch (status) {
            case SUCCESS -> queue.finish(row);
            case RETRY -> queue.retry(row, mail);
            case REJECT -> queue.setAside(row, mail);
        }
    }
}
