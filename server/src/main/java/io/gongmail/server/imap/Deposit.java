package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.SharedLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts messages that a client brings into a mailbox: all of them, or none (RFC 3502 §6.3.11). Tells a full agency from a full
 * account (RFC 9208 §4.3.1): its owner can make no room for that.
 */
final class Deposit {
    /** Told of COPY too. */
    static final String AGENCY_FULL = "all mailboxes of your agency together are full; tell its administrator";

    private static final Logger LOG = LoggerFactory.getLogger(Deposit.class);

    private final MailboxManager mailboxes;
    private final StatusResponseFactory answers;
    private final AccountQuotas quotas;

    Deposit(MailboxManager mailboxes, StatusResponseFactory answers, AccountQuotas quotas) {
        this.mailboxes = mailboxes;
        this.answers = answers;
        this.quotas = quotas;
    }

    /**
     * Messages that went in.
     *
     * @param where {@code APPENDUID} (RFC 4315 §3)
     */
    record Done(MessageManager target, List<MessageUid> uids, ResponseCode where) {
        /** Takes them out again. */
        Mono<Void> undo(MailboxSession user) {
            return Mono.from(target.deleteReactive(uids, user));
        }
    }

    Mono<Done> put(String mailbox, List<AppendedMessage> messages, ImapSession session) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(mailbox);
        return Mono.from(mailboxes.getMailboxReactive(path, session.getMailboxSession()))
                .flatMap(target -> put(target, messages, session));
    }

    private Mono<Done> put(MessageManager target, List<AppendedMessage> messages, ImapSession session) {
        if (messages.stream().anyMatch(AppendedMessage::containsNul)) {
            return Mono.error(() -> new BinaryException());
        }
        MailboxSession user = session.getMailboxSession();
        SelectedMailbox selected = session.getSelected();
        boolean open = selected != null && selected.getMailboxId().equals(target.getId());
        List<MessageUid> there = new ArrayList<>();
        return fits(target, messages)
                .thenMany(Flux.fromIterable(messages))
                .concatMap(message -> target.appendMessageReactive(command(message, !open), user))
                .doOnNext(appended -> there.add(appended.getId().getUid()))
                .then()
                .onErrorResume(e -> (there.isEmpty()
                                ? Mono.<Void>empty()
                                : Mono.from(target.deleteReactive(List.copyOf(there), user)))
                        .then(Mono.error(e)))
                .then(Mono.defer(() -> {
                    if (open) {
                        there.forEach(selected::addRecent);
                    }
                    return told(target, there);
                }));
    }

    private static AppendCommand command(AppendedMessage message, boolean recent) {
        AppendCommand.Builder append =
                AppendCommand.builder().withFlags(message.flags()).isRecent(recent);
        message.received().ifPresent(append::withInternalDate);
        return append.build(message.octets().asMailboxContent());
    }

    /** Several are looked at together before the first goes in; one is where it goes in. */
    private Mono<Void> fits(MessageManager target, List<AppendedMessage> messages) {
        if (messages.size() < 2) {
            return Mono.empty();
        }
        try {
            Username owner = target.getMailboxEntity().getUser();
            long octets = messages.stream().mapToLong(AppendedMessage::size).sum();
            OptionalLong room = quotas.held(owner).room();
            return room.isPresent() && octets > room.getAsLong()
                    ? Mono.error(() -> new NoRoomException())
                    : Mono.empty();
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    private static Mono<Done> told(MessageManager target, List<MessageUid> there) {
        try {
            UidRange[] uids = MessageRange.toRanges(there).stream()
                    .map(range -> new UidRange(range.getUidFrom(), range.getUidTo()))
                    .toArray(UidRange[]::new);
            return Mono.just(new Done(
                    target,
                    List.copyOf(there),
                    ResponseCode.appendUid(target.getMailboxEntity().getUidValidity(), uids)));
        } catch (MailboxException e) {
            return Mono.error(e);
        }
    }

    /** Answers a request whose messages did not go in. */
    void failed(Throwable e, ImapRequest request, ImapSession session, Responder responder) {
        if (e instanceof MailboxNotFoundException) {
            responder.respond(answers.taggedNo(
                    request.getTag(),
                    request.getCommand(),
                    HumanReadableText.FAILURE_NO_SUCH_MAILBOX,
                    ResponseCode.tryCreate()));
        } else if (e instanceof BinaryException) {
            // RFC 3516 §4.4: "If the destination mailbox does not support the storage of binary data".
            Answers.no(responder, request, "UNKNOWN-CTE", "octets of zero are not stored; encode what has them");
        } else if (e instanceof SharedLimitException
                || isFull(e) && quotas.shared().full(session.getUserName()).isPresent()) {
            Answers.no(responder, request, "OVERQUOTA", AGENCY_FULL);
        } else if (isFull(e)) {
            responder.respond(answers.taggedNo(
                    request.getTag(),
                    request.getCommand(),
                    HumanReadableText.FAILURE_OVERQUOTA,
                    ResponseCode.overQuota()));
        } else {
            LOG.error("{} failed: {}", request.getCommand().getName(), e.toString());
            responder.respond(answers.taggedNo(
                    request.getTag(), request.getCommand(), HumanReadableText.GENERIC_FAILURE_DURING_PROCESSING));
        }
    }

    private static boolean isFull(Throwable e) {
        return e instanceof OverQuotaException || e instanceof NoRoomException;
    }

    /** A message has a NUL, which nothing that reads mail expects and no other server takes (RFC 5321 §2.3.8). */
    private static final class BinaryException extends MailboxException {
        private static final long serialVersionUID = 1L;

        BinaryException() {
            super("binary");
        }
    }

    /** Several messages do not fit together. */
    private static final class NoRoomException extends MailboxException {
        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super("no room");
        }
    }
}
