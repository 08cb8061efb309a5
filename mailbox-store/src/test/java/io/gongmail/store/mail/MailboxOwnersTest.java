package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.mailbox.MessageDescriber;
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
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All mailboxes of somebody become another's, or nobody's, and nothing of them is left under the name. */
class MailboxOwnersTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username ASIDE = Username.of("00000000-0000-3000-8000-000000000000@set-aside.invalid");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Username LEE = Username.of("lee@moe.gongmail.example");
    private static final MailboxPath SHARED = MailboxPath.forUser(KIM, "shared");

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() throws MailboxException {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.systemUTC());
        make(HONG, "INBOX", 2);
        make(HONG, "업무", 1);
        store.subscriptionManager().subscribe(session(HONG), MailboxPath.forUser(HONG, "업무"));
        make(KIM, "shared", 1);
        shareWith(HONG);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private MailboxSession session(Username user) {
        return store.mailboxManager().createSystemSession(user);
    }

    private void make(Username user, String name, int messages) throws MailboxException {
        MailboxSession session = session(user);
        MailboxPath path = MailboxPath.forUser(user, name);
        store.mailboxManager().createMailbox(path, session);
        MessageManager mailbox = store.mailboxManager().getMailbox(path, session);
        for (int i = 0; i < messages; i++) {
            mailbox.appendMessage(
                    AppendCommand.builder()
                            .withFlags(new Flags())
                            .build(("Subject: " + i + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)),
                    session);
        }
    }

    private void shareWith(Username grantee) throws MailboxException {
        store.mailboxManager()
                .applyRightsCommand(
                        SHARED,
                        MailboxACL.command()
                                .forUser(grantee)
                                .rights(MailboxACL.FULL_RIGHTS)
                                .asAddition(),
                        session(KIM));
    }

    private void follow(Username from, Username to) {
        database.transact(transaction -> {
            store.owners().follow(transaction, from, to);
            return true;
        });
    }

    private void handOn(Username from, Username to) {
        database.transact(transaction -> {
            store.owners().handOn(transaction, from, to);
            return true;
        });
    }

    /** Whatever a user's LIST shows, with what others share. */
    private List<String> seen(Username user) {
        return store.mailboxManager()
                .search(
                        MailboxQuery.builder().matchesAllMailboxNames().build(),
                        MailboxManager.MailboxSearchFetchType.Minimal,
                        session(user))
                .map(MailboxMetaData::getPath)
                .map(path -> path.getUser().getLocalPart() + ":" + path.getName())
                .sort()
                .collectList()
                .block();
    }

    private long messages(Username user, String name) throws MailboxException {
        MailboxSession session = session(user);
        return store.mailboxManager()
                .getMailbox(MailboxPath.forUser(user, name), session)
                .getMessageCount(session);
    }

    private int count(String table) {
        return database.transact(transaction -> transaction.sql().fetchCount(DSL.table(table)));
    }

    @Test
    void mailboxesSubscriptionsAndSharesGoAlong() throws MailboxException {
        assertThat(seen(HONG)).containsExactly("hong:INBOX", "hong:업무", "kim:shared");
        follow(HONG, ASIDE);
        assertThat(seen(HONG)).isEmpty();
        assertThat(store.subscriptionManager().subscriptions(session(HONG))).isEmpty();
        String aside = ASIDE.getLocalPart();
        assertThat(seen(ASIDE)).containsExactly(aside + ":INBOX", aside + ":업무", "kim:shared");
        assertThat(messages(ASIDE, "INBOX")).isEqualTo(2);
        assertThat(store.mailboxManager()
                        .listRights(SHARED, session(KIM))
                        .getEntries()
                        .keySet())
                .extracting(MailboxACL.EntryKey::getName)
                .contains(ASIDE.asString())
                .doesNotContain(HONG.asString());
    }

    /** They were looked at under the old name, so they are at hand. */
    @Test
    void underTheOldNameNothingIsFoundFromThenOn() throws MailboxException {
        assertThat(messages(HONG, "INBOX")).isEqualTo(2);
        assertThat(mayReadShared(HONG)).isTrue();
        follow(HONG, ASIDE);
        assertThatThrownBy(() -> messages(HONG, "INBOX")).isInstanceOf(MailboxNotFoundException.class);
        assertThat(mayReadShared(HONG)).isFalse();
        assertThat(mayReadShared(ASIDE)).isTrue();
        assertThat(messages(ASIDE, "INBOX")).isEqualTo(2);

        handOn(ASIDE, KIM);
        assertThatThrownBy(() -> messages(ASIDE, "INBOX")).isInstanceOf(MailboxNotFoundException.class);

        assertThat(mayReadShared(ASIDE)).isTrue();
        store.owners().erase(ASIDE);
        assertThat(mayReadShared(ASIDE)).isFalse();
    }

    private boolean mayReadShared(Username user) throws MailboxException {
        return store.mailboxManager().hasRight(SHARED, MailboxACL.Right.Read, session(user));
    }

    @Test
    void handedOnTheyAreFoldersOfTheColleagueAndNobodyElseSharesThem() throws MailboxException {
        store.mailboxManager()
                .applyRightsCommand(
                        MailboxPath.forUser(HONG, "업무"),
                        MailboxACL.command()
                                .forUser(LEE)
                                .rights(MailboxACL.FULL_RIGHTS)
                                .asAddition(),
                        session(HONG));
        assertThat(seen(LEE)).hasSize(1);
        handOn(HONG, KIM);
        String folder = "인수.hong@moe_gongmail_example";
        assertThat(seen(KIM))
                .containsExactlyInAnyOrder(
                        "kim:shared", "kim:인수", "kim:" + folder, "kim:" + folder + ".INBOX", "kim:" + folder + ".업무");
        assertThat(messages(KIM, folder + ".INBOX")).isEqualTo(2);
        assertThat(messages(KIM, folder)).isZero();
        assertThat(seen(HONG)).as("what others share with who left").containsExactly("kim:shared");
        assertThat(seen(LEE)).isEmpty();
        assertThat(count("mailbox_grant")).isEqualTo(1);
        assertThat(store.subscriptionManager().subscriptions(session(HONG))).isEmpty();
        assertThat(ImmutableList.copyOf(store.subscriptionManager().subscriptions(session(KIM))))
                .extracting(MailboxPath::getName)
                .contains("인수", folder, folder + ".INBOX", folder + ".업무");
    }

    /** Somebody else had the address later, and left as well; and what is handed on is handed on again. */
    @Test
    void ofTwoWithOneNameBothAreThere() throws MailboxException {
        handOn(HONG, KIM);
        make(HONG, "INBOX", 1);
        handOn(HONG, KIM);
        String folder = "인수.hong@moe_gongmail_example";
        assertThat(messages(KIM, folder + ".INBOX")).isEqualTo(2);
        assertThat(messages(KIM, folder + "-2.INBOX")).isEqualTo(1);
        handOn(HONG, KIM);
        assertThat(seen(KIM)).as("nothing is made where there is nothing").doesNotContain("kim:" + folder + "-3");
        handOn(KIM, ASIDE);
        assertThat(messages(ASIDE, "인수.kim@moe_gongmail_example." + folder + ".INBOX"))
                .isEqualTo(2);
    }

    /** The name is somebody else's now, whose mailbox begins empty and gets its own numbers. */
    @Test
    void whoHasTheNameNextBeginsWithNothing() throws MailboxException {
        follow(HONG, ASIDE);
        make(HONG, "INBOX", 1);
        assertThat(messages(HONG, "INBOX")).isEqualTo(1);
        assertThat(messages(ASIDE, "INBOX")).isEqualTo(2);
        assertThat(seen(HONG)).containsExactly("hong:INBOX");
    }

    @Test
    void whatIsRolledBackNeverWas() {
        assertThatThrownBy(() -> database.transact(transaction -> {
                    store.owners().follow(transaction, HONG, ASIDE);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");
        assertThat(seen(HONG)).containsExactly("hong:INBOX", "hong:업무", "kim:shared");
        assertThat(seen(ASIDE)).isEmpty();
    }

    /** More than go in one transaction; and nobody else's. */
    @Test
    void whatIsErasedLeavesNoRow() throws MailboxException {
        database.transact(transaction -> transaction
                .sql()
                .execute("INSERT INTO message (mailbox, uid, id_time, id_random, thread_time, thread_random,"
                        + " internal_date, octets, body_start, flags, modseq, sha256)"
                        + " SELECT m.mailbox, m.uid + 1000 + x.n, 0, 0, 0, 0, 0, 0, 0, 0, 1, m.sha256"
                        + " FROM message m, (SELECT ROW_NUMBER() OVER () AS n FROM sys.syscolumns, sys.systables) x"
                        + " WHERE m.uid = 1 AND x.n <= 2500"));
        assertThat(count("message")).isGreaterThan(2_500);
        store.owners().erase(KIM);
        store.owners().erase(HONG);
        store.owners().erase(HONG);
        assertThat(List.of(count("message"), count("mailbox"), count("mailbox_grant"), count("subscription")))
                .containsExactly(0, 0, 0, 0);
    }

    @Test
    void nobodyElsesMailboxIsErased() throws MailboxException {
        store.owners().erase(HONG);
        assertThat(seen(KIM)).containsExactly("kim:shared");
        assertThat(seen(HONG)).as("who is gone has no rights either").isEmpty();
        assertThat(store.mailboxManager()
                        .getMailbox(SHARED, session(KIM))
                        .getMailboxEntity()
                        .getACL())
                .isEqualTo(MailboxACL.EMPTY);
        assertThat(messages(KIM, "shared")).isEqualTo(1);
        make(HONG, "INBOX", 1);
        assertThat(messages(HONG, "INBOX")).isEqualTo(1);
    }
}
