package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.DeletedMail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What owners deleted and have back; in a store that sweeps without grace. */
class DeletedMailTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
    private static final Date RECEIVED = Date.from(Instant.parse("2026-02-01T08:30:00Z"));
    private static final DeletedMail.Wanted ALL = new DeletedMail.Wanted(Optional.empty(), Instant.EPOCH);

    @TempDir
    Path folder;

    private final UpdatableTickingClock clock = new UpdatableTickingClock(BEGIN);
    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        open(Duration.ofDays(14));
    }

    private void open(Duration keepDeleted) {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        ContentStore.DEFAULT_SEGMENT_SIZE,
                        -1,
                        1_024,
                        Duration.ZERO,
                        new SweepSettings(Duration.ZERO, 50, 1L << 40),
                        keepDeleted),
                message -> Optional.empty(),
                clock);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void whatWasExpungedComesBackWhereItWasWithItsFlagsAndItsDate() throws Exception {
        MessageManager box = mailbox("INBOX");
        append(box, "one", new Flags());
        Flags flags = new Flags(Flags.Flag.FLAGGED);
        flags.add("important");
        append(box, "two", flags);
        box.setFlags(new Flags(Flags.Flag.DELETED), MessageManager.FlagsUpdateMode.ADD, MessageRange.all(), session());
        box.expunge(MessageRange.all(), session());
        assertThat(texts("INBOX")).isEmpty();
        assertThat(store.deleted().folders(HONG)).singleElement().satisfies(deleted -> {
            assertThat(deleted.folder()).isEqualTo("INBOX");
            assertThat(deleted.messages()).isEqualTo(2);
            assertThat(deleted.octets()).isEqualTo(2 * letter("one").length());
            assertThat(deleted.first()).isAfterOrEqualTo(BEGIN);
        });

        assertThat(restore(ALL)).isEqualTo(new DeletedMail.Restored(2, 0));

        List<MessageResult> back = messages("INBOX");
        assertThat(texts("INBOX")).containsExactly(letter("one"), letter("two"));
        assertThat(back.get(1).getFlags()).isEqualTo(flags);
        assertThat(back)
                .allSatisfy(message -> assertThat(message.getInternalDate()).isEqualTo(RECEIVED));
        assertThat(store.deleted().folders(HONG)).isEmpty();
        assertThat(restore(ALL).messages()).isZero();
    }

    @Test
    void aDeletedFolderIsMadeAgain() throws Exception {
        append(mailbox("plans"), "one", new Flags());
        MailboxPath path = MailboxPath.forUser(HONG, "plans");
        store.mailboxManager().deleteMailbox(path, session());
        assertThat(restore(ALL).messages()).isEqualTo(1);
        assertThat(texts("plans")).containsExactly(letter("one"));
    }

    @Test
    void onlyWhatIsAskedForComesBackAndWhereItIsAskedFor() throws Exception {
        MessageManager box = mailbox("INBOX");
        MessageManager other = mailbox("other");
        box.delete(List.of(append(box, "early", new Flags())), session());
        other.delete(List.of(append(other, "elsewhere", new Flags())), session());
        clock.setInstant(BEGIN.plus(Duration.ofDays(1)));
        box.delete(List.of(append(box, "late", new Flags())), session());
        DeletedMail.Wanted late = new DeletedMail.Wanted(Optional.of("INBOX"), BEGIN.plus(Duration.ofHours(12)));
        DeletedMail.Restored restored =
                store.deleted().restore(store.mailboxManager(), HONG, late, Optional.of("again"));
        assertThat(restored.messages()).isEqualTo(1);
        assertThat(texts("again")).containsExactly(letter("late"));
        assertThat(store.deleted().folders(HONG))
                .extracting(DeletedMail.Folder::folder)
                .containsExactly("INBOX", "other");
    }

    @Test
    void whatMovesIsNotDeleted() throws Exception {
        append(mailbox("INBOX"), "one", new Flags());
        mailbox("other");
        store.mailboxManager()
                .moveMessages(
                        MessageRange.all(),
                        MailboxPath.forUser(HONG, "INBOX"),
                        MailboxPath.forUser(HONG, "other"),
                        session());
        assertThat(texts("other")).hasSize(1);
        assertThat(store.deleted().folders(HONG)).isEmpty();
    }

    @Test
    void itsBytesStayAsLongAsItIsKeptAndGoThen() throws Exception {
        MessageManager box = mailbox("INBOX");
        box.delete(List.of(append(box, "one", new Flags())), session());
        assertThat(store.sweeper().compact(100).get().removed()).isZero();
        clock.setInstant(BEGIN.plus(Duration.ofDays(13)));
        assertThat(store.deleted().forgetOld()).isZero();
        clock.setInstant(BEGIN.plus(Duration.ofDays(15)));
        assertThat(store.deleted().forgetOld()).isEqualTo(1);
        assertThat(store.sweeper().compact(100).get().removed()).isEqualTo(1);
        assertThat(restore(ALL).messages()).isZero();
    }

    @Test
    void aLookFindsWhatCanNoLongerBeHadBackAndARepairLetsItGo() throws Exception {
        MessageManager box = mailbox("INBOX");
        box.delete(List.of(append(box, "x".repeat(ContentStore.LARGEST_IN_SEGMENT), new Flags())), session());
        box.delete(List.of(append(box, "whole", new Flags())), session());
        try (Stream<Path> files = Files.walk(folder.resolve("content/large"))) {
            Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
        Checked checked = store.check().start(StoreCheck.Remedy.NONE).get();
        assertThat(checked.isWhole()).isFalse();
        assertThat(checked.damages()).singleElement().satisfies(damage -> {
            assertThat(damage.kind()).isEqualTo(Checked.Damage.Kind.MISSING);
            assertThat(damage.place()).isEqualTo(Checked.Damage.Place.DELETED);
            assertThat(damage.owner()).isEqualTo(HONG.asString());
            assertThat(damage.folder()).isEqualTo("INBOX");
            assertThat(damage.removed()).isFalse();
        });
        assertThat(store.check()
                        .start(StoreCheck.Remedy.TABLE_AND_MESSAGES)
                        .get()
                        .damages())
                .singleElement()
                .matches(Checked.Damage::removed);
        assertThat(restore(ALL)).isEqualTo(new DeletedMail.Restored(1, 0));
    }

    @Test
    void whoGetsAnotherAddressHasItBackThereAndNobodyAtTheOld() throws Exception {
        MessageManager box = mailbox("INBOX");
        box.delete(List.of(append(box, "one", new Flags())), session());
        Username renamed = Username.of("hong@mois.gongmail.example");
        database.transact(tx -> {
            store.owners().follow(tx, HONG, renamed);
            return 0;
        });
        assertThat(store.deleted().folders(HONG)).isEmpty();
        assertThat(store.deleted().folders(renamed)).hasSize(1);
    }

    @Test
    void ofWhoIsErasedNothingIsKept() throws Exception {
        MessageManager box = mailbox("INBOX");
        box.delete(List.of(append(box, "one", new Flags())), session());
        append(box, "two", new Flags());
        store.owners().erase(HONG);
        assertThat(store.deleted().folders(HONG)).isEmpty();
    }

    @Test
    void whereNothingIsKeptItIsGoneAtOnce() throws Exception {
        close();
        open(Duration.ZERO);
        MessageManager box = mailbox("INBOX");
        box.delete(List.of(append(box, "one", new Flags())), session());
        assertThat(store.deleted().folders(HONG)).isEmpty();
        assertThat(store.sweeper().compact(100).get().removed()).isEqualTo(1);
    }

    private DeletedMail.Restored restore(DeletedMail.Wanted wanted) throws Exception {
        return store.deleted().restore(store.mailboxManager(), HONG, wanted, Optional.empty());
    }

    private MessageManager mailbox(String name) throws Exception {
        MailboxManager mailboxes = store.mailboxManager();
        MailboxPath path = MailboxPath.forUser(HONG, name);
        mailboxes.createMailbox(path, session());
        return mailboxes.getMailbox(path, session());
    }

    private MailboxSession session() {
        return store.mailboxManager().createSystemSession(HONG);
    }

    private MessageUid append(MessageManager box, String what, Flags flags) throws Exception {
        return box.appendMessage(
                        AppendCommand.builder()
                                .withFlags(flags)
                                .withInternalDate(RECEIVED)
                                .notRecent()
                                .build(letter(what)),
                        session())
                .getId()
                .getUid();
    }

    private List<MessageResult> messages(String name) throws Exception {
        return ImmutableList.copyOf(store.mailboxManager()
                .getMailbox(MailboxPath.forUser(HONG, name), session())
                .getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session()));
    }

    private List<String> texts(String name) throws Exception {
        List<String> texts = new ArrayList<>();
        for (MessageResult message : messages(name)) {
            texts.add(new String(message.getFullContent().getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        return texts;
    }

    private static String letter(String what) {
        return "Subject: " + what + "\r\n\r\nall of it\r\n";
    }
}
