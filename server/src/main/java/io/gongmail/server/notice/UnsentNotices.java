package io.gongmail.server.notice;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.SearchQuery;
import reactor.core.publisher.Flux;

/**
 * Notices that people have begun to write: each is a message in its writer's folder of drafts, with a keyword of its own, as safe as other
 * mail, weighed with it, and seen by nobody else. At most {@value #MOST} of one person. Thread-safe; calls block. Errors are {@link
 * StoreException}s.
 */
public final class UnsentNotices {
    public static final int MOST = 20;

    /** RFC 9051 §2.3.2 */
    private static final String KEYWORD = "$NoticeDraft";

    private static final String FOLDER = "Drafts";

    /** With what encoding adds to enclosures and text. */
    static final int LARGEST = 2 * WrittenNotice.LARGEST_ENCLOSURES;

    private final MailboxManager mailboxes;
    private final Registry registry;
    private final Clock clock;

    public UnsentNotices(Registry registry, MailStore mail, Clock clock) {
        this.mailboxes = mail.mailboxManager();
        this.registry = registry;
        this.clock = clock;
    }

    /** One in its folder. */
    private record Placed(MessageUid uid, UnsentNotice letter) {}

    private interface Look<T> {
        T at(MessageManager drafts, MailboxSession session) throws MailboxException, IOException;
    }

    private <T> T look(Address owner, Look<T> look) {
        MailboxSession session = mailboxes.createSystemSession(Username.of(owner.toString()));
        try {
            return look.at(folder(session), session);
        } catch (MailboxException | IOException e) {
            throw new StoreException(Kind.BUSY, "drafts of notices: " + e.getMessage(), e);
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private MessageManager folder(MailboxSession session) throws MailboxException {
        MailboxPath path = MailboxPath.forUser(session.getUser(), FOLDER);
        try {
            return mailboxes.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            try {
                mailboxes.createMailbox(path, session);
            } catch (MailboxExistsException raced) {
                // The owner's mail program made it meanwhile.
            }
            return mailboxes.getMailbox(path, session);
        }
    }

    /** Those of one person, the one saved last first, without their enclosures and text. */
    public List<UnsentNotice> of(Address owner) {
        return look(
                owner,
                (drafts, session) -> placed(owner, drafts, session, FetchGroup.HEADERS).stream()
                        .map(Placed::letter)
                        .toList());
    }

    private static List<Placed> placed(Address owner, MessageManager drafts, MailboxSession session, FetchGroup fetched)
            throws MailboxException, IOException {
        List<MessageUid> uids = Flux.from(drafts.search(SearchQuery.of(SearchQuery.flagIsSet(KEYWORD)), session))
                .sort(Comparator.reverseOrder())
                .take(MOST)
                .collectList()
                .blockOptional()
                .orElse(List.of());
        List<Placed> placed = new ArrayList<>();
        for (MessageUid uid : uids) {
            read(owner, drafts, uid, session, fetched).ifPresent(placed::add);
        }
        return placed;
    }

    private static Optional<Placed> read(
            Address owner, MessageManager drafts, MessageUid uid, MailboxSession session, FetchGroup fetched)
            throws MailboxException, IOException {
        Iterator<MessageResult> found = drafts.getMessages(MessageRange.one(uid), fetched, session);
        if (!found.hasNext()) {
            return Optional.empty();
        }
        MessageResult message = found.next();
        try (InputStream in = fetched == FetchGroup.HEADERS
                ? message.getHeaders().getInputStream()
                : message.getFullContent().getInputStream()) {
            NoticeReader.Read read = NoticeReader.read(in, owner, LARGEST);
            Instant saved = message.getInternalDate().toInstant();
            return NoticeNumber.parse(read.id())
                    .map(id -> new Placed(uid, new UnsentNotice(id.value(), saved, read.letter())));
        }
    }

    /** One of somebody's own, whole. */
    public Optional<UnsentNotice> find(Address owner, UUID id) {
        return look(owner, (drafts, session) -> {
            Optional<Placed> placed = named(placed(owner, drafts, session, FetchGroup.HEADERS), id).stream()
                    .findFirst();
            return placed.isEmpty()
                    ? Optional.<UnsentNotice>empty()
                    : read(owner, drafts, placed.get().uid(), session, FetchGroup.FULL_CONTENT)
                            .map(Placed::letter);
        });
    }

    private static List<Placed> named(List<Placed> all, UUID id) {
        return all.stream().filter(one -> one.letter().id().equals(id)).toList();
    }

    /**
     * Saves a letter, in the place of what was saved under its id; when this returns it is durable. One that is out of its bounds, or one
     * too many, is refused (G-986), and what there is no room for (G-987).
     */
    public Ruling<UUID> save(Address owner, UUID id, WrittenNotice letter) {
        return letter.bounded()
                .then(bounded -> look(owner, (drafts, session) -> {
                    List<Placed> all = placed(owner, drafts, session, FetchGroup.HEADERS);
                    List<Placed> before = named(all, id);
                    if (before.isEmpty() && all.size() >= MOST) {
                        return Ruling.refused("G-986", "most", Integer.toString(MOST));
                    }
                    Instant now = clock.instant();
                    Flags flags = new Flags(Flags.Flag.DRAFT);
                    flags.add(Flags.Flag.SEEN);
                    flags.add(KEYWORD);
                    try {
                        drafts.appendMessage(
                                AppendCommand.builder()
                                        .notRecent()
                                        .withFlags(flags)
                                        .withInternalDate(Date.from(now))
                                        .build(NoticeMessage.written(bounded, agency(bounded.author()), id, now)),
                                session);
                    } catch (OverQuotaException e) {
                        return Ruling.refused("G-987");
                    }
                    delete(before, drafts, session);
                    return Ruling.granted(id);
                }));
    }

    /** By its name, as everybody reads it; where it has none, as it is addressed. */
    String agency(Address author) {
        return registry.accounts()
                .find(author)
                .flatMap(account -> registry.agencies().find(account.agency()))
                .map(Agency::name)
                .orElse(author.toString());
    }

    private static void delete(List<Placed> those, MessageManager drafts, MailboxSession session)
            throws MailboxException {
        if (!those.isEmpty()) {
            drafts.delete(those.stream().map(Placed::uid).toList(), session);
        }
    }

    /** It is not gone on with any more; where there is none, nothing happens. */
    public void drop(Address owner, UUID id) {
        look(owner, (drafts, session) -> {
            delete(named(placed(owner, drafts, session, FetchGroup.HEADERS), id), drafts, session);
            return true;
        });
    }
}
