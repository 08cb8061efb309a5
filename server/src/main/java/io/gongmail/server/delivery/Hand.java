package io.gongmail.server.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.mailet.Mail;

/** How mails are given to recipients. Thread-safe. */
interface Hand {
    /** One mail in hand. */
    interface Holding {
        /** Whether several threads may give it at once. */
        default boolean toManyAtOnce() {
            return false;
        }

        /**
         * Gives it to those of {@code several} to whom nothing stands in the way, and tells who they are; the others are to be
         * given it alone. After one has it.
         */
        default Set<MailAddress> toSome(List<MailAddress> several) throws MailboxException, IOException {
            return Set.of();
        }

        /**
         * Gives it to a recipient. What fails for now may also be thrown.
         *
         * @param lastTry whether it is not tried again
         */
        Given to(MailAddress recipient, boolean lastTry) throws MailboxException, IOException, MessagingException;
    }

    /**
     * Recipients who are not given it here.
     *
     * @param gone on their way elsewhere, durably
     * @param refused never to be reached
     */
    record Apart(Set<MailAddress> gone, Map<MailAddress, Given.Never> refused) {
        static final Apart NOBODY = new Apart(Set.of(), Map.of());

        public Apart {
            gone = Set.copyOf(gone);
            refused = Map.copyOf(refused);
        }
    }

    /**
     * Sends those of the recipients on who are not given it here. The others are.
     *
     * @param id lasting, of the delivery
     */
    default Apart apart(Mail mail, UUID id) throws MessagingException {
        return Apart.NOBODY;
    }

    /** The same id. */
    Holding take(Mail mail, UUID id) throws MessagingException;
}
