package io.gongmail.server.delivery;

import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.server.delivery.LocalRecipients.Mailbox;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Into the INBOXes of those here, and what their owners asked for besides. Thread-safe. */
final class IntoInboxes implements Hand {
    private static final Logger LOG = LoggerFactory.getLogger(IntoInboxes.class);

    private final LocalRecipients recipients;
    private final Inboxes inboxes;
    private final Forwards forwards;
    private final AutoReplies replies;
    private final OwnFilter filter;
    private final Onward onward;

    IntoInboxes(
            LocalRecipients recipients,
            Inboxes inboxes,
            Forwards forwards,
            AutoReplies replies,
            OwnFilter filter,
            Onward onward) {
        this.recipients = recipients;
        this.inboxes = inboxes;
        this.forwards = forwards;
        this.replies = replies;
        this.filter = filter;
        this.onward = onward;
    }

    @Override
    public Apart apart(Mail mail, UUID id) throws MessagingException {
        return onward.apart(mail, id);
    }

    @Override
    public Holding take(Mail mail, UUID id) throws MessagingException {
        return new InHand(mail, id, new DeliveredContent(mail, id));
    }

    private final class InHand implements Holding {
        private final Mail mail;
        private final UUID id;
        private final DeliveredContent content;
        private @Nullable Boolean again;
        private volatile @Nullable ComposedMessageId first;

        InHand(Mail mail, UUID id, DeliveredContent content) {
            this.mail = mail;
            this.id = id;
            this.content = content;
        }

        @Override
        public boolean toManyAtOnce() {
            return content.isSmall();
        }

        @Override
        public Given to(MailAddress recipient, boolean lastTry)
                throws MailboxException, IOException, MessagingException {
            List<Mailbox> mailboxes = recipients.mailboxesOf(recipient.asString());
            if (mailboxes.isEmpty() && recipients.isForAdministrators(recipient.asString()) && !lastTry) {
                LOG.info("mail {} for {} waits for the first administrator", id, recipient.asString());
                return new Given.Later();
            }
            if (mailboxes.isEmpty()) {
                return new Given.Never("5.1.1", "there is no such mailbox any more");
            }
            Optional<OverQuotaException> full = Optional.empty();
            boolean there = false;
            for (Mailbox mailbox : mailboxes) {
                try {
                    Optional<Given.Never> rejected = give(mailbox);
                    if (rejected.isPresent()) {
                        return rejected
                                .get(); // Only an account of one's own rejects, and that is the only mailbox then.
                    }
                    there = true;
                } catch (OverQuotaException e) {
                    full = Optional.of(e); // of several who take mail for one address one full mailbox stops nobody
                }
            }
            if (full.isPresent() && !there) {
                throw full.get();
            }
            return new Given.There();
        }

        @Override
        public Set<MailAddress> toSome(List<MailAddress> several) throws MailboxException, IOException {
            ComposedMessageId source = first;
            if (source == null || mayBeThere()) {
                return Set.of(); // Who may have it already is asked, one by one.
            }
            Map<Username, MailAddress> plain = new LinkedHashMap<>();
            for (MailAddress recipient : several) {
                List<Mailbox> mailboxes = recipients.mailboxesOf(recipient.asString());
                if (mailboxes.size() == 1 && mailboxes.get(0).reacting().isEmpty()) {
                    plain.putIfAbsent(mailboxes.get(0).user(), recipient);
                }
            }
            Set<MailAddress> given = new HashSet<>();
            for (Username user : inboxes.give(source, content, List.copyOf(plain.keySet()))) {
                given.add(Objects.requireNonNull(plain.get(user)));
            }
            return given;
        }

        /** Empty where it has it; else why it never will, as its owner's filter says. */
        private Optional<Given.Never> give(Mailbox mailbox) throws MailboxException, IOException, MessagingException {
            if (mailbox.reacting().isEmpty()) {
                append(mailbox);
                return Optional.empty();
            }
            return react(mailbox, mailbox.reacting().get());
        }

        /**
         * The copy first: what else is to happen to the mail neither delays nor prevents it. One at a time: the mail is parsed
         * when it is looked into.
         */
        private synchronized Optional<Given.Never> react(Mailbox mailbox, Account owner)
                throws MailboxException, IOException, MessagingException {
            Optional<Disposition> decided = WrittenMail.isOurs(mail)
                    ? Optional.empty()
                    : filter.decide(mail, owner, name -> inboxes.has(mailbox.user(), name));
            if (decided.isPresent()) {
                return disposed(mailbox, owner, decided.get());
            }
            Optional<Forwards.Way> way = forwards.of(mail, owner);
            if (way.isEmpty() || way.get().keepsCopy()) {
                append(mailbox);
            }
            if (way.isPresent()) {
                forwards.send(mail, id, owner, way.get());
            }
            replies.answer(mail, id, owner);
            return Optional.empty();
        }

        /**
         * The filter first, then, of what it does not throw away, the account's forwarding, which where it keeps no copy undoes
         * what would lie in INBOX; then one answer. What may not be redirected, and what nobody is to be told was rejected, is kept.
         */
        private Optional<Given.Never> disposed(Mailbox mailbox, Account owner, Disposition decided)
                throws MailboxException, IOException, MessagingException {
            if (decided.rejection().isPresent()) {
                if (recipients.isTold(mail)) {
                    return Optional.of(
                            new Given.Never("5.7.1", decided.rejection().get())); // RFC 5429 §2.1
                }
                append(mailbox);
                return Optional.empty();
            }
            Optional<Forwards.Way> redirected = decided.redirects().isEmpty()
                    ? Optional.empty()
                    : forwards.of(mail, owner, new Forwarding(decided.redirects(), false));
            boolean isStopped = !decided.redirects().isEmpty()
                    && redirected.map(Forwards.Way::keepsCopy).orElse(true);
            Optional<Forwards.Way> way = decided.isDiscarded() ? Optional.empty() : forwards.of(mail, owner);
            List<Filing> filings = decided.filings().isEmpty() && isStopped
                    ? Disposition.kept(true).filings()
                    : decided.filings();
            put(mailbox, filings, way.isPresent() && !way.get().keepsCopy());
            Set<Address> to = new LinkedHashSet<>();
            redirected.ifPresent(also -> to.addAll(also.to()));
            way.ifPresent(also -> to.addAll(also.to()));
            if (!to.isEmpty()) {
                forwards.send(mail, id, owner, new Forwards.Way(List.copyOf(to), false));
            }
            if (decided.answer().isPresent()) {
                replies.answer(mail, id, owner, decided.answer().get());
            } else if (!decided.hasAnswers() && !decided.isDiscarded()) {
                replies.answer(mail, id, owner);
            }
            return Optional.empty();
        }

        /** A crash in between leaves the first ones, and the mail is not put anywhere again. */
        private void put(Mailbox mailbox, List<Filing> filings, boolean notIntoInbox)
                throws MailboxException, IOException {
            if (mayBeThere() && inboxes.holds(mailbox.user(), content)) {
                LOG.info("mail {} was already with {}", id, mailbox.user().asString());
                return;
            }
            for (Filing filing : filings) {
                if (!notIntoInbox || !filing.isInbox()) {
                    inboxes.append(mailbox.user(), content, filing);
                }
            }
        }

        private void append(Mailbox mailbox) throws MailboxException, IOException {
            if (mayBeThere() && inboxes.holds(mailbox.user(), content)) {
                LOG.info("mail {} was already with {}", id, mailbox.user().asString());
            } else {
                first = inboxes.append(mailbox.user(), content);
            }
        }

        /** Asked once, before the first is written: later ones share its bytes. */
        private synchronized boolean mayBeThere() throws IOException {
            Boolean known = again;
            if (known == null) {
                known = inboxes.mayBeDelivered(content);
                again = known;
            }
            return known;
        }
    }
}
