package io.gongmail.server.admin.transfer;

import io.gongmail.store.backup.Progress;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.search.MailboxQuery;

/** Writes an account's mail to files and reads it from files. Thread-safe. */
public final class Transfer {
    private static final String INBOX = "INBOX";

    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;
    private final MailReader reader;
    private final long largest;
    private final Clock clock;

    /** @param largest octets of a message that is taken in, as a mail program's APPEND may have */
    public Transfer(
            MailboxManager mailboxes, SubscriptionManager subscriptions, MailReader reader, long largest, Clock clock) {
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
        this.reader = reader;
        this.largest = largest;
        this.clock = clock;
    }

    /** What was written, and how many messages could not be. */
    public record Written(int folders, long messages, long faulty) {}

    /**
     * What was read.
     *
     * @param there messages that the folder had already
     * @param faulty messages that were left out
     * @param isFull whether it ended because the account may hold no more
     */
    public record Read(long messages, long there, long faulty, boolean isFull) {}

    /**
     * Writes all mail of {@code user}.
     *
     * @param folder this one alone; empty for all
     * @param to a folder that is missing or empty
     * @param faults is told of each message that cannot be read; the others are written
     * @throws IOException when files cannot be written
     */
    public Written write(
            Username user, String folder, Path to, Format format, Progress progress, Consumer<String> faults)
            throws IOException, MailboxException {
        Files.createDirectories(to);
        try (Stream<Path> found = Files.list(to)) {
            if (found.findAny().isPresent()) {
                throw new IOException(to + " is not empty; name a new folder");
            }
        }
        MailboxSession session = mailboxes.createSystemSession(user);
        try (MailOut out = format.out(to)) {
            List<MailboxMetaData> folders = folders(session, folder);
            long all = folders.stream()
                    .mapToLong(one -> one.getCounters().getCount())
                    .sum();
            long written = 0;
            long faulty = 0;
            for (MailboxMetaData one : folders) {
                String name = one.getPath().getName();
                out.folder(name);
                long next = 1;
                List<ListedMessage> page = reader.page(one.getId(), next, Long.MAX_VALUE, -1, MailReader.PAGE);
                while (!page.isEmpty()) {
                    for (ListedMessage message : page) {
                        progress.at("writing " + name, written + faulty, all);
                        if (write(name, message, out, faults)) {
                            written++;
                        } else {
                            faulty++;
                        }
                    }
                    next = page.get(page.size() - 1).uid() + 1;
                    page = reader.page(one.getId(), next, Long.MAX_VALUE, -1, MailReader.PAGE);
                }
            }
            return new Written(folders.size(), written, faulty);
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private boolean write(String folder, ListedMessage message, MailOut out, Consumer<String> faults)
            throws IOException {
        // Read whole first, so that no half of a damaged one is written.
        Spooled read;
        try (var in = reader.open(message.content())) {
            read = Spooled.of(in, Long.MAX_VALUE);
        } catch (IOException e) {
            faults.accept(folder + ", UID " + message.uid() + ": " + e.getMessage());
            return false;
        }
        try (read;
                var octets = read.getInputStream()) {
            out.message(
                    new Envelope(
                            message.uid(),
                            Instant.ofEpochMilli(message.internalDate()),
                            message.flags(),
                            message.content().size()),
                    octets);
            return true;
        }
    }

    private List<MailboxMetaData> folders(MailboxSession session, String wanted) throws MailboxException {
        List<MailboxMetaData> all = Optional.ofNullable(mailboxes
                        .search(
                                MailboxQuery.privateMailboxesBuilder(session)
                                        .matchesAllMailboxNames()
                                        .build(),
                                session)
                        .collectList()
                        .block())
                .orElse(List.of());
        List<MailboxMetaData> found = all.stream()
                .filter(one -> wanted.isEmpty() || one.getPath().getName().equals(wanted))
                .sorted(Comparator.comparing(one -> one.getPath().getName()))
                .toList();
        if (found.isEmpty()) {
            throw new MailboxException("there is no folder " + (wanted.isEmpty() ? "at all" : wanted));
        }
        return found;
    }

    /**
     * Reads messages into folders of {@code user} that are made where they are missing. A message that its folder has already is
     * left out, so what was broken off is simply done again.
     *
     * @param folder where all of it goes; empty for where the files tell, and INBOX where they do not
     * @param faults is told of each message that is left out, by file and position; the others are read
     * @throws IOException when there is nothing to read
     */
    public Read read(Username user, String folder, Path from, Format format, Progress progress, Consumer<String> faults)
            throws IOException {
        MailboxSession session = mailboxes.createSystemSession(user);
        Intake intake = new Intake(mailboxes, subscriptions, reader, session);
        long taken = 0;
        long there = 0;
        long faulty = 0;
        try (MailIn in = format.in(from)) {
            for (Optional<MailIn.Found> next = in.next(); next.isPresent(); next = in.next()) {
                progress.at("reading", in.done(), in.all());
                MailIn.Found found = next.get();
                String told = found.folder().isEmpty() ? INBOX : found.folder();
                try {
                    if (read(intake, folder.isEmpty() ? told : folder, found)) {
                        taken++;
                    } else {
                        there++;
                    }
                } catch (OverQuotaException e) {
                    faults.accept(found.where() + ": " + e.getMessage());
                    return new Read(taken, there, faulty, true);
                } catch (IOException | MailboxException e) {
                    faulty++;
                    faults.accept(found.where() + ": " + e.getMessage());
                }
            }
            return new Read(taken, there, faulty, false);
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private boolean read(Intake intake, String folder, MailIn.Found found) throws IOException, MailboxException {
        try (Spooled message = Spooled.of(found.octets(), largest)) {
            if (message.size() == 0) {
                throw new IOException("empty");
            }
            if (intake.had(folder, message.hash())) {
                return false;
            }
            intake.put(folder, found.flags(), found.internalDate().orElseGet(clock::instant), message);
            return true;
        }
    }
}
