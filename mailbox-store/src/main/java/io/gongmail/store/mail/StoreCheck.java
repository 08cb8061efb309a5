package io.gongmail.store.mail;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.Checked.Damage;
import io.gongmail.store.mail.Checked.Step;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.content.Verification;
import io.gongmail.store.mail.mailbox.HeldDeletedMessages;
import io.gongmail.store.mail.mailbox.HeldDeletedMessages.HeldDeleted;
import io.gongmail.store.mail.mailbox.HeldMessages;
import io.gongmail.store.mail.mailbox.HeldMessages.HeldMessage;
import io.gongmail.store.mail.mailbox.NoticeTable;
import io.gongmail.store.mail.mailbox.StoredNotice;
import io.gongmail.store.mail.queue.MailQueues;
import io.gongmail.store.mail.queue.MailQueues.HeldMail;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether everything that is referred to is there and whole, and repairs what can be. One look at a time, on a thread of its
 * own, while mail goes on; half of the time it rests. Thread-safe.
 */
public final class StoreCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);
    private static final int MOST_DAMAGED = 100_000;
    private static final long REST_EACH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_SECONDS = 30;

    private final Verification contents;
    private final HeldMessages messages;
    private final HeldDeletedMessages deleted;
    private final MailQueues queues;
    private final NoticeTable notices;
    private final MailboxManager mailboxes;
    private final ThreadPoolExecutor thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long begun = System.nanoTime();
    private volatile Checked progress = Checked.NOTHING;
    private CompletableFuture<Checked> asked = CompletableFuture.completedFuture(Checked.NOTHING);

    StoreCheck(
            Verification contents,
            HeldMessages messages,
            HeldDeletedMessages deleted,
            MailQueues queues,
            NoticeTable notices,
            MailboxManager mailboxes) {
        this.contents = contents;
        this.messages = messages;
        this.deleted = deleted;
        this.queues = queues;
        this.notices = notices;
        this.mailboxes = mailboxes;
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), run -> {
            Thread made = new Thread(run, "store-check");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** What is to be done about what is found. */
    public enum Remedy {
        NONE,
        /** The table of places is put right from the segments, before everything is looked at. */
        TABLE,
        /** The same, and messages whose content is gone are taken out of their mailboxes, and can no longer be had back. */
        TABLE_AND_MESSAGES
    }

    /** Looks at everything. Who asks while one look goes on is told of that one. */
    public synchronized CompletableFuture<Checked> start(Remedy remedy) {
        if (asked.isDone()) {
            CompletableFuture<Checked> done = new CompletableFuture<>();
            progress = Checked.NOTHING;
            thread.execute(() -> run(remedy, done));
            asked = done;
        }
        return asked.copy();
    }

    /** How far the look is that goes on, or what the last one found. */
    public Checked progress() {
        return progress;
    }

    private void run(Remedy remedy, CompletableFuture<Checked> done) {
        try {
            if (remedy != Remedy.NONE) {
                progress = progress.at(Step.TABLE);
                progress = progress.repaired(contents.repairTable());
            }
            Set<Sha256> damaged = contents();
            progress = progress.at(Step.REFERENCES);
            messages.each(page -> {
                for (HeldMessage message : page) {
                    look(message, damaged, remedy == Remedy.TABLE_AND_MESSAGES);
                }
                progress = progress.messages(page.size());
                pace();
            });
            // In this order: what is deleted meanwhile goes from there to here.
            deleted.each(page -> {
                page.forEach(message -> look(message, damaged, remedy == Remedy.TABLE_AND_MESSAGES));
                progress = progress.messages(page.size());
                pace();
            });
            queues.held(mail -> look(mail, damaged));
            notices.all().forEach(notice -> look(notice, damaged));
            progress = progress.at(Step.DONE);
            done.complete(progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("the look at the store ended early: {}", e.toString());
            done.completeExceptionally(e);
        }
    }

    private Set<Sha256> contents() throws IOException, InterruptedException {
        progress = progress.at(Step.CONTENTS);
        Set<Sha256> damaged = new HashSet<>();
        contents.all(new Verification.Progress() {
            @Override
            public void whole(int key, long octets) {
                progress = progress.content(key, octets);
                pace();
            }

            @Override
            public void damaged(Sha256 hash) {
                progress = progress.damagedContent();
                if (damaged.size() < MOST_DAMAGED) {
                    damaged.add(hash);
                }
            }
        });
        return damaged;
    }

    private void look(HeldMessage message, Set<Sha256> damaged, boolean remove) {
        ContentRef ref = message.content();
        boolean missing = !contents.isHere(ref);
        if (!missing && !damaged.contains(ref.hash()) || missing && !messages.isThere(message)) {
            return;
        }
        boolean removed = missing && remove && remove(message);
        progress = progress.damage(new Damage(
                missing ? Damage.Kind.MISSING : Damage.Kind.DAMAGED,
                Damage.Place.MAILBOX,
                message.mailbox().getUser().asString(),
                message.mailbox().getName(),
                message.uid(),
                ref.hash().hex(),
                removed));
    }

    private boolean remove(HeldMessage message) {
        MailboxSession session = mailboxes.createSystemSession(message.mailbox().getUser());
        try {
            mailboxes.startProcessingRequest(session);
            mailboxes
                    .getMailbox(message.mailbox().getMailboxId(), session)
                    .delete(List.of(MessageUid.of(message.uid())), session);
            return true;
        } catch (MailboxException e) {
            LOG.warn("a message without content cannot be removed: {}", e.toString());
            return false;
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private void look(HeldDeleted message, Set<Sha256> damaged, boolean remove) {
        ContentRef ref = message.content();
        boolean missing = !contents.isHere(ref);
        if (!missing && !damaged.contains(ref.hash()) || missing && !deleted.isThere(message)) {
            return;
        }
        if (missing && remove) {
            deleted.forget(message);
        }
        progress = progress.damage(new Damage(
                missing ? Damage.Kind.MISSING : Damage.Kind.DAMAGED,
                Damage.Place.DELETED,
                message.owner(),
                message.folder(),
                message.number(),
                ref.hash().hex(),
                missing && remove));
    }

    private void look(HeldMail mail, Set<Sha256> damaged) {
        boolean missing = !contents.isHere(mail.content());
        if (missing && queues.isThere(mail) || damaged.contains(mail.content().hash())) {
            progress = progress.damage(new Damage(
                    missing ? Damage.Kind.MISSING : Damage.Kind.DAMAGED,
                    Damage.Place.QUEUE,
                    "",
                    mail.queue(),
                    mail.seq(),
                    mail.content().hash().hex(),
                    false));
        }
    }

    private void look(StoredNotice notice, Set<Sha256> damaged) {
        look(notice, notice.content(), damaged);
        notice.correction().ifPresent(correction -> look(notice, correction.content(), damaged));
    }

    private void look(StoredNotice notice, ContentRef content, Set<Sha256> damaged) {
        boolean missing = !contents.isHere(content);
        if (missing && notices.find(notice.id()).isPresent() || damaged.contains(content.hash())) {
            progress = progress.damage(new Damage(
                    missing ? Damage.Kind.MISSING : Damage.Kind.DAMAGED,
                    Damage.Place.NOTICE,
                    "",
                    notice.folder(),
                    notice.number(),
                    content.hash().hex(),
                    false));
        }
    }

    private void pace() {
        long worked = System.nanoTime() - begun;
        if (worked < REST_EACH_NANOS) {
            return;
        }
        try {
            if (stopped.await(Math.min(worked, REST_EACH_NANOS), TimeUnit.NANOSECONDS)) {
                throw new StoreException(Kind.BUSY, "the mail store is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(Kind.BUSY, "interrupted", e);
        }
        begun = System.nanoTime();
    }

    /** Ends a look at its next step, and returns then. */
    @Override
    public void close() {
        stopped.countDown();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the look at the store does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
