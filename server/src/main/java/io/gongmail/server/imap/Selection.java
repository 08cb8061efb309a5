package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.response.ExistsResponse;
import org.apache.james.imap.message.response.RecentResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.imap.processor.PermitEnableCapabilityProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3), which also tell what a client missed (RFC 7162 §3.2.5). Messages are numbered as
 * the list has them, without a look at each; James' own asks its search for all of them. Thread-safe.
 */
abstract class Selection<R extends AbstractMailboxSelectionRequest> extends AbstractMailboxProcessor<R>
        implements PermitEnableCapabilityProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(Selection.class);
    private static final List<Capability> CAPABILITIES =
            List.of(ImapConstants.SUPPORTS_QRESYNC, ImapConstants.SUPPORTS_CONDSTORE);
    private static final HumanReadableText FAILED =
            new HumanReadableText("gongmail.select-failed", "failed. The mailbox cannot be opened");

    private final EventBus events;
    private final MailReader reader;
    private final Resync resync;
    private final Listing listing;
    private final boolean readOnly;

    Selection(
            Class<R> command,
            boolean readOnly,
            MailboxManager mailboxes,
            EventBus events,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Resync resync,
            Listing listing) {
        super(command, mailboxes, answers, metrics);
        this.readOnly = readOnly;
        this.events = events;
        this.reader = reader;
        this.resync = resync;
        this.listing = listing;
    }

    /** What is said of the account beside the mailbox. */
    abstract Optional<StatusResponse> warning(ImapSession session);

    @Override
    protected Mono<Void> processRequestReactive(R request, ImapSession session, Responder responder) {
        if (!request.getLastKnownUidValidity().isUnknown() && !Resync.isEnabled(session)) {
            taggedBad(request, responder, HumanReadableText.QRESYNC_NOT_ENABLED); // RFC 7162 §3.2.5
            return Mono.empty();
        }
        return Mono.from(getMailboxManager()
                        .getMailboxReactive(
                                PathConverter.forSession(session).buildFullPath(request.getMailboxName()),
                                session.getMailboxSession()))
                .flatMap(mailbox -> select(request, mailbox, session, responder))
                .onErrorResume(MailboxNotFoundException.class, e -> {
                    no(request, responder, HumanReadableText.FAILURE_NO_SUCH_MAILBOX);
                    return Mono.empty();
                })
                .onErrorResume(MailboxException.class, e -> {
                    LOG.warn("{} failed: {}", request.getCommand().getName(), e.toString());
                    no(request, responder, FAILED);
                    return Mono.empty();
                });
    }

    private Mono<Void> select(R request, MessageManager mailbox, ImapSession session, Responder responder) {
        MailboxSession mailboxSession = session.getMailboxSession();
        SelectedMessages selected = new SelectedMessages(getMailboxManager(), mailbox, mailboxSession);
        Collection<MessageUid> heardOf = recent(mailbox, session.getSelected());
        reader.prepareSmall(mailbox.getId());
        return session.selected(selected)
                .then(selected.listen(events))
                .then(Mono.defer(() -> metaData(mailbox, mailboxSession)))
                .flatMap(known -> {
                    // After the mod-sequence: who is told of a message too early asks for it again, who is told too
                    // late never.
                    selected.number(reader.uids(selected.getMailboxId()));
                    known.getRecent().forEach(selected::addRecent);
                    heardOf.stream().filter(selected::has).forEach(selected::addRecent);
                    return tell(request, known, selected, session, responder);
                });
    }

    /** Kept for whoever opens the same mailbox again, as James does; strictly a new session begins there (RFC 3501 §2.3.2). */
    private static Collection<MessageUid> recent(MessageManager mailbox, @Nullable SelectedMailbox before) {
        return before != null && before.getMailboxId().equals(mailbox.getId()) ? before.getRecent() : List.of();
    }

    private Mono<MailboxMetaData> metaData(MessageManager mailbox, MailboxSession session) {
        try {
            return mailbox.getMetaDataReactive(
                    readOnly ? RecentMode.RETRIEVE : RecentMode.RESET,
                    session,
                    EnumSet.of(
                            MailboxMetaData.Item.FirstUnseen,
                            MailboxMetaData.Item.HighestModSeq,
                            MailboxMetaData.Item.NextUid,
                            MailboxMetaData.Item.MailboxCounters));
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    private Mono<Void> tell(
            R request, MailboxMetaData known, SelectedMessages selected, ImapSession session, Responder responder) {
        StatusResponseFactory answers = getStatusResponseFactory();
        boolean rev2 = Enabled.of(session).rev2();
        responder.respond(answers.untaggedOk(
                HumanReadableText.OK, ResponseCode.mailboxId(selected.getMailboxId()))); // RFC 8474 §4.2
        flags(responder, selected);
        responder.respond(new ExistsResponse(selected.existsCount()));
        if (!rev2) {
            responder.respond(new RecentResponse(selected.recentCount()));
        }
        responder.respond(
                answers.untaggedOk(HumanReadableText.UID_VALIDITY, ResponseCode.uidValidity(known.getUidValidity())));
        if (!rev2) {
            unseen(known, selected, responder);
        }
        permanentFlags(responder, known.getPermanentFlags(), selected);
        selected.resetNewApplicableFlags();
        responder.respond(answers.untaggedOk(
                HumanReadableText.HIGHEST_MOD_SEQ, ResponseCode.highestModSeq(known.getHighestModSeq())));
        responder.respond(answers.untaggedOk(HumanReadableText.UIDNEXT, ResponseCode.uidNext(next(known, selected))));
        if (request.getCondstore()) {
            condstoreEnablingCommand(session, responder, known, false);
        }
        Mono<ListAnswer> name = rev2 ? listing.line(request.getMailboxName(), request.getTag(), session) : Mono.empty();
        return name.doOnNext(responder::respond)
                .then(Mono.defer(() -> Resync.isAsked(request, session)
                        ? resync.tell(request, known.getUidValidity(), session, responder)
                        : Mono.empty()))
                .then(Mono.fromCallable(() -> warning(session)))
                .doOnNext(warning -> {
                    warning.ifPresent(responder::respond);
                    responder.respond(answers.taggedOk(
                            request.getTag(),
                            request.getCommand(),
                            HumanReadableText.SELECT,
                            known.isWriteable() && !readOnly ? ResponseCode.readWrite() : ResponseCode.readOnly()));
                })
                .then();
    }

    /** Of IMAP4rev1 alone (RFC 9051 appendix E, 11), and not told where it was expunged meanwhile. */
    private void unseen(MailboxMetaData known, SelectedMailbox selected, Responder responder) {
        MessageUid first = known.getFirstUnseen();
        if (first != null) {
            selected.msn(first).foldSilent(() -> null, number -> {
                responder.respond(getStatusResponseFactory()
                        .untaggedOk(HumanReadableText.unseen(number), ResponseCode.unseen(number)));
                return null;
            });
        }
    }

    /** RFC 9051 §2.3.1.1: above all UIDs, those too that came since it was read. */
    private static MessageUid next(MailboxMetaData known, SelectedMailbox selected) {
        MessageUid next = known.getUidNext();
        return selected.getLastUid()
                .map(MessageUid::next)
                .filter(above -> above.compareTo(next) > 0)
                .orElse(next);
    }

    @Override
    protected MDCBuilder mdc(R request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, request.getCommand().getName());
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    public List<Capability> getPermitEnableCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    public Mono<Void> enable(ImapMessage message, Responder responder, ImapSession session, Capability capability) {
        if (!CAPABILITIES.contains(capability)
                || EnableProcessor.getEnabledCapabilities(session).contains(capability)) {
            return Mono.empty();
        }
        if (session.getSelected() == null) {
            return Mono.fromRunnable(
                    () -> EnableProcessor.getEnabledCapabilities(session).add(ImapConstants.SUPPORTS_CONDSTORE));
        }
        // RFC 7162 §3.1.2: who enables it with a mailbox open has to know where its changes begin.
        return getSelectedMailboxReactive(session)
                .flatMap(mailbox -> {
                    try {
                        return mailbox.getMetaDataReactive(
                                RecentMode.IGNORE,
                                session.getMailboxSession(),
                                EnumSet.of(MailboxMetaData.Item.HighestModSeq));
                    } catch (MailboxException e) {
                        return Mono.error(e);
                    }
                })
                .doOnNext(known -> condstoreEnablingCommand(session, responder, known, true))
                .then();
    }
}
