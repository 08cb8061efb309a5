package io.gongmail.server.smtp;

import io.gongmail.server.delivery.Submitted;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.smtpserver.SendMailHandler;
import org.apache.mailet.Mail;

/** Puts a message into the queue; one that cannot be put there is told in words, to be sent again. */
final class Queueing extends SendMailHandler {
    private final Replies replies;

    Queueing(MailQueueFactory<?> queues, Replies replies) {
        super(queues);
        this.replies = replies;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        NotificationParameters.of(session).keepWith(mail);
        RequireTls.mark(session, mail);
        MtPriority.mark(session, mail);
        Auth.accountOf(session).ifPresent(account -> Submitted.by(account.address(), mail));
        HookResult result = super.onMessage(session, mail);
        return result.getResult().getAction() == HookReturnCode.Action.DENYSOFT
                ? replies.hook("451 4.3.0", Replies.NOT_QUEUED)
                : result;
    }
}
