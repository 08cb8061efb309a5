package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Vacations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers mail for owners who are away (RFC 3834): what a person wrote to them by name, once to each sender in a while. Nothing that
 * goes wrong here fails the delivery it comes after. Who is answered is noted before the answer is queued, with the delivery's id:
 * a delivery that is repeated after a crash makes the same answer again, with the same id, and the sender's mailbox takes it once.
 *
 * <p>Thread-safe.
 */
final class AutoReplies {
    private static final Logger LOG = LoggerFactory.getLogger(AutoReplies.class);
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    /** Where the owner must be named to be answered for; Bcc is taken out on submission, and may come from elsewhere. */
    private static final List<String> NAMING = List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");
    /** Recipients that are looked through. */
    private static final int LONGEST_FIELD = 64 * 1024;
    /** With more mails than this in the queue answers are left out: they are the first that can be spared. */
    static final long MOST_QUEUED = 10_000;

    private final Vacations vacations;
    private final ForwardingPolicy policy;
    private final LocalRecipients recipients;
    private final ManageableMailQueue here;
    private final MailQueue elsewhere;
    private final AutoReply text;
    private final Clock clock;

    AutoReplies(
            Reactions reactions,
            LocalRecipients recipients,
            ManageableMailQueue here,
            MailQueue elsewhere,
            String hostName,
            Clock clock) {
        this.vacations = reactions.vacations();
        this.policy = reactions.policy();
        this.recipients = recipients;
        this.here = here;
        this.elsewhere = elsewhere;
        this.text = new AutoReply(hostName);
        this.clock = clock;
    }

    /** Answers {@code mail} for {@code owner}, if that is to be done. */
    void answer(Mail mail, UUID id, Account owner) {
        trying(
                mail,
                id,
                owner,
                () -> vacations
                        .of(owner.address())
                        .filter(set -> set.isInForce(LocalDate.ofInstant(clock.instant(), KOREA)))
                        .map(Answer::of));
    }

    /** The same by the owner's filter, to whom the same may be answered, as often and no oftener. */
    void answer(Mail mail, UUID id, Account owner, Answer answer) {
        trying(mail, id, owner, () -> Optional.of(answer));
    }

    private void trying(Mail mail, UUID id, Account owner, Supplier<Optional<Answer>> answers) {
        try {
            Optional<Answer> answer = answers.get();
            Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
            if (answer.isPresent()
                    && sender.isPresent()
                    && isToBeAnswered(mail, sender.get(), owner, answer.get().named())) {
                answer(mail, id, owner, answer.get(), sender.get());
            }
        } catch (MessagingException | RuntimeException e) {
            LOG.warn("G-917 mail {} is not answered for {}: {}", id, owner.address(), e.toString());
        }
    }

    private static boolean isToBeAnswered(Mail mail, MailAddress sender, Account owner, List<String> others)
            throws MessagingException {
        MimeMessage message = mail.getMessage();
        return !WrittenMail.isOurs(mail)
                && !sender.asString().equalsIgnoreCase(owner.address().toString())
                && !AutomaticMail.isSentBy(sender.asString())
                && !AutomaticMail.isTold(message)
                && isNamed(message, own(owner.address(), others));
    }

    private static Set<Address> own(Address account, List<String> others) {
        Set<Address> own = new HashSet<>(Set.of(account));
        others.forEach(other -> Address.parse(other).ifPresent(own::add));
        return own;
    }

    private static boolean isNamed(MimeMessage message, Set<Address> owner) throws MessagingException {
        for (String field : NAMING) {
            String value = message.getHeader(field, ",");
            if (value != null && value.length() <= LONGEST_FIELD && names(value, owner)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(String value, Set<Address> owner) {
        try {
            for (InternetAddress address : InternetAddress.parseHeader(value, false)) {
                if (address.isGroup() ? members(address, owner) : isOwn(address, owner)) {
                    return true;
                }
            }
            return false;
        } catch (AddressException e) {
            // Nobody is named for certain.
            return false;
        }
    }

    private static boolean members(InternetAddress group, Set<Address> owner) throws AddressException {
        for (InternetAddress member : group.getGroup(false)) {
            if (isOwn(member, owner)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwn(InternetAddress address, Set<Address> owner) {
        return Address.parse(address.getAddress()).filter(owner::contains).isPresent();
    }

    private void answer(Mail mail, UUID id, Account owner, Answer answered, MailAddress sender)
            throws MessagingException {
        Optional<Address> local = Address.parse(sender.asString()).filter(policy::isHere);
        boolean reaches = local.isPresent() ? recipients.hasMailbox(local.get()) : policy.goesElsewhere();
        if (!reaches) {
            return;
        }
        if (here.getSize() > MOST_QUEUED) {
            LOG.warn("mail {} is not answered for {}: too many mails are queued", id, owner.address());
            return;
        }
        Optional<Instant> at =
                vacations.mayAnswer(owner.address(), sender.asString(), answered.about(), answered.once(), id);
        if (at.isPresent()) {
            UUID answer =
                    UUID.nameUUIDFromBytes((id + " answered for " + owner.address()).getBytes(StandardCharsets.UTF_8));
            WrittenMail.put(
                    local.isPresent() ? here : elsewhere,
                    WrittenMail.answer(
                            "answer-" + answer,
                            answer,
                            sender,
                            text.to(mail.getMessage(), sender, owner, answered, answer, at.get())));
            LOG.info("mail {} is answered for {} by {}", id, owner.address(), answer);
        }
    }
}
