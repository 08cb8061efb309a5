package io.gongmail.store.mail.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.queue.QueuedMail.Standing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueFactoryContract;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.Mails;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueueFactoryContract;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.MailAddressFixture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** James' contracts of a queue factory, and what ours promises beyond them. */
class MailQueuesTest
        implements MailQueueFactoryContract<ManageableMailQueue>,
                ManageableMailQueueFactoryContract<ManageableMailQueue> {
    private static final MailQueueName NAME = MailQueueName.of("local");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Database database;
    private ContentStore contents;
    private MailQueues queues;

    @BeforeEach
    void open() {
        open(QueueSettings.standard());
    }

    private void open(QueueSettings settings) {
        database = openDatabase();
        contents = ContentStore.open(database, folder.resolve("content"), ContentStore.DEFAULT_SEGMENT_SIZE);
        queues = MailQueues.open(database, contents, settings, Clock.systemUTC());
    }

    /** The same one each time in one test. */
    Database openDatabase() {
        return FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
    }

    @AfterEach
    void close() {
        queues.close();
        contents.close();
        database.close();
    }

    @Override
    public MailQueueFactory<ManageableMailQueue> getMailQueueFactory() {
        return queues;
    }

    @Test
    void whatWasInFlightComesAgainAfterARestartUnderTheSameId() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        UUID id = Delivery.idOf(take().getMail()).orElseThrow();
        reopen();
        assertThat(queues.getQueue(NAME)).isPresent();
        assertThat(Delivery.idOf(take().getMail())).contains(id);
    }

    @Test
    void whatWasDoneDoesNotComeAgainAfterARestart() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        take().done(CompletionStatus.SUCCESS);
        reopen();
        assertThat(queues.createQueue(NAME).getSize()).isZero();
        assertThat(queues.createQueue(NAME).browse()).isExhausted();
    }

    @Test
    void aRetryKeepsIdAndBytesAndWhatChangedAndComesAfterItsWait() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        MailQueueItem first = take();
        Mail mail = first.getMail();
        UUID id = Delivery.idOf(mail).orElseThrow();
        mail.setRecipients(List.of(MailAddressFixture.RECIPIENT2));
        mail.setAttribute(Attribute.convertToAttribute("attempts", 1));
        Delivery.retryAfter(mail, Duration.ofDays(1));
        first.done(CompletionStatus.RETRY);
        reopen();

        assertThat(Flux.from(queues.createQueue(NAME).deQueue())
                        .next()
                        .timeout(Duration.ofMillis(300), Mono.empty())
                        .blockOptional())
                .isEmpty();
        queues.createQueue(NAME).flush();
        Mail again = take().getMail();
        assertThat(Delivery.idOf(again)).contains(id);
        assertThat(again.getRecipients()).containsExactly(MailAddressFixture.RECIPIENT2);
        assertThat(again.getAttribute(
                        Attribute.convertToAttribute("attempts", 1).getName()))
                .isPresent();
        assertThat(again.getMessage().getHeader("testheader")).containsExactly("testvalue");
    }

    @Test
    void aRejectedMailIsSetAsideUntilItIsFlushed() throws Exception {
        ManageableMailQueue queue = queues.createQueue(NAME);
        queue.enQueue(mail("a"));
        take().done(CompletionStatus.REJECT);
        assertThat(queue.getSize()).isOne();
        reopen();
        assertThat(queues.createQueue(NAME).flush()).isOne();
        assertThat(take().getMail().getName()).isEqualTo("a");
    }

    @Test
    void aFullQueueRefuses() throws Exception {
        close();
        open(new QueueSettings(2, 10, 10, Duration.ofMinutes(1)));
        ManageableMailQueue queue = queues.createQueue(NAME);
        queue.enQueue(mail("a"));
        queue.enQueue(mail("b"));
        assertThatThrownBy(() -> queue.enQueue(mail("c")))
                .isInstanceOf(MailQueueException.class)
                .hasMessageContaining("full");
        take().done(CompletionStatus.SUCCESS);
        queue.enQueue(mail("c"));
        assertThat(queue.getSize()).isEqualTo(2);
    }

    @Test
    void aChangedMessageIsKeptAsItWasChanged() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        MailQueueItem item = take();
        item.getMail().getMessage().setHeader("testheader", "changed");
        item.getMail().getMessage().saveChanges();
        item.done(CompletionStatus.RETRY);
        assertThat(take().getMail().getMessage().getHeader("testheader")).containsExactly("changed");
    }

    @Test
    void doneCountsOnce() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        MailQueueItem item = take();
        item.done(CompletionStatus.RETRY);
        item.done(CompletionStatus.SUCCESS);
        assertThat(queues.createQueue(NAME).getSize()).isOne();
    }

    @Test
    void aSubscriberGetsNoMoreThanItAskedFor() throws Exception {
        ManageableMailQueue queue = queues.createQueue(NAME);
        for (int i = 0; i < 10; i++) {
            queue.enQueue(mail("m" + i));
        }
        AtomicInteger got = new AtomicInteger();
        Disposable subscription = Flux.from(queue.deQueue()).limitRate(3).subscribe(item -> got.incrementAndGet());
        Awaitility.await().atMost(LIMIT).untilAtomic(got, equalTo(10));
        subscription.dispose();
        Optional<MailQueueItem> none = Flux.from(queue.deQueue())
                .next()
                .timeout(Duration.ofMillis(200), Mono.empty())
                .blockOptional();
        assertThat(none).isEmpty();
    }

    @Test
    void closingCompletesSubscribersAndRefusesNewMail() {
        ManageableMailQueue queue = queues.createQueue(NAME);
        AtomicInteger completed = new AtomicInteger();
        Flux.from(queue.deQueue()).doOnComplete(completed::incrementAndGet).subscribe();
        queues.close();
        Awaitility.await().atMost(LIMIT).untilAtomic(completed, equalTo(1));
        assertThatThrownBy(() -> queue.enQueue(mail("late"))).isInstanceOf(MailQueueException.class);
    }

    @Test
    void whatIsHeldComesToNobodyUntilItIsReleasedNotEvenAfterARestart() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        UUID id = only().id();
        assertThat(queues.desk().hold(id)).isOne();
        assertThat(only().standing()).isEqualTo(Standing.HELD);
        assertThat(queues.desk().hurry(id)).as("what is held is no hurry").isZero();
        reopen();
        assertThat(only().standing()).isEqualTo(Standing.HELD);
        assertThat(comes(Duration.ofMillis(300))).isFalse();
        assertThat(queues.desk().release(id)).isOne();
        assertThat(Delivery.idOf(take().getMail())).contains(id);
        assertThat(queues.desk().release(id)).isZero();
    }

    @Test
    void whatIsHeldWhileItIsInHandIsHeldWhenItComesBack() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        MailQueueItem item = take();
        UUID id = Delivery.idOf(item.getMail()).orElseThrow();
        assertThat(only().standing()).isEqualTo(Standing.IN_HAND);
        assertThat(queues.desk().hold(id)).isOne();
        Delivery.retryAfter(item.getMail(), Duration.ofMillis(1));
        item.getMail().setAttribute(Attribute.convertToAttribute("attempts", 1));
        item.done(CompletionStatus.RETRY);
        assertThat(only().standing()).isEqualTo(Standing.HELD);
        assertThat(only().mail()
                        .getAttribute(
                                Attribute.convertToAttribute("attempts", 1).getName()))
                .as("what was written in hand is kept")
                .isPresent();
        assertThat(comes(Duration.ofMillis(300))).isFalse();
        reopen();
        assertThat(only().standing()).isEqualTo(Standing.HELD);
    }

    @Test
    void whatIsReleasedBeforeItComesBackIsHandedOutWhenItsWaitIsOver() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        MailQueueItem item = take();
        UUID id = Delivery.idOf(item.getMail()).orElseThrow();
        queues.desk().hold(id);
        assertThat(queues.desk().release(id)).isOne();
        Delivery.retryAfter(item.getMail(), Duration.ofHours(1));
        item.done(CompletionStatus.RETRY);
        assertThat(only().standing()).isEqualTo(Standing.DELAYED);
        assertThat(only().next()).isPresent();
        assertThat(queues.desk().hurry(id)).isOne();
        assertThat(Delivery.idOf(take().getMail())).contains(id);
    }

    @Test
    void whatIsDeletedIsGoneAlsoWhenItWasInHand() throws Exception {
        queues.createQueue(NAME).enQueue(mail("a"));
        queues.createQueue(NAME).enQueue(mail("b"));
        MailQueueItem item = take();
        UUID id = Delivery.idOf(item.getMail()).orElseThrow();
        assertThat(queues.desk().delete(id)).isOne();
        assertThat(queues.desk().delete(id)).isZero();
        item.done(CompletionStatus.RETRY);
        assertThat(queues.desk().find(id)).isEmpty();
        assertThat(queues.createQueue(NAME).getSize()).isOne();
        assertThat(take().getMail().getName()).isEqualTo("b");
    }

    @Test
    void ofAQueueThatIsNotThereNothingIsListed() throws Exception {
        assertThat(queues.desk().list("nowhere", 10)).isEmpty();
        ManageableMailQueue queue = queues.createQueue(NAME);
        queue.enQueue(mail("a"));
        queue.enQueue(mail("b"));
        assertThat(queues.desk().list(NAME.asString(), 1).orElseThrow())
                .singleElement()
                .satisfies(first -> assertThat(first.mail().getName()).isEqualTo("a"));
        assertThat(queues.desk().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void howUrgentAMailIsSurvivesARestartAndIsAsItWasPutBack() throws Exception {
        ManageableMailQueue queue = queues.createQueue(NAME);
        queue.enQueue(mail("usual"));
        queue.enQueue(mail("urgent", 9));
        queue.enQueue(mail("later"));
        reopen();
        MailQueueItem urgent = take();
        assertThat(urgent.getMail().getName()).isEqualTo("urgent");
        urgent.getMail().setAttribute(MailPrioritySupport.LOW_PRIORITY_ATTRIBUTE);
        urgent.done(CompletionStatus.RETRY);
        assertThat(take().getMail().getName()).isEqualTo("usual");
        reopen();
        assertThat(List.of(
                        take().getMail().getName(),
                        take().getMail().getName(),
                        take().getMail().getName()))
                .containsExactly("usual", "later", "urgent");
    }

    @Test
    void whoeverWaitsLongestIsOvertakenSoOftenOnly() throws Exception {
        ManageableMailQueue queue = queues.createQueue(NAME);
        queue.enQueue(mail("patient", 0));
        for (int i = 0; i < 2 * Tickets.MOST_OVERTAKES; i++) {
            queue.enQueue(mail("urgent", 9));
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i <= Tickets.MOST_OVERTAKES; i++) {
            order.add(take().getMail().getName());
        }
        assertThat(order).endsWith("urgent", "patient").containsOnlyOnce("patient");
    }

    private QueuedMail only() {
        List<QueuedMail> all = queues.desk().list(NAME.asString(), 10).orElseThrow();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private boolean comes(Duration within) {
        return Flux.from(queues.createQueue(NAME).deQueue())
                .next()
                .timeout(within, Mono.empty())
                .blockOptional()
                .isPresent();
    }

    private static Mail mail(String name) throws Exception {
        return Mails.defaultMail().name(name).build();
    }

    private static Mail mail(String name, int priority) throws Exception {
        return Mails.defaultMail()
                .name(name)
                .attribute(new Attribute(MailPrioritySupport.MAIL_PRIORITY, AttributeValue.of(priority)))
                .build();
    }

    private MailQueueItem take() {
        return Flux.from(queues.createQueue(NAME).deQueue()).blockFirst(LIMIT);
    }

    private void reopen() {
        close();
        open();
    }
}
