package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.mailet.Mail;

/** What decides, as an owner asked, what becomes of a mail. Thread-safe. */
@FunctionalInterface
public interface OwnFilter {
    /** Nobody has one. */
    OwnFilter NONE = (mail, owner, mailboxes) -> Optional.empty();

    /**
     * What becomes of {@code mail}; empty where the owner has asked for nothing. It never throws for what stands in mail or filter:
     * where it fails the mail is kept.
     *
     * @param mailboxes whether the owner has a mailbox of that name
     */
    Optional<Disposition> decide(Mail mail, Account owner, Predicate<String> mailboxes);
}
