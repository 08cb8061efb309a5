package io.gongmail.store.mail.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.Item;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account holds is what its messages weigh, whatever was done to them; beyond its limit nothing is taken. */
class AccountQuotasTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final long STANDARD = 1_000_000;

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;
    private AccountQuotas quotas;

    @BeforeEach
    void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        openStore();
    }

    private void openStore() {
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(ContentStore.DEFAULT_SEGMENT_SIZE, STANDARD, 1_024),
                MessageDescriber.NONE,
                Clock.systemUTC());
        quotas = store.accountQuotas();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private MailboxManager mailboxes() {
        return store.mailboxManager();
    }

    private MailboxSession session(Username user) {
        return mailboxes().createSystemSession(user);
    }

    private static MailboxPath path(Username user, String name) {
        return MailboxPath.forUser(user, name);
    }

    private void make(Username user, String... names) throws MailboxException {
        for (String name : names) {
            mailboxes().createMailbox(path(user, name), session(user));
        }
    }

    private MessageManager mailbox(Username user, String name) throws MailboxException {
        return mailboxes().getMailbox(path(user, name), session(user));
    }

    private void append(Username user, String name, int octets) throws MailboxException {
        String message = "Subject: a\r\n\r\n" + "x".repeat(octets - 14);
        mailbox(user, name)
                .appendMessage(
                        AppendCommand.builder()
                                .withFlags(new Flags())
                                .build(message.getBytes(StandardCharsets.US_ASCII)),
                        session(user));
    }

    private Map<String, Long> weighed(Username user) {
        return database.transact(transaction -> {
            var row = transaction
                    .sql()
                    .fetchSingle(
                            "SELECT COUNT(*), COALESCE(SUM(m.octets), 0) FROM message m JOIN mailbox b ON b.id = m.mailbox"
                                    + " WHERE b.user_name = ?",
                            user.asString());
            return Map.of("messages", row.get(0, Long.class), "octets", row.get(1, Long.class));
        });
    }

    private Map<String, Long> held(Username user) {
        AccountQuotas.Held held = quotas.held(user);
        return Map.of("messages", held.messages(), "octets", held.octets());
    }

    @Test
    void anAccountWithoutMailboxesHoldsNothing() {
        assertThat(quotas.held(HONG)).isEqualTo(new AccountQuotas.Held(0, 0, OptionalLong.of(STANDARD), false));
    }

    @Test
    void whatIsHeldIsWhatTheMessagesWeighWhateverIsDoneToThem() throws Exception {
        Random random = new Random(7);
        List<String> names = List.of("INBOX", "업무", "Trash");
        make(HONG, names.toArray(String[]::new));
        make(KIM, "INBOX");
        for (int step = 0; step < 120; step++) {
            String one = names.get(random.nextInt(3));
            String other = names.get(random.nextInt(3));
            switch (random.nextInt(5)) {
                case 0 -> append(KIM, "INBOX", 20 + random.nextInt(100));
                case 1 -> mailboxes().copyMessages(last(one), path(HONG, one), path(HONG, other), session(HONG));
                case 2 -> {
                    if (!one.equals(other)) {
                        mailboxes().moveMessages(MessageRange.all(), path(HONG, one), path(HONG, other), session(HONG));
                    }
                }
                case 3 -> {
                    mailbox(HONG, one)
                            .setFlags(
                                    new Flags(Flags.Flag.DELETED),
                                    MessageManager.FlagsUpdateMode.ADD,
                                    last(one),
                                    session(HONG));
                    mailbox(HONG, one).expunge(MessageRange.all(), session(HONG));
                }
                default -> append(HONG, one, 20 + random.nextInt(1_000));
            }
            assertThat(held(HONG)).as("after step %s", step).isEqualTo(weighed(HONG));
        }
        assertThat(held(HONG).get("messages")).isPositive();
        assertThat(held(KIM)).isEqualTo(weighed(KIM));
        mailboxes().deleteMailbox(path(HONG, "업무"), session(HONG));
        assertThat(held(HONG)).isEqualTo(weighed(HONG));
        store.close();
        openStore();
        assertThat(held(HONG)).isEqualTo(weighed(HONG));
    }

    /** Of one that may be gone. */
    private MessageRange last(String name) throws MailboxException {
        long next = mailbox(HONG, name)
                .getMetaData(RecentMode.IGNORE, session(HONG), EnumSet.of(Item.NextUid))
                .getUidNext()
                .asLong();
        return MessageRange.one(MessageUid.of(Math.max(1, next - 1)));
    }

    @Test
    void whoHasNoRoomLeftIsFullAtOnceAndWhoIsWithoutLimitNever() throws Exception {
        make(HONG, "INBOX");
        assertThat(quotas.isFull(HONG)).isFalse();
        append(HONG, "INBOX", 200);
        quotas.limit(HONG, 200);
        assertThat(quotas.isFull(HONG)).isTrue();
        quotas.limit(HONG, 201);
        assertThat(quotas.isFull(HONG)).isFalse();
        quotas.unlimited(HONG);
        assertThat(quotas.isFull(HONG)).isFalse();
    }

    /** The sum over all mailboxes of who had 64 MiB left is not taken again within a minute. */
    @Test
    void whoHadAmpleRoomIsNotCountedForAWhile() throws Exception {
        make(HONG, "INBOX");
        quotas.limit(HONG, 1L << 30);
        assertThat(quotas.isFull(HONG)).isFalse();
        database.transact(transaction -> transaction
                .sql()
                .execute("UPDATE mailbox SET octets = 2000000000 WHERE user_name = '" + HONG.asString() + "'"));
        assertThat(quotas.isFull(HONG)).as("within the minute").isFalse();
        quotas.limit(HONG, (64L << 20) - 1);
        assertThat(quotas.isFull(HONG)).as("who had less than that").isTrue();
    }

    @Test
    void beyondTheLimitNothingIsTakenAndWhatIsThereStays() throws Exception {
        make(HONG, "INBOX");
        quotas.limit(HONG, 300);
        append(HONG, "INBOX", 200);
        assertThatThrownBy(() -> append(HONG, "INBOX", 101)).isInstanceOf(OverQuotaException.class);
        append(HONG, "INBOX", 100);
        assertThat(quotas.held(HONG)).isEqualTo(new AccountQuotas.Held(300, 2, OptionalLong.of(300), true));
        assertThat(quotas.held(HONG).percent()).isEqualTo(100);
        quotas.limit(HONG, 100);
        assertThat(held(HONG)).isEqualTo(weighed(HONG)).containsEntry("octets", 300L);
        quotas.standard(HONG);
        append(HONG, "INBOX", 100);
        quotas.unlimited(HONG);
        assertThat(quotas.held(HONG).most()).isEmpty();
        append(HONG, "INBOX", 1_000_001);
    }

    @Test
    void whoFillsIsFoundByTheLimitThatHoldsForEach() throws Exception {
        make(HONG, "INBOX", "Trash");
        make(KIM, "INBOX");
        append(HONG, "INBOX", 200);
        append(HONG, "Trash", 200);
        append(KIM, "INBOX", 400);
        assertThat(quotas.filled(1, "", 10)).isEmpty();
        quotas.limit(HONG, 500);
        assertThat(quotas.filled(80, "", 10)).containsExactly(HONG);
        assertThat(quotas.filled(81, "", 10)).isEmpty();
        store.maxQuotaManager().setGlobalMaxStorage(QuotaSizeLimit.size(500));
        assertThat(quotas.filled(80, "", 10)).containsExactly(HONG, KIM);
        assertThat(quotas.filled(80, "", 1)).containsExactly(HONG);
        assertThat(quotas.filled(80, HONG.asString(), 10)).containsExactly(KIM);
        quotas.unlimited(KIM);
        assertThat(quotas.filled(80, "", 10)).containsExactly(HONG);
    }

    @Test
    void aLimitGoesWithTheAccountAndEndsWithIt() throws Exception {
        make(HONG, "INBOX");
        quotas.limit(HONG, 300);
        database.transact(transaction -> {
            store.owners().follow(transaction, HONG, KIM);
            return true;
        });
        store.close();
        openStore();
        assertThat(quotas.held(KIM).most()).hasValue(300);
        assertThat(quotas.held(HONG).most()).hasValue(STANDARD);
        store.owners().erase(KIM);
        store.close();
        openStore();
        assertThat(quotas.held(KIM).most()).hasValue(STANDARD);
    }
}
