package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.util.EnumSet;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.StatusDataItems.StatusItem;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.response.MailboxStatusResponse;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * STATUS, which looks whether the mailbox is there: James' finds out by a fault, and logs its stack each time. SIZE (RFC 8438)
 * is what the store counts, where James reads a row for each message.
 */
final class Status extends StatusProcessor {
    private final MailReader reader;

    Status(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, MailReader reader) {
        super(mailboxes, answers, metrics);
        this.reader = reader;
    }

    @Override
    protected Mono<Void> processRequestReactive(StatusRequest request, ImapSession session, Responder responder) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        return Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()))
                .flatMap(there -> {
                    if (!there) {
                        no(request, responder, HumanReadableText.FAILURE_NO_SUCH_MAILBOX);
                        return Mono.<Void>empty();
                    }
                    return request.getStatusDataItems().isSize()
                            ? sized(path, request, session, responder)
                            : super.processRequestReactive(request, session, responder);
                });
    }

    private Mono<Void> sized(MailboxPath path, StatusRequest request, ImapSession session, Responder responder) {
        StatusRequest rest = new StatusRequest(
                request.getMailboxName(), withoutSize(request.getStatusDataItems()), request.getTag());
        return Mono.from(getMailboxManager().getMailboxReactive(path, session.getMailboxSession()))
                .flatMap(mailbox -> super.processRequestReactive(
                        rest, session, new Sized(responder, reader.octets(mailbox.getId()))));
    }

    private static StatusDataItems withoutSize(StatusDataItems asked) {
        EnumSet<StatusItem> rest = EnumSet.noneOf(StatusItem.class);
        add(rest, asked.isAppendLimit(), StatusItem.APPENDLIMIT);
        add(rest, asked.isMessages(), StatusItem.MESSAGES);
        add(rest, asked.isRecent(), StatusItem.RECENT);
        add(rest, asked.isUidNext(), StatusItem.UID_NEXT);
        add(rest, asked.isUidValidity(), StatusItem.UID_VALIDITY);
        add(rest, asked.isUnseen(), StatusItem.UNSEEN);
        add(rest, asked.isMailboxId(), StatusItem.MAILBOXID);
        add(rest, asked.isHighestModSeq(), StatusItem.HIGHEST_MODSEQ);
        add(rest, asked.isDeleted(), StatusItem.DELETED);
        add(rest, asked.isDeletedStorage(), StatusItem.DELETED_STORAGE);
        return new StatusDataItems(rest);
    }

    private static void add(EnumSet<StatusItem> to, boolean asked, StatusItem item) {
        if (asked) {
            to.add(item);
        }
    }

    private record Sized(Responder responder, long octets) implements Responder {
        @Override
        public void respond(ImapResponseMessage message) {
            responder.respond(message instanceof MailboxStatusResponse status ? with(status) : message);
        }

        private MailboxStatusResponse with(MailboxStatusResponse status) {
            return new MailboxStatusResponse(
                    status.getAppendLimit(),
                    octets,
                    status.getDeleted(),
                    status.getDeletedStorage(),
                    status.getMessages(),
                    status.getRecent(),
                    status.getUidNext(),
                    status.getHighestModSeq(),
                    status.getUidValidity(),
                    status.getUnseen(),
                    status.getMailbox(),
                    status.getMailboxId());
        }

        @Override
        public void flush() {
            responder.flush();
        }
    }
}
