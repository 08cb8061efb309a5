package io.gongmail.server.smtp;

import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import java.util.Objects;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a message says of its author must be an address the account may send as (RFC 6409 §6.1). */
final class MessageRule implements JamesMessageHook {
    private static final Logger LOG = LoggerFactory.getLogger(MessageRule.class);

    private final Submitters submitters;
    private final Replies replies;

    MessageRule(Submitters submitters, Replies replies) {
        this.submitters = submitters;
        this.replies = replies;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            MimeMessage message = mail.getMessage();
            String[] from = message.getHeader("From");
            if (from == null || from.length != 1) {
                return replies.hook("550 5.6.0", Replies.NO_SINGLE_FROM); // RFC 5322 §3.6: exactly one
            }
            String[] sender = message.getHeader("Sender");
            if (sender != null && (sender.length != 1 || !allOwn(session, sender[0])) || !allOwn(session, from[0])) {
                return replies.hook("550 5.7.1", submitters.wrongAuthor());
            }
            writeDown(session, from[0], message);
            return HookResult.DECLINED;
        } catch (StoreException e) {
            LOG.warn("in whose name a message is sent cannot be written down: {}", e.getMessage());
            return replies.hook("451 4.3.0", Replies.NOT_QUEUED);
        } catch (MessagingException e) {
            LOG.warn("a message's header cannot be read: {}", e.getClass().getSimpleName());
            return replies.hook("550 5.6.0", Replies.NO_SINGLE_FROM);
        }
    }

    private void writeDown(SMTPSession session, String from, MimeMessage message) throws MessagingException {
        Account account = Auth.accountOf(session).orElseThrow();
        for (InternetAddress author : InternetAddress.parse(from, true)) {
            Address named = Address.of(author.getAddress());
            if (!named.equals(account.address())) {
                submitters.names().sends(account, named, Objects.requireNonNullElse(message.getMessageID(), ""));
            }
        }
    }

    private boolean allOwn(SMTPSession session, String header) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(header, true);
            if (addresses.length == 0) {
                return false;
            }
            for (InternetAddress address : addresses) {
                if (address.isGroup() || !SenderRule.maySendAs(submitters, session, address.getAddress())) {
                    return false;
                }
            }
            return true;
        } catch (AddressException e) {
            return false;
        }
    }
}
