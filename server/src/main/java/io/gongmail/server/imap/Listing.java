package io.gongmail.server.imap;

import io.gongmail.server.imap.ListRequested.Tell;
import io.gongmail.store.mail.mailbox.MailboxUses;
import io.gongmail.store.mail.mailbox.OtherUsers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.response.MailboxStatusResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.MailboxSearchFetchType;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * LIST (RFC 9051 §6.3.9) with LIST-EXTENDED (RFC 5258), LIST-STATUS (RFC 5819), SPECIAL-USE (RFC 6154) and LIST-MYRIGHTS
 * (RFC 8440). What a mailbox is for is told whether it is asked or not: most programs send a plain LIST and read the attributes
 * (RFC 6154 §2 allows it). XLIST, Gmail's forerunner of SPECIAL-USE, is not announced, and answered to programs that were made for
 * Gmail and ask it without looking. What others share is listed where the user may look it up (RFC 4314 §4).
 */
final class Listing extends AbstractMailboxProcessor<ListRequested> implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.of("LIST-EXTENDED"),
            Capability.of("LIST-STATUS"),
            Capability.of("LIST-MYRIGHTS"),
            Capability.of("SPECIAL-USE"));

    private final SubscriptionManager subscriptions;
    private final MailboxUses uses;
    private final Status status;

    Listing(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            SubscriptionManager subscriptions,
            MailboxUses uses,
            Status status) {
        super(ListRequested.class, mailboxes, answers, metrics);
        this.subscriptions = subscriptions;
        this.uses = uses;
        this.status = status;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(ListRequested request, ImapSession session, Responder responder) {
        if (request.patterns().equals(List.of(""))) {
            // "a special request to return the hierarchy delimiter and the root name of the name given in the
            // reference"
            ListAnswer root = new ListAnswer("", List.of("\\Noselect"), List.of());
            responder.respond(request.isXlist() ? root.ofXlist() : root);
            okComplete(request, responder);
            return Mono.empty();
        }
        return listed(request, session)
                .flatMap(listed -> answer(listed, request, session, responder))
                .then(Mono.fromRunnable(() -> okComplete(request, responder)));
    }

    /** The line of one mailbox, for SELECT and EXAMINE (RFC 9051 §6.3.2: "The list of mailbox attributes MUST be accurate"). */
    Mono<ListAnswer> line(String name, Tag tag, ImapSession session) {
        ListRequested plain = new ListRequested(
                tag, "", List.of(name), new ListRequested.Options(false, Set.of(), Set.of(), Optional.empty()));
        return listed(plain, session)
                .map(listed -> listed.answers().stream()
                        .filter(answer -> answer.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> new ListAnswer(name, List.of(), List.of())));
    }

    /** @param mailboxes all that the user sees, by their names */
    private record Listed(Map<String, Mailbox> mailboxes, List<ListAnswer> answers) {}

    private Mono<Listed> listed(ListRequested request, ImapSession session) {
        return getMailboxManager()
                .search(
                        MailboxQuery.builder().matchesAllMailboxNames().build(),
                        MailboxSearchFetchType.Minimal,
                        session.getMailboxSession())
                .map(MailboxMetaData::getMailbox)
                .collectList()
                .publishOn(Schedulers.boundedElastic()) // James leaves us where nobody may wait.
                .map(found -> listed(found, request, session.getMailboxSession()));
    }

    private Listed listed(List<Mailbox> found, ListRequested request, MailboxSession user) {
        Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
        Map<String, Set<String>> names = new LinkedHashMap<>();
        Map<String, String> given = uses.of(user.getUser());
        Set<String> own = new HashSet<>();
        for (Mailbox mailbox : found) {
            MailboxPath path = mailbox.generateAssociatedPath();
            if (path.belongsTo(user)) {
                own.add(path.getName());
            }
        }
        for (Mailbox mailbox : found) {
            MailboxPath path = mailbox.generateAssociatedPath();
            boolean mine = path.belongsTo(user);
            String name = mine ? path.getName() : OtherUsers.name(path);
            mailboxes.put(name, mailbox);
            names.put(name, mine ? SpecialUse.of(name, given, own::contains) : Set.of());
        }
        return new Listed(mailboxes, new ListedNames(names, subscribed(request, user), request).answers());
    }

    private Mono<Void> answer(Listed listed, ListRequested request, ImapSession session, Responder responder) {
        return Flux.fromIterable(listed.answers())
                .concatMap(answer -> {
                    responder.respond(request.isXlist() ? answer.ofXlist() : answer);
                    Mailbox mailbox = listed.mailboxes().get(answer.name());
                    return mailbox == null
                            ? Mono.<Void>empty()
                            : more(answer.name(), mailbox, request, session, responder);
                })
                .then();
    }

    private Set<String> subscribed(ListRequested request, MailboxSession user) {
        ListRequested.Options options = request.options();
        if (!options.tell().contains(Tell.SUBSCRIBED) && !options.select().contains(ListRequested.Select.SUBSCRIBED)) {
            return Set.of();
        }
        try {
            Set<String> names = new HashSet<>();
            for (MailboxPath path : subscriptions.subscriptions(user)) {
                names.add(path.belongsTo(user) ? path.getName() : OtherUsers.name(path));
            }
            return names;
        } catch (SubscriptionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mono<Void> more(
            String name, Mailbox mailbox, ListRequested request, ImapSession session, Responder responder) {
        Rfc4314Rights rights = getMailboxManager().myRights(mailbox, session.getMailboxSession());
        if (request.options().tell().contains(Tell.MYRIGHTS)) {
            responder.respond(new RightsAnswer.Mine(name, rights));
        }
        // RFC 5819 §2: of a mailbox that is not to be read there is none.
        return request.options()
                .status()
                .filter(items -> rights.contains(Right.Read))
                .map(items -> status(name, items, request, session, responder))
                .orElse(Mono.empty());
    }

    private Mono<Void> status(
            String name, StatusDataItems items, ListRequested request, ImapSession session, Responder responder) {
        return status.processReactive(
                new StatusRequest(name, items, request.getTag()), new Untold(responder, name), session);
    }

    /** Passes on what STATUS says, but for its end. */
    private record Untold(Responder responder, String name) implements Responder {
        @Override
        public void respond(ImapResponseMessage message) {
            if (message instanceof MailboxStatusResponse status) {
                responder.respond(Answers.called(name, status));
            } else if (!(message instanceof StatusResponse status) || status.getTag() == null) {
                responder.respond(message);
            }
        }

        @Override
        public void flush() {
            responder.flush();
        }
    }

    @Override
    protected MDCBuilder mdc(ListRequested request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "LIST");
    }
}
