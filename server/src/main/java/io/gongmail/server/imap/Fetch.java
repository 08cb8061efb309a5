package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MessageRangeException;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * FETCH (RFC 9051 §6.4.5). It goes from what is stored straight to the connection. Left to James are the parts of messages so
 * odd that it is not sure where they are.
 */
final class Fetch extends FetchProcessor implements CapabilityImplementingProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
    /** Of fewer messages no list is kept at hand. */
    private static final int FEW = 100;
    /** Whoever asks for this share of a mailbox lists it. */
    private static final int SHARE = 3;

    private final MailReader reader;
    private final MessageParts parts;
    private final Previews previews;
    private final Resync resync;
    private final Scheduler workers;

    Fetch(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            MessageParts parts,
            Resync resync,
            Scheduler workers) {
        super(mailboxes, answers, metrics);
        this.reader = reader;
        this.parts = parts;
        this.previews = new Previews(reader);
        this.resync = resync;
        this.workers = workers;
    }

    @Override
    public List<Class<? extends FetchRequest>> acceptableClasses() {
        return List.of(FetchRequest.class, PreviewRequest.class);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of(Capability.of("BINARY"), Capability.of("PREVIEW"));
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        FetchData fetch = request.getFetch();
        Set<Item> wanted = EnumSet.copyOf(Arrays.asList(Item.values()));
        wanted.removeIf(item -> !fetch.contains(item));
        SelectedMailbox selected = session.getSelected();
        if (selected == null) {
            return super.processRequestReactive(request, session, responder);
        }
        if (Resync.isEnabled(session)) {
            wanted.add(Item.UID); // RFC 7162 §3.2.3
        }
        return mayAskForVanished(request, session)
                ? stored(
                        request,
                        new FetchStream.Wanted(
                                wanted,
                                sections(fetch),
                                fetch.isSetSeen(),
                                fetch.getChangedSince(),
                                preview(request),
                                Enabled.of(session)),
                        session,
                        selected,
                        responder)
                : super.processRequestReactive(request, session, responder);
    }

    /** Where not, James says why. */
    private static boolean mayAskForVanished(FetchRequest request, ImapSession session) {
        FetchData fetch = request.getFetch();
        return !fetch.getVanished()
                || Resync.isEnabled(session) && request.isUseUids() && fetch.getChangedSince() != -1;
    }

    private FetchStream.@Nullable Preview preview(FetchRequest request) {
        return request instanceof PreviewRequest asked ? content -> previews.of(content, asked.isLazy()) : null;
    }

    private static List<Section> sections(FetchData fetch) {
        return fetch.getBodyElements().stream().map(Section::of).toList();
    }

    private Mono<Void> stored(
            FetchRequest request,
            FetchStream.Wanted wanted,
            ImapSession session,
            SelectedMailbox selected,
            Responder responder) {
        MailboxSession mailboxSession = session.getMailboxSession();
        return Mono.from(getMailboxManager().getMailboxReactive(selected.getMailboxId(), mailboxSession))
                .flatMap(mailbox ->
                        condstore(wanted, session, mailbox, responder).thenReturn(mailbox))
                .flatMap(mailbox -> {
                    List<MessageRange> ranges;
                    try {
                        ranges = ranges(request, selected);
                    } catch (MessageRangeException e) {
                        taggedBad(request, responder, HumanReadableText.INVALID_MESSAGESET);
                        return Mono.empty();
                    }
                    if (request.getFetch().getVanished()) {
                        resync.vanished(selected, wanted.changedSince(), named(request))
                                .ifPresent(responder::respond);
                    }
                    if (listed(ranges, wanted, selected)) {
                        reader.prepare(selected.getMailboxId());
                    }
                    responder.flush();
                    return new FetchStream(
                                    reader,
                                    parts,
                                    mailbox,
                                    selected,
                                    mailboxSession,
                                    wanted,
                                    ranges,
                                    Outlet.of(session),
                                    workers)
                            .written()
                            .flatMap(left -> ended(request, left, session, responder));
                })
                .onErrorResume(MailboxException.class, e -> {
                    LOG.warn("FETCH in mailbox {} failed: {}", selected.getMailboxId(), e.toString());
                    no(request, responder, HumanReadableText.SEARCH_FAILED);
                    return Mono.empty();
                });
    }

    private Mono<Void> ended(FetchRequest request, FetchStream.Left left, ImapSession session, Responder responder) {
        if (left.unreadable() == 0
                && left.undecodable() == 0
                && !left.unlocated().isEmpty()) {
            return super.processRequestReactive(sectionsOf(left.unlocated(), request), session, responder);
        }
        // RFC 9051 §7.5.1: no EXPUNGE while FETCH by sequence number is answered.
        return unsolicitedResponses(session, responder, !request.isUseUids(), request.isUseUids())
                .then(Mono.fromRunnable(() -> {
                    if (left.unreadable() == 0 && left.undecodable() == 0) {
                        okComplete(request, responder);
                    } else if (left.unreadable() == 0) {
                        // RFC 3516 §4.3
                        Answers.no(
                                responder, request, "UNKNOWN-CTE", left.undecodable() + " of them cannot be decoded");
                    } else {
                        no(
                                request,
                                responder,
                                new HumanReadableText(
                                        "gongmail.unreadable",
                                        "[SERVERBUG] " + left.unreadable()
                                                + " of them are damaged in our store (G-903)"));
                    }
                }));
    }

    /** What is left for James, who parses a message and does not mind where its parts are. */
    private static FetchRequest sectionsOf(List<MessageUid> unlocated, FetchRequest request) {
        FetchData.Builder sections = FetchData.builder().fetch(Item.UID);
        request.getFetch().getBodyElements().forEach(element -> sections.add(element, true));
        IdRange[] uids =
                unlocated.stream().map(uid -> new IdRange(uid.asLong())).toArray(IdRange[]::new);
        return new FetchRequest(true, uids, sections.build(), request.getTag());
    }

    /** RFC 7162 §3.1: the first command that speaks of mod-sequences is told the highest. */
    private Mono<Void> condstore(
            FetchStream.Wanted wanted, ImapSession session, MessageManager mailbox, Responder responder) {
        if (!wanted.items().contains(Item.MODSEQ)
                || EnableProcessor.getEnabledCapabilities(session).contains(ImapConstants.SUPPORTS_CONDSTORE)) {
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

    private List<MessageRange> ranges(FetchRequest request, SelectedMailbox selected) throws MessageRangeException {
        List<MessageRange> ranges = new ArrayList<>();
        for (IdRange range : request.getIdSet()) {
            MessageRange uids = messageRange(selected, range, request.isUseUids())
                    .orElseThrow(() -> new MessageRangeException(range.getFormattedString() + " is an invalid range"));
            MessageRange normal = normalizeMessageRange(selected, uids);
            ranges.add(MessageRange.range(normal.getUidFrom(), normal.getUidTo()));
        }
        return ranges;
    }

    /** UIDs as they are named: what vanished may lie outside of what is there. */
    private static List<MessageRange> named(FetchRequest request) {
        return Arrays.stream(request.getIdSet())
                .map(range -> MessageRange.range(MessageUid.of(range.getLowVal()), MessageUid.of(range.getHighVal())))
                .toList();
    }

    /** Whether most of the mailbox has to be looked at. */
    static boolean listed(List<MessageRange> ranges, FetchStream.Wanted wanted, SelectedMailbox selected) {
        if (selected.existsCount() < FEW) {
            return false;
        }
        long first = selected.getFirstUid().map(MessageUid::asLong).orElse(1L);
        long last = selected.getLastUid().map(MessageUid::asLong).orElse(1L);
        long asked = 0;
        for (MessageRange range : ranges) {
            asked += Math.max(
                    0,
                    Math.min(last, range.getUidTo().asLong())
                            - Math.max(first, range.getUidFrom().asLong())
                            + 1);
        }
        return wanted.sections().isEmpty() && asked >= (last - first + 1) / SHARE;
    }
}
