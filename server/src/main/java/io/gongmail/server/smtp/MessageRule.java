package io.gongmail.server.smtp;

import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final SubmissionRules rules;
    private final Replies replies;

    MessageRule(Submitters submitters, SubmissionRules rules, Replies replies) {
        this.submitters = submitters;
        this.rules = rules;
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
            List<Address> authors = own(session, from[0]);
            if (sender != null && (sender.length != 1 || own(session, sender[0]).isEmpty()) || authors.isEmpty()) {
                return replies.hook("550 5.7.1", submitters.wrongAuthor());
            }
            writeDown(session, authors, message);
            return HookResult.DECLINED;
        } catch (StoreException e) {
            LOG.warn("in whose name a message is sent cannot be written down: {}", e.getMessage());
            return replies.hook("451 4.3.0", Replies.NOT_QUEUED);
        } catch (MessagingException e) {
            LOG.warn("a message's header cannot be read: {}", e.getClass().getSimpleName());
            return replies.hook("550 5.6.0", Replies.NO_SINGLE_FROM);
        }
    }

    private void writeDown(SMTPSession session, List<Address> authors, MimeMessage message) throws MessagingException {
        Account account = Auth.accountOf(session).orElseThrow();
        for (Address named : authors) {
            if (!named.equals(account.address())) {
                submitters.names().sends(account, named, Objects.requireNonNullElse(message.getMessageID(), ""));
            }
        }
    }

    /** The addresses that a field names; none where one of them is not the account's to send as. */
    private List<Address> own(SMTPSession session, String field) {
        List<Address> own = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(text(session, field), true)) {
                Optional<Address> named = address.isGroup()
                        ? Optional.empty()
                        : InternationalPath.meant(address.getAddress(), rules.international());
                if (named.isEmpty() || !SenderRule.maySendAs(submitters, session, named.get())) {
                    return List.of();
                }
                own.add(named.get());
            }
            return own;
        } catch (AddressException e) {
            return List.of();
        }
    }

    /** RFC 6532 §3.2: with SMTPUTF8 a header is UTF-8. JavaMail makes each octet a character. */
    private static String text(SMTPSession session, String field) {
        return InternationalPath.isAskedFor(session)
                ? new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                : field;
    }
}
