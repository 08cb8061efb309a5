package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.gongmail.store.mail.mailbox.OtherUsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What somebody may do with a mailbox of another's, whichever door they come through (RFC 4314 §4). */
class SharingTest {
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final MailboxPath SHARED = MailboxPath.forUser(KIM, "Shared");
    private static final MailboxPath SEEN = MailboxPath.forUser(HONG, OtherUsers.name(SHARED));
    private static final MailboxPath OWN = MailboxPath.forUser(HONG, "Own");

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;
    private MailboxManager mailboxes;
    private MailboxSession kim;
    private MailboxSession hong;

    @BeforeEach
    void make() throws MailboxException {
        open(FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8));
        mailboxes.createMailbox(SHARED, kim);
        mailboxes.createMailbox(OWN, hong);
        append(mailboxes.getMailbox(SHARED, kim), kim);
        append(mailboxes.getMailbox(OWN, hong), hong);
    }

    private void open(Database opened) {
        database = opened;
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.systemUTC());
        mailboxes = store.mailboxManager();
        kim = mailboxes.createSystemSession(KIM);
        hong = mailboxes.createSystemSession(HONG);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private static void append(MessageManager mailbox, MailboxSession session) throws MailboxException {
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add(Flags.Flag.DELETED);
        flags.add("work");
        mailbox.appendMessage(
                AppendCommand.builder()
                        .withFlags(flags)
                        .build("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                session);
    }

    private void share(String rights) throws MailboxException {
        Mono.from(mailboxes.applyRightsCommandReactive(
                        SHARED,
                        MailboxACL.command()
                                .forUser(HONG)
                                .rights(Rfc4314Rights.deserialize(rights))
                                .asReplacement(),
                        kim))
                .block();
    }

    private MessageManager shared() throws MailboxException {
        return mailboxes.getMailbox(SEEN, hong);
    }

    private Flags flags(MessageManager mailbox, MailboxSession session, int number) {
        return Flux.from(mailbox.listMessagesMetadata(MessageRange.all(), session))
                .collectList()
                .block()
                .get(number)
                .getFlags();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(InsufficientRightsException.class),
                        e -> assertThat(e).hasCauseInstanceOf(InsufficientRightsException.class));
    }

    @Test
    void whatIsNotSharedIsNotThere() throws MailboxException {
        assertThatThrownBy(this::shared).isInstanceOf(MailboxNotFoundException.class);
        share("rswipkxtea");
        assertThatThrownBy(this::shared).isInstanceOf(MailboxNotFoundException.class);
        assertThat(Mono.from(mailboxes.mailboxExists(SEEN, hong)).block()).isFalse();
        share("l");
        assertThat(Mono.from(mailboxes.mailboxExists(SEEN, hong)).block()).isTrue();
        assertThat(shared().getMailboxPath()).isEqualTo(SHARED);
    }

    @Test
    void rightsSurviveARestart() throws MailboxException {
        share("lri");
        close();
        open(Database.openDerby(folder.resolve("db"), 1_000, 8));
        assertThat(mailboxes.myRights(shared().getMailboxEntity(), hong)).isEqualTo(Rfc4314Rights.deserialize("lri"));
    }

    @Test
    void putInNeedsInsert() throws MailboxException {
        share("lrswpkxtea");
        refused(() -> append(shared(), hong));
        refused(() -> mailboxes.copyMessages(MessageRange.all(), OWN, SEEN, hong));
        refused(() -> mailboxes.moveMessages(MessageRange.all(), OWN, SEEN, hong));
        assertThat(mailboxes.getMailbox(SHARED, kim).getMessageCount(kim)).isEqualTo(1);
        assertThat(mailboxes.getMailbox(OWN, hong).getMessageCount(hong)).isEqualTo(1);
    }

    @Test
    void ofWhatIsPutInOnlyPermittedFlagsAreKept() throws MailboxException {
        share("lris");
        append(shared(), hong);
        mailboxes.copyMessages(MessageRange.all(), OWN, SEEN, hong);
        for (int number : List.of(1, 2)) {
            Flags flags = flags(mailboxes.getMailbox(SHARED, kim), kim, number);
            assertThat(flags.contains(Flags.Flag.SEEN)).isTrue();
            assertThat(flags.contains(Flags.Flag.DELETED)).isFalse();
            assertThat(flags.contains("work")).isFalse();
        }
    }

    @Test
    void takingOutNeedsAllThatItDoes() throws MailboxException {
        for (String rights : List.of("lrswipkxta", "lrswipkxea", "lswipkxtea")) {
            share(rights);
            refused(() -> mailboxes.moveMessages(MessageRange.all(), SEEN, OWN, hong));
        }
        share("lrswipkxta");
        refused(() -> Flux.from(shared().expungeReactive(MessageRange.all(), hong))
                .collectList()
                .block());
        refused(() -> shared().expunge(MessageRange.all(), hong));
        assertThat(mailboxes.getMailbox(SHARED, kim).getMessageCount(kim)).isEqualTo(1);
        share("lre");
        shared().expunge(MessageRange.all(), hong);
        assertThat(mailboxes.getMailbox(SHARED, kim).getMessageCount(kim)).isZero();
    }

    @Test
    void eachFlagNeedsItsRight() throws MailboxException {
        share("lrt");
        shared().setFlags(new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.REPLACE, MessageRange.all(), hong);
        Flags flags = flags(shared(), hong, 0);
        assertThat(flags.contains(Flags.Flag.DELETED)).isFalse();
        assertThat(flags.contains(Flags.Flag.SEEN)).isTrue();
        assertThat(flags.contains("work")).isTrue();
        assertThat(flags.contains(Flags.Flag.FLAGGED)).isFalse();
        share("lrw");
        shared().setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.REMOVE, MessageRange.all(), hong);
        shared().setFlags(new Flags("work"), FlagsUpdateMode.REMOVE, MessageRange.all(), hong);
        assertThat(flags(shared(), hong, 0).contains(Flags.Flag.SEEN)).isTrue();
        assertThat(flags(shared(), hong, 0).contains("work")).isFalse();
    }

    @Test
    void mailboxesAreMadeBelowAndRemovedByWhoMay() throws MailboxException {
        MailboxPath below = MailboxPath.forUser(HONG, SEEN.getName() + ".Below");
        share("lrswiptea");
        refused(() -> mailboxes.createMailbox(below, hong));
        refused(() -> mailboxes.deleteMailboxReactive(SEEN, hong).block());
        refused(() -> mailboxes.renameMailbox(SEEN, below, hong));
        share("lkx");
        mailboxes.createMailbox(below, hong);
        assertThat(mailboxes.getMailbox(below, hong).getMailboxPath())
                .isEqualTo(MailboxPath.forUser(KIM, "Shared.Below"));
        assertThat(mailboxes.myRights(mailboxes.getMailbox(below, hong).getMailboxEntity(), hong))
                .as("inherited")
                .isEqualTo(Rfc4314Rights.deserialize("lkx"));
        mailboxes.renameMailbox(below, MailboxPath.forUser(HONG, SEEN.getName() + ".Else"), hong);
        refused(() -> mailboxes.renameMailbox(SEEN, MailboxPath.forUser(HONG, "Mine"), hong));
        refused(() -> mailboxes.renameMailbox(OWN, below, hong));
        refused(() -> mailboxes.createMailbox(MailboxPath.forUser(HONG, "Other Users.Mine"), hong));
        mailboxes.deleteMailboxReactive(SEEN, hong).block();
        assertThat(Mono.from(mailboxes.mailboxExists(SHARED, kim)).block()).isFalse();
    }

    @Test
    void rightsAreGivenByWhoMayAdminister() throws MailboxException {
        MailboxACL.ACLCommand more = MailboxACL.command()
                .forUser(HONG)
                .rights(MailboxACL.FULL_RIGHTS)
                .asReplacement();
        share("lrswipkxte");
        refused(() -> Mono.from(mailboxes.applyRightsCommandReactive(SEEN, more, hong))
                .block());
        share("la");
        Mono.from(mailboxes.applyRightsCommandReactive(SEEN, more, hong)).block();
        assertThat(mailboxes.myRights(shared().getMailboxEntity(), hong)).isEqualTo(MailboxACL.FULL_RIGHTS);
    }
}
