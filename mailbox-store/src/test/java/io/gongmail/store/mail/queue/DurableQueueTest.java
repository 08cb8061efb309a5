package io.gongmail.store.mail.queue;

import io.gongmail.store.mail.mailbox.StoreInFolder;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** James' contracts of a queue with delays and management, on Derby on disk. */
class DurableQueueTest implements DelayedManageableMailQueueContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private static MailQueues queues;

    private ManageableMailQueue queue;

    @BeforeAll
    static void open() {
        queues = MailQueues.open(STORE.database(), STORE.content(), QueueSettings.standard(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        queues.close();
    }

    @BeforeEach
    void create() {
        queue = queues.createQueue(MailQueueName.of("test-" + NUMBER.incrementAndGet()));
    }

    @AfterEach
    void leave() throws IOException {
        queue.close();
    }

    @Override
    public MailQueue getMailQueue() {
        return queue;
    }

    @Override
    public ManageableMailQueue getManageableMailQueue() {
        return queue;
    }
}
