package io.gongmail.store.mail.queue;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentStore;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** James' contracts of a queue with delays and management, on Derby on disk. */
class DurableQueueTest implements DelayedManageableMailQueueContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Database database;
    private static ContentStore contents;
    private static MailQueues queues;

    private ManageableMailQueue queue;

    @BeforeAll
    static void open() {
        database = Database.openDerby(folder.resolve("db"), 1_000, 4);
        contents = ContentStore.open(database, folder.resolve("content"), ContentStore.DEFAULT_SEGMENT_SIZE);
        queues = MailQueues.open(database, contents, QueueSettings.standard(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        queues.close();
        contents.close();
        database.close();
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
