package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.SharedLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MessageRangeException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * COPY and MOVE (RFC 9051 §6.4.7, §6.4.8). They are told which messages became which ({@code COPYUID}, RFC 4315 §3), where
 * James repeats what the client named; and that there is no room ({@code OVERQUOTA}, RFC 9208 §4.3.1), where James says
 * only that it failed.
 */
abstract class Transfer<R extends AbstractMessageRangeRequest> extends AbstractMailboxProcessor<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final HumanReadableText MOVED = new HumanReadableText("gongmail.moved", "Moved");

    Transfer(Class<R> command, MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(command, mailboxes, answers, metrics);
    }

    /** Does it to the messages of one range of UIDs, and tells the UIDs that they have in {@code target}, rising. */
    abstract Flux<MessageRange> transfer(
            MessageRange messages, MailboxId from, MailboxId target, MailboxSession session);

    /** After a failure: what becomes of those that are in {@code target} already. */
    abstract Mono<Void> undone(MessageManager target, List<IdRange> there, MailboxSession session);

    @Override
    protected Mono<Void> processRequestReactive(R request, ImapSession session, Responder responder) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        MailboxSession owner = session.getMailboxSession();
        return Mono.from(getMailboxManager().mailboxExists(path, owner))
                .flatMap(there -> {
                    if (!there) {
                        no(request, responder, HumanReadableText.FAILURE_NO_SUCH_MAILBOX, ResponseCode.tryCreate());
                        return Mono.<Void>empty();
                    }
                    return Mono.from(getMailboxManager().getMailboxReactive(path, owner))
                            .flatMap(target -> to(target, request, session, responder));
                })
                .onErrorResume(MailboxException.class, e -> Mono.fromRunnable(() -> failed(e, request, responder)));
    }

    @Override
    protected MDCBuilder mdc(R request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, request.getCommand().getName());
    }

    private void failed(MailboxException e, R request, Responder responder) {
        if (e instanceof MessageRangeException) {
            taggedBad(request, responder, HumanReadableText.INVALID_MESSAGESET);
        } else if (e instanceof SharedLimitException) {
            Answers.no(responder, request, "OVERQUOTA", Deposit.AGENCY_FULL);
        } else if (e instanceof OverQuotaException) {
            no(request, responder, HumanReadableText.FAILURE_OVERQUOTA, ResponseCode.overQuota());
        } else {
            LOG.error("{} to {} failed: {}", request.getCommand().getName(), request.getMailboxName(), e.toString());
            no(request, responder, HumanReadableText.GENERIC_FAILURE_DURING_PROCESSING);
        }
    }

    private Mono<Void> to(MessageManager target, R request, ImapSession session, Responder responder) {
        SelectedMailbox selected = session.getSelected();
        MailboxSession owner = session.getMailboxSession();
        KnownMessages named;
        UidValidity validity;
        try {
            named = named(request, selected);
            validity = target.getMailboxEntity().getUidValidity();
        } catch (MailboxException e) {
            return Mono.error(e);
        }
        List<IdRange> there = new ArrayList<>();
        return Flux.fromIterable(named.ranges())
                .concatMap(range -> transfer(range, selected.getMailboxId(), target.getId(), owner))
                .doOnNext(range -> there.add(IdRange.from(range)))
                .then()
                .onErrorResume(
                        OverQuotaException.class,
                        full -> undone(target, there, owner).then(Mono.error(full)))
                .then(Mono.defer(
                        () -> told(request, copyUid(named, IdRange.mergeRanges(there), validity), session, responder)));
    }

    private Mono<Void> told(R request, Optional<ResponseCode> code, ImapSession session, Responder responder) {
        // RFC 9051 §6.4.8: "REQUIRED to send the COPYUID response code in an untagged OK before sending EXPUNGE".
        boolean first = request instanceof MoveRequest && Enabled.of(session).rev2();
        if (first) {
            code.ifPresent(uids -> responder.respond(getStatusResponseFactory().untaggedOk(MOVED, uids)));
        }
        return unsolicitedResponses(session, responder, request.isUseUids())
                .then(Mono.fromRunnable(() -> code.filter(uids -> !first)
                        .ifPresentOrElse(
                                uids -> okComplete(request, uids, responder), () -> okComplete(request, responder))));
    }

    private KnownMessages named(R request, SelectedMailbox selected) throws MessageRangeException {
        List<MessageRange> ranges = new ArrayList<>();
        for (IdRange range : request.getIdSet()) {
            // Empty where there are no messages, among which none is named by a UID.
            messageRange(selected, range, request.isUseUids()).ifPresent(ranges::add);
        }
        return KnownMessages.of(selected, ranges);
    }

    /**
     * Nothing where nobody knows which became which: a message went while it was to be copied. Otherwise both sets are rising
     * and as many.
     */
    private static Optional<ResponseCode> copyUid(KnownMessages named, List<IdRange> there, UidValidity validity) {
        long copies = there.stream()
                .mapToLong(range -> range.getHighVal() - range.getLowVal() + 1)
                .sum();
        return copies == 0 || copies != named.count()
                ? Optional.empty()
                : Optional.of(ResponseCode.copyUid(
                        validity, named.uids().toArray(IdRange[]::new), there.toArray(IdRange[]::new)));
    }
}
