package io.gongmail.store.mail.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.mail.mailbox.StoreInFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.DelayedPriorityMailQueueContract;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.Mails;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.PriorityManageableMailQueueContract;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

/**
 * James' contracts of a queue with delays, priorities and management, on Derby on disk. Where they wait no longer than a few seconds for what is
 * to come, or have a delay be over so soon, a machine with much else to do is given more time.
 */
class DurableQueueTest
        implements DelayedManageableMailQueueContract,
                PriorityManageableMailQueueContract,
                DelayedPriorityMailQueueContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private static MailQueues queues;

    private ManageableMailQueue queue;

    @BeforeAll
    static void open() {
        Awaitility.setDefaultTimeout(LIMIT);
        queues = MailQueues.open(STORE.database(), STORE.content(), QueueSettings.standard(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        Awaitility.reset();
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
    @Test
    public void enqueueShouldDelayMailsWhenSpecified() throws Exception {
        queue.enQueue(Mails.defaultMail().name("name").build(), 5, TimeUnit.MINUTES);
        assertThatThrownBy(() -> taken(Duration.ofSeconds(1))).isInstanceOf(RuntimeException.class);
    }

    @Override
    @Test
    public void enqueueWithNegativeDelayShouldNotDelayDelivery() throws Exception {
        queue.enQueue(Mails.defaultMail().name("name").build(), -30, TimeUnit.SECONDS);
        assertThat(taken(LIMIT).getMail().getName()).isEqualTo("name");
    }

    @Override
    @Test
    public void flushShouldRemoveDelays() throws Exception {
        queue.enQueue(Mails.defaultMail().name("name1").build(), 30, TimeUnit.HOURS);
        assertThat(queue.getSize()).isOne();
        queue.flush();
        assertThat(taken(LIMIT).getMail().getName()).isEqualTo("name1");
    }

    private MailQueue.MailQueueItem taken(Duration within) {
        return Flux.from(queue.deQueue()).blockFirst(within);
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
