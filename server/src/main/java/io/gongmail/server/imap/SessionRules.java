package io.gongmail.server.imap;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.CloseRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.IdleRequest;
import org.apache.james.imap.message.request.LogoutRequest;
import org.apache.james.imap.message.request.LsubRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.imap.message.request.SubscribeRequest;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The rules of a session around the processors: each request is worked off the event loop, answered exactly once, and its
 * connection's decoder is told when it is done. A mailbox that is left is told so; one opened by EXAMINE stays as it is; INBOX is
 * never deleted; a SELECT that fails leaves none selected; names that are made are text. James 3.8.1 keeps none of these.
 */
final class SessionRules implements ImapProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRules.class);
    private static final String READ_ONLY = "gongmail.read-only";

    private final ImapProcessor commands;
    private final SharedRights rights;
    private final ImapConfiguration configuration;
    private final Scheduler workers;

    SessionRules(ImapProcessor commands, SharedRights rights, ImapConfiguration configuration, Scheduler workers) {
        this.commands = commands;
        this.rights = rights;
        this.configuration = configuration;
        this.workers = workers;
    }

    /** James' server calls this with what it makes of its tree; ours says what the tree cannot. */
    @Override
    public void configure(ImapConfiguration ofTree) {
        commands.configure(configuration);
    }

    @Override
    public Mono<Void> processReactive(ImapMessage message, Responder responder, ImapSession session) {
        CommandDecoder connection = CommandDecoder.of(session);
        Answers answers = new Answers(responder, message instanceof ImapRequest request ? request : null, session);
        Mono<Void> work = Mono.defer(() -> {
                    SelectedMailbox before = session.getSelected();
                    return permitted(message, answers, session)
                            .onErrorResume(e -> Mono.fromRunnable(() -> failed(message, e, answers)))
                            .then(Mono.defer(() -> left(before, session, connection)));
                })
                .subscribeOn(workers)
                .onErrorResume(e -> Mono.fromRunnable(() -> failed(message, e, answers)))
                .then(Mono.fromRunnable(() -> {
                    // RFC 9051 §6.3.13: IDLE is answered at DONE; LOGOUT by the farewell.
                    if (!(message instanceof IdleRequest || message instanceof LogoutRequest)) {
                        answers.answer(StatusResponse.Type.NO, "Not done");
                    }
                }))
                .then();
        // A command under way is carried through when its peer leaves: cancelling interrupts threads that are in the
        // database, and a message half appended is nobody's wish.
        return Mono.deferContextual(context -> Mono.fromFuture(
                        () -> work.contextWrite(context)
                                .doFinally(signal -> close(message))
                                .toFuture(),
                        true))
                // A future that is done already would end here on the event loop, where James' last flush is written at
                // once, in front of what the worker has queued: the end of a FETCH would overtake its literal.
                .publishOn(Schedulers.parallel())
                .doFinally(signal -> connection.answered());
    }

    /**
     * What is no longer selected hears of nothing any more: James' session forgets it before it takes it off the events, where it would
     * go on noting for ever what is to be told.
     */
    private static Mono<Void> left(@Nullable SelectedMailbox before, ImapSession session, CommandDecoder connection) {
        SelectedMailbox now = session.getSelected();
        Mono<Void> former = before == null || before == now ? Mono.empty() : before.deselect();
        // Whoever went away while the mailbox was being selected was signed out before.
        return now != null && connection.isGone() ? former.then(now.deselect()) : former;
    }

    /** RFC 4314 §5.1.1: who may no longer read the selected mailbox is told goodbye, and comes back without it. */
    private Mono<Void> permitted(ImapMessage message, Answers answers, ImapSession session) {
        if (!(message instanceof ImapRequest request)
                || session.getMailboxSession() == null
                || message instanceof LogoutRequest) {
            return process(message, answers, session);
        }
        if (session.getSelected() != null && session.getSelected().isDeletedByOtherSession()) {
            // RFC 2180 §3.3: who has a mailbox selected that is deleted is told goodbye.
            CommandDecoder.of(session).farewell("* BYE Selected mailbox has been deleted");
            return Mono.empty();
        }
        try {
            Rfc4314Rights selected = rights.ofSelected(session);
            if (!selected.contains(Right.Read)) {
                CommandDecoder.of(session).farewell("* BYE You may no longer read the selected mailbox");
                return Mono.empty();
            }
            Optional<SharedRights.Refusal> refusal = rights.refusal(request, selected, session);
            if (refusal.isPresent()) {
                answers.answer(
                        StatusResponse.Type.NO,
                        "[" + refusal.get().code() + "] " + refusal.get().text());
                return Mono.empty();
            }
            if (message instanceof CloseRequest && !selected.contains(Right.PerformExpunge)) {
                // RFC 4314 §4: "MUST ignore the expunge request, close the mailbox, and return the tagged OK".
                return session.deselect().then(Mono.fromRunnable(answers::completed));
            }
            if (message instanceof DeleteRequest delete && rights.deletesSelected(delete, session)) {
                return session.deselect().then(process(message, answers, session));
            }
            boolean peeks = message instanceof FetchRequest fetch
                    && fetch.getFetch().isSetSeen()
                    && !selected.contains(Right.WriteSeenFlag);
            return process(peeks ? peeking((FetchRequest) message) : message, answers, session);
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    private Mono<Void> process(ImapMessage message, Answers answers, ImapSession session) {
        if (message instanceof LogoutRequest logout) {
            // Both lines in one write, then half-closed: James' handler closes before they are always out.
            return Mono.fromRunnable(() -> CommandDecoder.of(session)
                    .farewell("* BYE Logging out\r\n" + logout.getTag().asString() + " OK LOGOUT completed."));
        }
        if (message instanceof SelectRequest || message instanceof ExamineRequest) {
            return select(message, answers, session);
        }
        if (message instanceof DeleteRequest delete && delete.getMailboxName().equalsIgnoreCase("INBOX")) {
            // RFC 9051 §6.3.5
            return Mono.fromRunnable(() -> answers.answer(StatusResponse.Type.NO, "[CANNOT] INBOX cannot be deleted"));
        }
        Optional<String> objection = newName(message)
                .flatMap(name -> MailboxName.objection(name, Enabled.of(session).utf8()));
        if (objection.isPresent()) {
            // RFC 5530 §3
            return Mono.fromRunnable(() -> answers.answer(StatusResponse.Type.NO, "[CANNOT] " + objection.get()));
        }
        if (message instanceof LsubRequest lsub && !mayMatch(lsub)) {
            return Mono.fromRunnable(answers::completed);
        }
        if (SavedResult.isNamedEmpty(message)) {
            return Mono.fromRunnable(answers::completed); // RFC 5182 §2.1: valid, and matches nothing.
        }
        if (byUid(message)
                && session.getSelected() != null
                && session.getSelected().existsCount() == 0) {
            return Mono.fromRunnable(answers::completed); // RFC 9051 §6.4.9: a UID that is not there is no error.
        }
        return session.getAttribute(READ_ONLY) != null
                ? readOnly(message, answers, session)
                : commands.processReactive(message, answers, session);
    }

    /** A name that will be kept; CREATE looks at its own. */
    private static Optional<String> newName(ImapMessage message) {
        if (message instanceof RenameRequest rename) {
            return Optional.of(rename.getNewName());
        }
        return message instanceof SubscribeRequest subscribe
                ? Optional.of(subscribe.getMailboxName())
                : Optional.empty();
    }

    /** With a pattern that is too long James would look for long, and one that is none it would not survive. */
    private static boolean mayMatch(LsubRequest lsub) {
        try {
            MailboxName.pattern(lsub.getBaseReferenceName(), false);
            return MailboxName.pattern(lsub.getMailboxPattern(), false).length() <= ListPattern.LONGEST;
        } catch (DecodingException e) {
            return false;
        }
    }

    private static boolean byUid(ImapMessage message) {
        return message instanceof FetchRequest fetch && fetch.isUseUids()
                || message instanceof StoreRequest store && store.isUseUids()
                || message instanceof AbstractMessageRangeRequest range && range.isUseUids()
                || message instanceof ExpungeRequest expunge && expunge.getUidSet() != null;
    }

    private Mono<Void> select(ImapMessage message, Answers answers, ImapSession session) {
        if (session.getSelected() != null && (Enabled.of(session).rev2() || Resync.isEnabled(session))) {
            // RFC 9051 §6.3.2, RFC 7162 §3.2.11: the one selected before is closed, whatever becomes of this.
            answers.respond(new ImmutableStatusResponse(
                    StatusResponse.Type.OK,
                    null,
                    null,
                    HumanReadableText.QRESYNC_CLOSED,
                    StatusResponse.ResponseCode.closed()));
        }
        session.setAttribute(READ_ONLY, message instanceof ExamineRequest ? Boolean.TRUE : null);
        return commands.processReactive(message, answers, session).then(Mono.defer(() -> {
            SavedResult.forget(session); // RFC 5182 §2.1
            boolean failed = answers.tagged() != StatusResponse.Type.OK;
            return failed && session.getSelected() != null ? session.deselect() : Mono.empty();
        }));
    }

    /** RFC 9051 §6.3.3: "no changes to the permanent state of the mailbox". */
    private Mono<Void> readOnly(ImapMessage message, Answers answers, ImapSession session) {
        if (session.getSelected() == null) {
            session.setAttribute(READ_ONLY, null);
        } else if (message instanceof StoreRequest
                || message instanceof ExpungeRequest
                || message instanceof MoveRequest
                || message instanceof ReplaceRequested) {
            return Mono.fromRunnable(
                    () -> answers.answer(StatusResponse.Type.NO, "[READ-ONLY] The mailbox was opened by EXAMINE"));
        } else if (message instanceof CloseRequest) {
            // RFC 9051 §6.4.1: nothing is removed, and no error is given.
            return session.deselect().then(Mono.fromRunnable(answers::completed));
        } else if (message instanceof FetchRequest fetch && fetch.getFetch().isSetSeen()) {
            return commands.processReactive(peeking(fetch), answers, session);
        }
        return commands.processReactive(message, answers, session);
    }

    private static FetchRequest peeking(FetchRequest fetch) {
        return PreviewRequest.like(fetch, peeking(fetch.getFetch()));
    }

    private static FetchData peeking(FetchData fetch) {
        List<FetchData.Item> items =
                Arrays.stream(FetchData.Item.values()).filter(fetch::contains).toList();
        FetchData.Builder peeking = FetchData.builder().fetch(items).vanished(fetch.getVanished());
        if (fetch.getChangedSince() != -1) {
            peeking.changedSince(fetch.getChangedSince());
        }
        for (BodyFetchElement element : fetch.getBodyElements()) {
            peeking.add(element, true);
        }
        return peeking.build();
    }

    private static void failed(ImapMessage message, Throwable e, Answers answers) {
        String command = message instanceof ImapRequest request
                ? request.getCommand().getName()
                : message.getClass().getSimpleName();
        if (e instanceof RejectedExecutionException) {
            LOG.warn("{} refused: too many commands at once", command);
            answers.answer(StatusResponse.Type.NO, "[UNAVAILABLE] Too much to do; try again later");
        } else if (e instanceof DeniedAccessOnSharedMailboxException) {
            answers.answer(StatusResponse.Type.NO, "[NONEXISTENT] There is no such mailbox");
        } else if (e instanceof MailboxNameException) {
            answers.answer(StatusResponse.Type.NO, "[CANNOT] No mailbox has such a name");
        } else {
            LOG.warn("{} failed: {}", command, e.toString());
            answers.answer(StatusResponse.Type.NO, "[SERVERBUG] Not done, for a fault of ours (G-903)");
        }
    }

    private static void close(ImapMessage message) {
        if (message instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.info("What a command brought could not be freed: {}", e.toString());
            }
        }
    }
}
