package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MailboxSession.SessionId;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.mail.model.DefaultMessageId;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What happens to a selected mailbox is told once, whenever it happens. */
class SelectedMessagesTest {
    private static final Username HONG = Username.of("hong@moe.example");
    private static final MailboxId HERE = () -> "1";
    private static final MailboxPath INBOX = MailboxPath.inbox(HONG);
    private static final SessionId OWN = SessionId.of(1);
    private static final SessionId ANOTHER = SessionId.of(2);

    private final SelectedMessages selected = new SelectedMessages(
            proxy(MailboxManager.class),
            proxy(MessageManager.class),
            new MailboxSession(OWN, HONG, Optional.of(HONG), List.of(), '.', MailboxSession.SessionType.User));

    @Test
    void whatComesGetsTheNextNumberAndIsTold() {
        selected.number(new long[] {3, 7});
        happens(added(9));
        assertThat(selected.isSizeChanged()).isTrue();
        assertThat(selected.existsCount()).isEqualTo(3);
        assertThat(number(9)).isEqualTo(3);
        assertThat(selected.isRecent(MessageUid.of(9))).isTrue();
        selected.resetEvents();
        assertThat(selected.isSizeChanged()).isFalse();
    }

    @Test
    void whatIsExpungedKeepsItsNumberUntilItIsTold() {
        selected.number(new long[] {3, 7, 9});
        happens(expunged(7, 8));
        assertThat(number(9)).isEqualTo(3);
        assertThat(selected.expungedUids()).containsExactly(MessageUid.of(7));
        assertThat(selected.remove(MessageUid.of(7)).foldSilent(() -> 0, found -> found.asInt()))
                .isEqualTo(2);
        selected.resetExpungedUids();
        assertThat(number(9)).isEqualTo(2);
        assertThat(selected.expungedUids()).isEmpty();
    }

    @Test
    void whatHappensBeforeTheMessagesAreKnownIsNotMissed() {
        happens(added(11));
        happens(expunged(3));
        happens(expunged(7));
        // 3 was gone when the list was read, 7 was not yet; 11 was not yet there.
        selected.number(new long[] {7, 9});
        assertThat(uids()).containsExactly(7L, 9L, 11L);
        assertThat(selected.expungedUids()).containsExactly(MessageUid.of(7));
        assertThat(selected.isSizeChanged()).isFalse();
    }

    @Test
    void whatCameAndWentBeforeTheMessagesAreKnownIsNotThere() {
        happens(added(11));
        happens(expunged(11));
        selected.number(new long[] {9});
        assertThat(uids()).containsExactly(9L);
        assertThat(selected.expungedUids()).isEmpty();
    }

    @Test
    void whatHappensWhileItIsToldIsToldTheNextTime() {
        selected.number(new long[] {3, 7, 9});
        happens(flagged(ANOTHER, 3));
        happens(expunged(9));
        happens(added(10));
        assertThat(selected.isSizeChanged()).isTrue();
        assertThat(selected.flagUpdateUids()).containsExactly(MessageUid.of(3));
        assertThat(selected.expungedUids()).containsExactly(MessageUid.of(9));
        happens(flagged(ANOTHER, 3));
        happens(flagged(ANOTHER, 7));
        happens(expunged(7));
        happens(added(11));
        selected.resetExpungedUids();
        selected.resetEvents();
        assertThat(selected.flagUpdateUids()).containsExactly(MessageUid.of(3), MessageUid.of(7));
        assertThat(selected.expungedUids()).containsExactly(MessageUid.of(7));
        assertThat(selected.isSizeChanged()).isTrue();
        selected.resetEvents();
        assertThat(selected.flagUpdateUids()).isEmpty();
    }

    @Test
    void whatThisSessionChangedItKnows() {
        selected.number(new long[] {3});
        happens(flagged(OWN, 3));
        assertThat(selected.flagUpdateUids()).isEmpty();
    }

    @Test
    void aNewKeywordIsToldOnce() {
        selected.number(new long[] {3});
        happens(flagged(ANOTHER, 3));
        assertThat(selected.hasNewApplicableFlags()).isTrue();
        assertThat(selected.getApplicableFlags().getUserFlags()).containsExactly("$Forwarded");
        selected.resetNewApplicableFlags();
        happens(flagged(ANOTHER, 3));
        assertThat(selected.hasNewApplicableFlags()).isFalse();
    }

    @Test
    void whatHappensElsewhereIsNotHeard() {
        selected.number(new long[] {3});
        happens(new Added(
                ANOTHER,
                HONG,
                INBOX,
                () -> "2",
                new TreeMap<>(java.util.Map.of(MessageUid.of(9), data(9))),
                id(),
                true));
        assertThat(uids()).containsExactly(3L);
    }

    private int number(long uid) {
        return selected.msn(MessageUid.of(uid)).foldSilent(() -> 0, found -> found.asInt());
    }

    private List<Long> uids() {
        return Stream.iterate(1, number -> number + 1)
                .map(((SelectedMailbox) selected)::uid)
                .takeWhile(Optional::isPresent)
                .map(uid -> uid.orElseThrow().asLong())
                .toList();
    }

    private void happens(Event event) {
        Mono.from(selected.reactiveEvent(event)).block();
    }

    private static Added added(long... uids) {
        return new Added(ANOTHER, HONG, INBOX, HERE, data(uids), id(), true);
    }

    private static Expunged expunged(long... uids) {
        return new Expunged(ANOTHER, HONG, INBOX, HERE, data(uids), id());
    }

    private static FlagsUpdated flagged(SessionId by, long uid) {
        return new FlagsUpdated(
                by,
                HONG,
                INBOX,
                HERE,
                List.of(UpdatedFlags.builder()
                        .uid(MessageUid.of(uid))
                        .modSeq(ModSeq.of(5))
                        .oldFlags(new Flags())
                        .newFlags(new Flags("$Forwarded"))
                        .build()),
                id());
    }

    private static TreeMap<MessageUid, MessageMetaData> data(long... uids) {
        TreeMap<MessageUid, MessageMetaData> data = new TreeMap<>();
        for (long uid : uids) {
            data.put(MessageUid.of(uid), data(uid));
        }
        return data;
    }

    private static MessageMetaData data(long uid) {
        DefaultMessageId message = new DefaultMessageId();
        return new MessageMetaData(
                MessageUid.of(uid),
                ModSeq.of(4),
                new Flags(),
                10,
                new Date(0),
                Optional.empty(),
                message,
                new ThreadId(message));
    }

    private static Event.EventId id() {
        return Event.EventId.random();
    }

    /** Knows which mailbox it is, and nothing else. */
    private static <T> T proxy(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("getId")) {
                        return HERE;
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
