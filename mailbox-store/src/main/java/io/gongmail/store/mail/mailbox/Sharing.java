package io.gongmail.store.mail.mailbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who may do what with mailboxes that are not their own (RFC 4314 §4). Paths here are those of the owners. A mailbox without
 * {@code l} and one that is not there give the same error (§6). Thread-safe.
 */
final class Sharing {
    private final MailboxSessionMapperFactory mappers;
    private final StoreRightManager rights;

    Sharing(MailboxSessionMapperFactory mappers, StoreRightManager rights) {
        this.mappers = mappers;
        this.rights = rights;
    }

    private Mono<Mailbox> find(MailboxPath path, MailboxSession session) {
        return mappers.getMailboxMapper(session).findMailboxByPath(path);
    }

    /** The mailbox, where the user may look it up. */
    Mono<Mailbox> seen(MailboxPath path, MailboxSession session) {
        return find(path, session).filter(mailbox -> rights.hasRight(mailbox, Right.Lookup, session));
    }

    private Mono<Void> may(Right right, MailboxPath path, MailboxSession session) {
        return seen(path, session)
                .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(path)))
                .flatMap(mailbox -> rights.hasRight(mailbox, right, session) ? Mono.empty() : refused(path));
    }

    private static <T> Mono<T> refused(MailboxPath path) {
        return Mono.error(() -> new InsufficientRightsException("not enough rights on " + path));
    }

    Mono<Void> mayAdminister(MailboxPath path, MailboxSession session) {
        return may(Right.Administer, path, session);
    }

    /** An INBOX is nobody's to remove (RFC 9051 §6.3.5). */
    Mono<Void> mayRemove(MailboxPath path, MailboxSession session) {
        return may(Right.DeleteMailbox, path, session).then(path.isInbox() ? refused(path) : Mono.empty());
    }

    /** Below the nearest mailbox that there is; where there is none, the owner alone. */
    Mono<Void> mayCreate(MailboxPath path, MailboxSession session) {
        return nearest(path, session)
                .filter(above -> rights.hasRight(above, Right.Lookup, session)
                        && rights.hasRight(above, Right.CreateMailbox, session))
                .switchIfEmpty(refused(path))
                .then();
    }

    private Mono<Mailbox> nearest(MailboxPath path, MailboxSession session) {
        List<MailboxPath> above = new ArrayList<>(path.getParents(MailboxConstants.DEFAULT_DELIMITER));
        Collections.reverse(above);
        return Flux.fromIterable(above).concatMap(each -> find(each, session)).next();
    }

    /** What a new mailbox has from the one above it: "it SHOULD inherit the ACL from the parent" (§4). */
    Mono<Inheritance> inheritance(MailboxPath path, MailboxSession session) {
        return nearest(path, session)
                .map(above -> new Inheritance(above.getName(), above.getACL()))
                .defaultIfEmpty(Inheritance.NONE);
    }

    /**
     * @param above the name of the mailbox it comes from
     */
    record Inheritance(String above, MailboxACL acl) {
        static final Inheritance NONE = new Inheritance("", MailboxACL.EMPTY);
    }

    /** Gives it to a new mailbox, and to those that were made above it. */
    Mono<Void> inherit(MailboxPath path, Inheritance inheritance, MailboxSession session) {
        if (inheritance.acl().getEntries().isEmpty()) {
            return Mono.empty();
        }
        MailboxMapper mailboxes = mappers.getMailboxMapper(session);
        return Flux.fromIterable(path.getHierarchyLevels(MailboxConstants.DEFAULT_DELIMITER))
                .filter(level -> level.getName().length() > inheritance.above().length())
                .concatMap(mailboxes::findMailboxByPath)
                .concatMap(made -> mailboxes.setACL(made, inheritance.acl()))
                .then();
    }
}
