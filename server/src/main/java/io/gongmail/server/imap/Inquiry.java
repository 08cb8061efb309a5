package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What SEARCH, SORT and THREAD have in common: messages are found, and something of them is told. */
abstract class Inquiry<R extends Inquiry.Request> extends AbstractMailboxProcessor<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

    private final MailReader reader;
    private final ThreadIds threads;
    private final Clock clock;

    /** What is asked. */
    interface Request extends ImapRequest {
        boolean byUid();

        SearchKeys.Read keys();
    }

    /** What is not done, with a response code of RFC 5530 and the reason. */
    static final class RefusedException extends MailboxException {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String why;

        RefusedException(String code, String why) {
            super(why);
            this.code = code;
            this.why = why;
        }
    }

    Inquiry(
            Class<R> command,
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Clock clock) {
        super(command, mailboxes, answers, metrics);
        this.reader = reader;
        this.threads = new ThreadIds(reader);
        this.clock = clock;
    }

    /** Tells of what was found. */
    abstract void tell(R request, Found found, ImapSession session, Responder responder)
            throws MailboxException, IOException;

    /** After a failure, before it is told. */
    void failed(R request, ImapSession session) {}

    /** The highest of those in {@code found}, where mod-sequences were asked for; 0 else. */
    final long modSeq(R request, Found found, ImapSession session) {
        return request.keys().modSeq() ? found.highestModSeq(reader, session.getSelected()) : 0;
    }

    @Override
    protected final Mono<Void> processRequestReactive(R request, ImapSession session, Responder responder) {
        return getSelectedMailboxReactive(session)
                .flatMap(mailbox -> condstore(request, mailbox, session, responder)
                        .then(Mono.defer(() -> found(request, mailbox, session)))
                        .flatMap(found -> Mono.fromCallable(() -> {
                            tell(request, found, session, responder);
                            return found;
                        })))
                // RFC 9051 §7.5.1: no EXPUNGE while what was asked by sequence number is answered.
                .then(Mono.defer(() -> unsolicitedResponses(session, responder, !request.byUid(), request.byUid())))
                .then(Mono.<Void>fromRunnable(() -> okComplete(request, responder)))
                .doOnError(e -> failed(request, session))
                .onErrorResume(RefusedException.class, e -> {
                    Answers.no(responder, request, e.code, e.why);
                    return Mono.empty();
                })
                .onErrorResume(MailboxException.class, e -> {
                    LOG.warn("{} failed: {}", request.getCommand().getName(), e.toString());
                    no(request, responder, HumanReadableText.SEARCH_FAILED);
                    return Mono.empty();
                });
    }

    private Mono<Found> found(R request, MessageManager mailbox, ImapSession session) {
        Set<String> wanted = request.keys().threads();
        return wanted.isEmpty()
                ? found(request, mailbox, Map.of(), session)
                : Mono.fromCallable(() -> threads.find(wanted, session.getSelected(), Outlet.of(session)))
                        .subscribeOn(Schedulers.boundedElastic())
                        .onErrorMap(IOException.class, e -> new MailboxException("threads cannot be read", e))
                        .flatMap(found -> found(request, mailbox, found, session));
    }

    private Mono<Found> found(
            R request, MessageManager mailbox, Map<String, List<SearchQuery.UidRange>> inThreads, ImapSession session) {
        SelectedMailbox selected = session.getSelected();
        SearchQuery query = request.keys()
                .query(new SearchKey.Searched(
                        selected,
                        SavedResult.of(session),
                        getMailboxManager().getMessageIdFactory(),
                        inThreads,
                        clock.instant()));
        try {
            return Flux.from(mailbox.search(query, session.getMailboxSession()))
                    .collectList()
                    .map(uids -> Found.of(uids, selected));
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    /** RFC 7162 §3.1: the first command that speaks of mod-sequences is told the highest. */
    private Mono<Void> condstore(R request, MessageManager mailbox, ImapSession session, Responder responder) {
        if (!request.keys().modSeq()) {
            return Mono.empty();
        }
        try {
            return Mono.from(mailbox.getMetaDataReactive(
                            MailboxMetaData.RecentMode.IGNORE,
                            session.getMailboxSession(),
                            EnumSet.of(MailboxMetaData.Item.HighestModSeq)))
                    .doOnNext(metaData -> condstoreEnablingCommand(session, responder, metaData, true))
                    .then();
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    @Override
    protected MDCBuilder mdc(R request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, request.getCommand().getName());
    }
}
