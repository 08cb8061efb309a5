package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailboxUses;
import io.gongmail.store.mail.mailbox.OtherUsers;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.TooLongMailboxNameException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * CREATE (RFC 9051 §6.3.4), which says what the mailbox is for where that is given (RFC 6154 §3): one thing at most, which no
 * other mailbox of the user's is for.
 */
final class Create extends AbstractMailboxProcessor<CreateRequested> implements CapabilityImplementingProcessor {
    private final MailboxUses uses;
    private final SharingRecords records;

    Create(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailboxUses uses,
            SharingRecords records) {
        super(CreateRequested.class, mailboxes, answers, metrics);
        this.uses = uses;
        this.records = records;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of(Capability.of("CREATE-SPECIAL-USE"));
    }

    @Override
    protected Mono<Void> processRequestReactive(CreateRequested request, ImapSession session, Responder responder) {
        Optional<String> objection = MailboxName.objection(
                request.getMailboxName(), Enabled.of(session).utf8());
        if (objection.isPresent()) {
            Answers.no(responder, request, "CANNOT", objection.get()); // RFC 5530 §3
            return Mono.empty();
        }
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        Optional<SpecialUse> use = request.uses().isEmpty()
                ? Optional.empty()
                : SpecialUse.of(request.uses().get(0));
        if (request.uses().size() > 1 || use.isPresent() == request.uses().isEmpty()) {
            Answers.no(
                    responder,
                    request,
                    "USEATTR",
                    "a mailbox is for one of \\Sent, \\Drafts, \\Junk, \\Trash and \\Archive");
            return Mono.empty();
        }
        if (use.isPresent() && (OtherUsers.keeps(path) || isTaken(use.get(), session))) {
            Answers.no(responder, request, "USEATTR", "another mailbox is for that, or this one cannot be");
            return Mono.empty();
        }
        return Mono.from(getMailboxManager().createMailboxReactive(path, session.getMailboxSession()))
                .publishOn(Schedulers.boundedElastic())
                .flatMap(id -> made(id, use, request, session, responder))
                .onErrorResume(
                        MailboxExistsException.class,
                        e -> Mono.fromRunnable(() -> Answers.no(
                                responder, request, "ALREADYEXISTS", "there is a mailbox of that name"))) // RFC 5530 §3
                .onErrorResume(
                        InsufficientRightsException.class,
                        e -> Mono.fromRunnable(() -> Answers.no(
                                responder,
                                request,
                                SharedRights.Refusal.NO_RIGHT.code(),
                                SharedRights.Refusal.NO_RIGHT.text())))
                .onErrorResume(
                        TooLongMailboxNameException.class,
                        e -> Mono.fromRunnable(
                                () -> taggedBad(request, responder, HumanReadableText.FAILURE_MAILBOX_NAME)))
                .onErrorResume(
                        MailboxNameException.class,
                        e -> Mono.fromRunnable(
                                () -> Answers.no(responder, request, "CANNOT", "no mailbox has such a name")));
    }

    private boolean isTaken(SpecialUse use, ImapSession session) {
        Username user = session.getUserName();
        if (uses.of(user).containsValue(use.attribute())) {
            return true;
        }
        MailboxPath named = MailboxPath.forUser(user, use.usual());
        return Boolean.TRUE.equals(Mono.from(getMailboxManager().mailboxExists(named, session.getMailboxSession()))
                .block());
    }

    private Mono<Void> made(
            MailboxId id, Optional<SpecialUse> use, CreateRequested request, ImapSession session, Responder responder) {
        try {
            if (use.isPresent()) {
                uses.give(id, use.get().attribute());
            }
            inherited(id, session);
        } catch (MailboxException e) {
            return Mono.error(e);
        }
        return unsolicitedResponses(session, responder, false)
                .then(Mono.fromRunnable(() -> okComplete(request, ResponseCode.mailboxId(id), responder)));
    }

    /** Rights that a new mailbox has from the one above it are written down as all others are. */
    private void inherited(MailboxId id, ImapSession session) throws MailboxException {
        Mailbox mailbox =
                getMailboxManager().getMailbox(id, session.getMailboxSession()).getMailboxEntity();
        mailbox.getACL()
                .ofPositiveNameType(NameType.user)
                .forEach((key, rights) -> records.changed(new SharingRecords.Change(
                        session.getUserName(),
                        mailbox.generateAssociatedPath(),
                        Username.of(key.getName()),
                        "",
                        RightsText.of(rights))));
    }

    @Override
    protected MDCBuilder mdc(CreateRequested request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "CREATE");
    }
}
