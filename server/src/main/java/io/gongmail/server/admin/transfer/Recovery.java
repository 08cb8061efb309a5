package io.gongmail.server.admin.transfer;

import io.gongmail.store.StoreException;
import io.gongmail.store.backup.BackupFolder;
import io.gongmail.store.backup.Point;
import io.gongmail.store.backup.PointMail;
import io.gongmail.store.backup.Progress;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.PastMail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.search.MailboxQuery;

/**
 * Brings back what an account had at a point of a backup and has no more. Thread-safe; one at a time. Nothing that is there is
 * changed: a message that the account holds in whatever folder, moved or not, is left alone.
 */
public final class Recovery {
    /** Below it are the folders with what came back, so that their owner chooses. */
    public static final String BELOW = "Restored";

    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;
    private final MailReader reader;
    private final Path scratch;
    private final ContentKeys keys;
    private final Semaphore one = new Semaphore(1);

    /**
     * Opens nothing yet.
     *
     * @param scratch a folder that nobody else uses; there while this works
     * @param keys what content of backups may be sealed with
     */
    public Recovery(
            MailboxManager mailboxes,
            SubscriptionManager subscriptions,
            MailReader reader,
            Path scratch,
            ContentKeys keys) {
        this.keys = keys;
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
        this.reader = reader;
        this.scratch = scratch;
    }

    /** What came back from which point; the other figures are those of {@link Transfer.Read}. */
    public record Recovered(Point point, long messages, long there, long faulty, boolean isFull) {}

    /**
     * @param folder what was in this one alone; empty for all
     * @param inPlace back to the folders where they were, not to those below {@link #BELOW}
     * @param faults is told of each message that cannot be brought back
     * @throws IOException when there is no such point, or it is damaged
     * @throws StoreException of kind BUSY when another is at work
     */
    public Recovered recover(
            Username user,
            String folder,
            boolean inPlace,
            BackupFolder from,
            Instant time,
            Progress progress,
            Consumer<String> faults)
            throws IOException, MailboxException {
        if (!one.tryAcquire()) {
            throw new StoreException(StoreException.Kind.BUSY, "another account is being restored at this moment");
        }
        MailboxSession session = mailboxes.createSystemSession(user);
        try (PointMail point = PointMail.open(from, time, scratch, keys, progress)) {
            List<PastMail.Folder> folders = point.mail().folders(user.asString()).stream()
                    .filter(past -> folder.isEmpty() || past.name().equals(folder))
                    .toList();
            if (folders.isEmpty()) {
                throw new MailboxException("at " + point.point().taken() + " there was no folder "
                        + (folder.isEmpty() ? "at all" : folder));
            }
            Round round = new Round(point, session, inPlace, faults);
            for (int i = 0; i < folders.size() && !round.isFull; i++) {
                progress.at("looking through " + folders.get(i).name(), i, folders.size());
                round.folder(folders.get(i));
            }
            return new Recovered(point.point(), round.messages, round.there, round.faulty, round.isFull);
        } finally {
            mailboxes.endProcessingRequest(session);
            one.release();
        }
    }

    private final class Round {
        private final PointMail point;
        private final boolean inPlace;
        private final Consumer<String> faults;
        private final Intake intake;
        private final Map<Sha256, Integer> held;
        private long messages;
        private long there;
        private long faulty;
        private boolean isFull;

        Round(PointMail point, MailboxSession session, boolean inPlace, Consumer<String> faults) {
            this.point = point;
            this.inPlace = inPlace;
            this.faults = faults;
            this.intake = new Intake(mailboxes, subscriptions, reader, session);
            this.held = held(session);
        }

        private Map<Sha256, Integer> held(MailboxSession session) {
            Map<Sha256, Integer> counts = new HashMap<>();
            List<MailboxMetaData> all = Optional.ofNullable(mailboxes
                            .search(
                                    MailboxQuery.privateMailboxesBuilder(session)
                                            .matchesAllMailboxNames()
                                            .build(),
                                    session)
                            .collectList()
                            .block())
                    .orElse(List.of());
            all.forEach(mailbox -> Intake.count(reader, mailbox.getId(), counts));
            return counts;
        }

        void folder(PastMail.Folder folder) {
            String into = inPlace ? folder.name() : BELOW + FolderNames.DELIMITER + folder.name();
            List<ListedMessage> page = point.mail().page(folder, 1);
            while (!page.isEmpty() && !isFull) {
                for (int i = 0; i < page.size() && !isFull; i++) {
                    message(folder, into, page.get(i));
                }
                page = point.mail().page(folder, page.get(page.size() - 1).uid() + 1);
            }
        }

        private void message(PastMail.Folder folder, String into, ListedMessage message) {
            Integer count = held.getOrDefault(message.content().hash(), 0);
            if (count > 0) {
                held.put(message.content().hash(), count - 1);
                there++;
                return;
            }
            try (var in = point.open(message.content());
                    Spooled octets = Spooled.of(in, Long.MAX_VALUE)) {
                intake.put(into, message.flags(), Instant.ofEpochMilli(message.internalDate()), octets);
                messages++;
            } catch (OverQuotaException e) {
                isFull = true;
                fault(folder, message, e);
            } catch (IOException | MailboxException e) {
                faulty++;
                fault(folder, message, e);
            }
        }

        private void fault(PastMail.Folder folder, ListedMessage message, Exception e) {
            faults.accept(folder.name() + ", UID " + message.uid() + ": " + e.getMessage());
        }
    }
}
