package io.gongmail.server.delivery;

import io.gongmail.server.delivery.LocalRecipients.Mailbox;
import io.gongmail.store.registry.Account;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    IntoInboxes(LocalRecipients recipients, Inboxes inboxes, Forwards forwards, AutoReplies replies) {
        this.recipients = recipients;
        this.inboxes = inboxes;
        this.forwards = forwards;
        this.replies = replies;
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
                    give(mailbox);
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

        private void give(Mailbox mailbox) throws MailboxException, IOException, MessagingException {
            if (mailbox.reacting().isPresent()) {
                react(mailbox, mailbox.reacting().get());
            } else {
                append(mailbox);
            }
        }

        /**
         * The copy first: what else is to happen to the mail neither delays nor prevents it. One at a time: the mail is parsed
         * when it is looked into.
         */
        private synchronized void react(Mailbox mailbox, Account owner)
                throws MailboxException, IOException, MessagingException {
            Optional<Forwards.Way> way = forwards.of(mail, owner);
            if (way.isEmpty() || way.get().keepsCopy()) {
                append(mailbox);
            }
            if (way.isPresent()) {
                forwards.send(mail, id, owner, way.get());
            }
            replies.answer(mail, id, owner);
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
