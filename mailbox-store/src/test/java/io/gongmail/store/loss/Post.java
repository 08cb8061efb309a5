package io.gongmail.store.loss;

import io.gongmail.store.loss.Findings.Kind;
import io.gongmail.store.mail.content.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Mail;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Mails into the queue and from there into a mailbox, as submission and delivery do it. Thread-safe. */
final class Post {
    /** What was acknowledged of a mail. */
    private enum State {
        ASKED,
        QUEUED,
        DELIVERED,
        DONE
    }

    private record Octets(String id, byte[] octets) implements MimeMessageSource {
        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(octets);
        }

        @Override
        public long getMessageSize() {
            return octets.length;
        }
    }

    private static final MailQueueName NAME = MailQueueName.of("local");

    private final Username user = Username.of("delivered@moe.gongmail.example");
    private final Map<String, State> mails = new ConcurrentHashMap<>();

    private MailboxPath path() {
        return MailboxPath.forUser(user, Writer.INBOX);
    }

    private static ManageableMailQueue queue(Machine machine) {
        return machine.store
                .queueFactory()
                .createQueue(NAME, org.apache.james.queue.api.MailQueueFactory.prefetchCount(1));
    }

    void makeMailbox(Machine machine) throws Exception {
        machine.store.mailboxManager().createMailbox(path(), machine.session(user));
    }

    boolean submit(Machine machine, byte[] letter, String token, AtomicLong acknowledged) {
        String hash = Letters.hash(letter);
        mails.put(hash, State.ASKED);
        try {
            MailImpl mail = MailImpl.builder()
                    .name(token)
                    .sender(new MailAddress("hong@moe.gongmail.example"))
                    .addRecipient(new MailAddress(user.asString()))
                    .build();
            mail.setMessageContent(new Octets(hash, letter));
            queue(machine).enQueue(mail);
            // The delivery may have come first.
            mails.compute(hash, (key, state) -> state == State.ASKED ? State.QUEUED : state);
            acknowledged.incrementAndGet();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** Delivers one after the other until the queue is closed. */
    void deliver(Machine machine, AtomicLong acknowledged) {
        Flux.from(queue(machine).deQueue()).subscribe(new BaseSubscriber<MailQueueItem>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(MailQueueItem item) {
                try {
                    if (deliver(machine, item)) {
                        acknowledged.incrementAndGet();
                    }
                } catch (Exception e) {
                    try {
                        item.done(CompletionStatus.RETRY);
                    } catch (Exception again) {
                        // It comes again after the next start.
                    }
                }
                request(1);
            }
        });
    }

    private boolean deliver(Machine machine, MailQueueItem item) throws Exception {
        byte[] letter = octets(item.getMail());
        String hash = Letters.hash(letter);
        if (!machine.store.holdings().holds(user, Sha256.parse(hash))) {
            MailboxSession session = machine.session(user);
            Writer.append(machine, session, path(), letter, Set.of());
        }
        mails.put(hash, State.DELIVERED);
        item.done(CompletionStatus.SUCCESS);
        mails.put(hash, State.DONE);
        return true;
    }

    private static byte[] octets(Mail mail) throws Exception {
        return new MimeMessageInputStream(mail.getMessage()).readAllBytes();
    }

    void inspect(Machine machine, Inspection inspection, Findings findings) throws Exception {
        Map<String, Integer> queued = new TreeMap<>();
        var browsed = queue(machine).browse();
        while (browsed.hasNext()) {
            queued.merge(Letters.hash(octets(browsed.next().getMail())), 1, Integer::sum);
        }
        Map<String, Integer> delivered = new TreeMap<>();
        ActualBox box = inspection.read(user).get(Writer.INBOX);
        if (box == null) {
            findings.add(Kind.LOST, "the mailbox of what was delivered");
            return;
        }
        box.unreadable().forEach(message -> findings.add(Kind.LOST, "delivered, unreadable " + message));
        box.messages().values().forEach(message -> delivered.merge(message.hash(), 1, Integer::sum));
        queued.keySet().stream()
                .filter(hash -> !mails.containsKey(hash))
                .forEach(hash -> findings.add(Kind.VIOLATED, "a mail in the queue is nobody's: " + hash));
        delivered.keySet().stream()
                .filter(hash -> !mails.containsKey(hash))
                .forEach(hash -> findings.add(Kind.VIOLATED, "a delivered mail is nobody's: " + hash));
        mails.replaceAll((hash, state) ->
                settled(hash, state, queued.getOrDefault(hash, 0), delivered.getOrDefault(hash, 0), findings));
    }

    private static State settled(String hash, State state, int queued, int delivered, Findings findings) {
        String which = hash + " " + state;
        if (queued > 1 || delivered > 1) {
            findings.add(Kind.DOUBLED, which + ": " + queued + " times queued, " + delivered + " times delivered");
        }
        boolean lost = switch (state) {
            case ASKED -> false;
            case QUEUED -> queued + delivered == 0;
            case DELIVERED, DONE -> delivered == 0;
        };
        if (lost) {
            findings.add(Kind.LOST, which + ": neither queued nor delivered");
        }
        if (state == State.DONE && queued > 0) {
            findings.add(Kind.VIOLATED, which + ": queued again");
        }
        if (queued > 0) {
            return delivered == 0 ? State.QUEUED : State.DELIVERED;
        }
        return delivered == 0 ? State.ASKED : State.DONE;
    }
}
