package io.gongmail.store.mail.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members of a group hold counts together, and nobody of a full group gets anything more. */
class SharedLimitsTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Username LEE = Username.of("lee@moi.gongmail.example");

    @TempDir
    Path folder;

    private final TreeSet<String> members = new TreeSet<>(List.of(HONG.asString(), KIM.asString()));
    private long most = 300;
    private final QuotaGroups groups = new QuotaGroups() {
        @Override
        public Optional<String> of(Username user) {
            return members.contains(user.asString()) ? Optional.of("moe") : Optional.empty();
        }

        @Override
        public OptionalLong limit(String group) {
            return OptionalLong.of(most);
        }

        @Override
        public List<Username> members(String group, String after, int limit) {
            return members.tailSet(after, false).stream()
                    .limit(limit)
                    .map(Username::of)
                    .toList();
        }
    };

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() throws MailboxException {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                groups,
                MessageDescriber.NONE,
                Clock.systemUTC());
        for (Username user : List.of(HONG, KIM, LEE)) {
            MailboxSession session = store.mailboxManager().createSystemSession(user);
            store.mailboxManager().createMailbox(MailboxPath.inbox(session), session);
        }
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private SharedLimits shared() {
        return store.accountQuotas().shared();
    }

    private void append(Username user, int octets) throws MailboxException {
        MailboxManager mailboxes = store.mailboxManager();
        MailboxSession session = mailboxes.createSystemSession(user);
        mailboxes
                .getMailbox(MailboxPath.inbox(session), session)
                .appendMessage(
                        AppendCommand.builder()
                                .build(("Subject: a\r\n\r\n" + "x".repeat(octets - 14))
                                        .getBytes(StandardCharsets.US_ASCII)),
                        session);
    }

    @Test
    void aFullGroupTakesNothingFromAnyMemberAndOthersAreNotHeldUp() throws Exception {
        append(HONG, 200);
        append(KIM, 100);
        append(LEE, 400);
        assertThat(shared().octets("moe")).isEqualTo(300);
        shared().changed();
        assertThatThrownBy(() -> append(KIM, 20))
                .isInstanceOf(SharedLimitException.class)
                .hasMessageContaining("moe");
        append(LEE, 20);
        most = 301;
        shared().changed();
        append(KIM, 20);
    }

    @Test
    void whoLeavesTakesWhatItHoldsAlong() throws Exception {
        append(HONG, 200);
        append(KIM, 100);
        members.remove(HONG.asString());
        shared().changed();
        assertThat(shared().octets("moe")).isEqualTo(100);
        append(KIM, 20);
        append(HONG, 20);
    }

    @Test
    void sumsAreMadeAnewAfterAMinute() throws Exception {
        AtomicLong now = new AtomicLong();
        SharedLimits limits =
                new SharedLimits(groups, new StoredUsage(database, root -> HONG), Runnable::run, now::get);
        assertThat(limits.full(KIM)).isEmpty();
        append(HONG, 300);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(limits.full(KIM)).as("not walked again within the minute").isEmpty();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        limits.full(KIM);
        assertThat(limits.full(KIM)).isPresent();
        assertThat(limits.full(LEE)).isEmpty();
    }

    @Test
    void moreMembersThanAreAskedForAtOnceAllCount() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            members.add("a" + i + "@moe.gongmail.example");
        }
        append(HONG, 200);
        append(KIM, 50);
        assertThat(shared().octets("moe")).isEqualTo(250);
    }
}
