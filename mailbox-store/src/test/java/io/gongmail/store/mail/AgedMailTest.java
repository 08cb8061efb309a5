package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.DeletedMail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgedMailTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant WEEK_LATER = BEGIN.plus(Duration.ofDays(7));

    @TempDir
    Path folder;

    private final UpdatableTickingClock clock = new UpdatableTickingClock(BEGIN);
    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        ContentStore.DEFAULT_SEGMENT_SIZE,
                        -1,
                        1_024,
                        Duration.ZERO,
                        SweepSettings.standard(),
                        Duration.ofDays(14)),
                message -> Optional.empty(),
                clock);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void whatHasLainThereForLongGoesFromEverybodysAndTheRestStays() throws Exception {
        for (Username user : new Username[] {HONG, KIM}) {
            append(user, "Trash", 1_100);
            append(user, "INBOX", 1);
        }
        clock.setInstant(WEEK_LATER);
        append(HONG, "Trash", 2);

        assertThat(store.aged().delete("Trash", WEEK_LATER.minus(Duration.ofDays(1))))
                .isEqualTo(2_200);

        assertThat(count(HONG, "Trash")).isEqualTo(2);
        assertThat(count(KIM, "Trash")).isZero();
        assertThat(count(HONG, "INBOX")).isEqualTo(1);
        assertThat(store.deleted().folders(KIM))
                .as("as if its owner had done it")
                .singleElement()
                .extracting(DeletedMail.Folder::messages)
                .isEqualTo(1_100L);
    }

    @Test
    void whatWasMovedThereCountsFromThen() throws Exception {
        append(HONG, "INBOX", 1);
        mailbox(HONG, "Trash");
        clock.setInstant(WEEK_LATER);
        store.mailboxManager()
                .moveMessages(
                        MessageRange.all(),
                        MailboxPath.forUser(HONG, "INBOX"),
                        MailboxPath.forUser(HONG, "Trash"),
                        session(HONG));
        assertThat(store.aged().delete("Trash", WEEK_LATER)).isZero();
        assertThat(store.aged().delete("Trash", WEEK_LATER.plus(Duration.ofDays(1))))
                .isEqualTo(1);
    }

    private MessageManager mailbox(Username user, String name) throws Exception {
        MailboxPath path = MailboxPath.forUser(user, name);
        if (!Boolean.TRUE.equals(
                reactor.core.publisher.Mono.from(store.mailboxManager().mailboxExists(path, session(user)))
                        .block())) {
            store.mailboxManager().createMailbox(path, session(user));
        }
        return store.mailboxManager().getMailbox(path, session(user));
    }

    private MailboxSession session(Username user) {
        return store.mailboxManager().createSystemSession(user);
    }

    private void append(Username user, String name, int messages) throws Exception {
        MessageManager box = mailbox(user, name);
        for (int i = 0; i < messages; i++) {
            box.appendMessage(
                    AppendCommand.builder()
                            .withInternalDate(Date.from(clock.instant()))
                            .build("Subject: letter\r\n\r\nthe same\r\n"),
                    session(user));
        }
    }

    private int count(Username user, String name) throws Exception {
        return ImmutableList.copyOf(
                        mailbox(user, name).getMessages(MessageRange.all(), FetchGroup.MINIMAL, session(user)))
                .size();
    }
}
