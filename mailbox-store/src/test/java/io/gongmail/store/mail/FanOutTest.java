package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A message that one has, given to many. */
class FanOutTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final Username LEE = Username.of("lee@moe.gongmail.example");
    private static final Username NOBODY = Username.of("nobody@moe.gongmail.example");
    private static final String TEXT = "Subject: to all\r\n\r\nall of it\r\n";

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;
    private ComposedMessageId source;

    @BeforeEach
    void open() throws Exception {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.systemUTC());
        for (Username user : List.of(HONG, KIM, LEE)) {
            store.mailboxManager().createMailbox(MailboxPath.inbox(user), session(user));
        }
        append(KIM, "Subject: before\r\n\r\n", new Flags());
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add("mine");
        source = append(HONG, TEXT, flags);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private MailboxSession session(Username user) {
        return store.mailboxManager().createSystemSession(user);
    }

    private MessageManager inbox(Username user) throws Exception {
        return store.mailboxManager().getMailbox(MailboxPath.inbox(user), session(user));
    }

    private ComposedMessageId append(Username user, String text, Flags flags) throws Exception {
        return inbox(user)
                .appendMessage(
                        AppendCommand.builder().withFlags(flags).build(text.getBytes(StandardCharsets.US_ASCII)),
                        session(user))
                .getId();
    }

    private List<MessageResult> messages(Username user) throws Exception {
        return ImmutableList.copyOf(
                inbox(user).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session(user)));
    }

    private Set<Username> give(Username... users) throws Exception {
        return store.fanOut().give(source, TEXT.length(), List.of(users));
    }

    private static String text(MessageResult message) throws Exception {
        return new String(message.getFullContent().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void whoeverHasAnInboxHasItThereAsNew() throws Exception {
        assertThat(give(KIM, NOBODY, LEE)).containsExactlyInAnyOrder(KIM, LEE);
        List<MessageResult> ofKim = messages(KIM);
        assertThat(ofKim).hasSize(2);
        MessageResult copy = ofKim.get(1);
        assertThat(text(copy)).isEqualTo(TEXT);
        assertThat(copy.getFlags()).isEqualTo(new Flags(Flags.Flag.RECENT));
        assertThat(copy.getInternalDate()).isEqualTo(messages(HONG).get(0).getInternalDate());
        assertThat(copy.getMessageId()).isNotEqualTo(source.getMessageId());
        assertThat(copy.getMessageId()).isNotEqualTo(messages(LEE).get(0).getMessageId());
        assertThat(copy.getUid().asLong()).isEqualTo(2);
        assertThat(copy.getModSeq()).isGreaterThan(ofKim.get(0).getModSeq());
        MailboxCounters counters = inbox(KIM).getMailboxCounters(session(KIM));
        assertThat(counters.getCount()).isEqualTo(2);
        assertThat(counters.getUnseen()).isEqualTo(2);
        assertThat(store.accountQuotas().held(LEE).octets()).isEqualTo(TEXT.length());
    }

    @Test
    void whoeverHasItsInboxOpenHearsOfIt() throws Exception {
        List<Event> heard = new CopyOnWriteArrayList<>();
        Mono.from(store.eventBus()
                        .register(
                                (EventListener) heard::add,
                                new MailboxIdRegistrationKey(inbox(LEE).getId())))
                .block();
        give(KIM, LEE);
        assertThat(heard).singleElement().isInstanceOfSatisfying(Added.class, added -> {
            assertThat(added.getMailboxPath()).isEqualTo(MailboxPath.inbox(LEE));
            assertThat(added.isDelivery()).isTrue();
            assertThat(new ArrayList<>(added.getUids()))
                    .extracting(uid -> uid.asLong())
                    .containsExactly(1L);
        });
    }

    @Test
    void whoHasNoRoomIsLeftOut() throws Exception {
        store.accountQuotas().limit(KIM, "Subject: before\r\n\r\n".length() + TEXT.length() - 1);
        store.accountQuotas().limit(LEE, TEXT.length());
        assertThat(give(KIM, LEE)).containsExactly(LEE);
        assertThat(messages(KIM)).hasSize(1);
    }

    @Test
    void nobodyGetsWhatTheFirstHasDeletedMeanwhile() throws Exception {
        inbox(HONG).delete(List.of(source.getUid()), session(HONG));
        assertThat(give(KIM, LEE)).isEmpty();
        assertThat(messages(KIM)).hasSize(1);
    }
}
