package io.gongmail.server.smtp;

import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.james.smtpserver.futurerelease.FutureReleaseMailParameterHook;
import org.apache.james.smtpserver.futurerelease.FutureReleaseParameters.HoldFor;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail to an audience, which is the only recipient of its message, and does not go into the queue but to {@link NoticeDesk}. What can be
 * refused before there is a message is refused at RCPT.
 */
final class NoticeRule implements JamesMessageHook {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeRule.class);

    private final NoticeDesk desk;
    private final Replies replies;
    private final Words words;
    private final Clock clock;

    NoticeRule(NoticeDesk desk, Replies replies, Words words, Clock clock) {
        this.desk = desk;
        this.replies = replies;
        this.words = words;
        this.clock = clock;
    }

    /** What is said of a recipient in a domain served here; empty where neither it nor one before it is an audience. */
    Optional<HookResult> recipient(SMTPSession session, MaybeSender sender, Address recipient) {
        Optional<String> audience = desk.audienceOf(recipient);
        List<Address> before = before(session);
        boolean isAlone = before.stream().allMatch(recipient::equals);
        if (audience.isEmpty()) {
            return before.stream().anyMatch(one -> desk.audienceOf(one).isPresent())
                    ? Optional.of(replies.hook("452 4.5.3", Replies.AUDIENCE_ALONE))
                    : Optional.empty();
        }
        if (!isAlone) {
            return Optional.of(replies.hook("452 4.5.3", Replies.AUDIENCE_ALONE));
        }
        Optional<Account> account = Auth.accountOf(session);
        if (account.isEmpty()) {
            return Optional.of(replies.hook("550 5.1.1", Replies.NO_SUCH_MAILBOX));
        }
        Address author = sender.isNullSender()
                ? account.get().address()
                : Address.parse(sender.asString()).orElse(account.get().address());
        return Optional.of(
                desk.mayAddress(account.get(), author, audience.get()).fold(may -> HookResult.OK, this::refused));
    }

    private static List<Address> before(SMTPSession session) {
        return session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(List.of()).stream()
                .flatMap(taken -> Address.parse(taken.asString()).stream())
                .toList();
    }

    private HookResult refused(Ruling.Refused<?> refused) {
        Sentence sentence = words.sentence(refused.code(), refused.facts());
        String status = sentence.smtpReply();
        return HookResult.builder()
                .hookReturnCode(status.startsWith("4") ? HookReturnCode.denySoft() : HookReturnCode.deny())
                .smtpReturnCode(status.substring(0, 3))
                .smtpDescription(status.substring(4) + " " + sentence.text())
                .build();
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Optional<String> audience = mail.getRecipients().stream()
                .map(MailAddress::asString)
                .flatMap(recipient -> Address.parse(recipient).stream())
                .flatMap(recipient -> desk.audienceOf(recipient).stream())
                .findFirst();
        if (audience.isEmpty()) {
            return HookResult.DECLINED;
        }
        try {
            Account sender = Auth.accountOf(session).orElseThrow();
            NotificationParameters.of(session).keepWith(mail);
            NoticeDesk.Handed handed = new NoticeDesk.Handed(
                    sender,
                    author(mail).orElse(sender.address()),
                    audience.get(),
                    NotificationParameters.of(session).envelopeId(),
                    notBefore(session));
            boolean lowered = desk.lowers(sender, mail.getMessage());
            return desk.submit(handed, mail).fold(notice -> taken(notice, lowered), this::refused);
        } catch (StoreException e) {
            LOG.warn("a notice cannot be taken now: {}", e.getMessage());
            return replies.hook("451 4.3.0", Replies.NOT_QUEUED);
        } catch (MessagingException | IOException e) {
            LOG.warn("a notice cannot be read: {}", e.getClass().getSimpleName());
            return replies.hook("451 4.3.0", Replies.NOT_QUEUED);
        }
    }

    /** That the sender may write in this name is known by now. */
    private static Optional<Address> author(Mail mail) throws MessagingException {
        return mail.getMessage().getFrom()[0] instanceof InternetAddress from
                ? Address.parse(from.getAddress())
                : Optional.empty();
    }

    /** RFC 4865 */
    private Instant notBefore(SMTPSession session) {
        return clock.instant()
                .plus(session.getAttachment(FutureReleaseMailParameterHook.FUTURERELEASE_HOLDFOR, State.Transaction)
                        .map(HoldFor::value)
                        .orElse(Duration.ZERO));
    }

    /** @param lowered told as of other mail (RFC 6710 §4.1: X.3.6, the new priority, words) */
    private static HookResult taken(OfficialNotice notice, boolean lowered) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.ok())
                .smtpReturnCode("250")
                .smtpDescription(
                        (lowered ? "2.3.6 0 is its priority; those who send for an agency may have more. " : "2.6.0 ")
                                + "Notice " + notice.number() + " is taken for " + notice.members() + " people"
                                + (notice.state() == OfficialNoticeState.SUBMITTED ? ", and waits for approval" : ""))
                .build();
    }
}
