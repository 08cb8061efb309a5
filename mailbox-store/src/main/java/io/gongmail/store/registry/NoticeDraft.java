package io.gongmail.store.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notice as it is handed in.
 *
 * @param sender the account that signed in
 * @param author in whose name
 * @param agency the sender's
 * @param key what the sender calls it, so that sending it again is no second notice
 * @param contentSha256 of what makes it this notice
 * @param subject at most 200 characters
 * @param audience the expression, at most {@value SavedAudience#LONGEST} characters
 * @param members whom it means now, in order
 * @param octets of the message
 * @param folder where each has it
 * @param envelopeId of the sender (RFC 3461 §4.4), at most 100 characters; may be empty
 * @param due when it goes, at the earliest
 * @param expires when it goes no more
 * @param corrects the one whose place it takes, whose members it has; empty where it takes none's
 */
public record NoticeDraft(
        Address sender,
        Address author,
        String agency,
        String key,
        String contentSha256,
        String subject,
        String audience,
        List<Address> members,
        long octets,
        String folder,
        NoticePriority priority,
        boolean mustRead,
        String envelopeId,
        Instant due,
        Optional<Instant> expires,
        Optional<NoticeNumber> corrects) {
    /** @throws IllegalArgumentException when a part is out of its bounds */
    public NoticeDraft {
        Bounds.text("subject", subject, 200);
        Bounds.some("audience", audience, SavedAudience.LONGEST);
        Bounds.some("folder", folder, 200);
        Bounds.text("envelope id", envelopeId, 100);
        members = List.copyOf(members);
        due = Bounds.time(due);
        expires = expires.map(Bounds::time);
    }

    /** One that corrects none. */
    public NoticeDraft(
            Address sender,
            Address author,
            String agency,
            String key,
            String contentSha256,
            String subject,
            String audience,
            List<Address> members,
            long octets,
            String folder,
            NoticePriority priority,
            boolean mustRead,
            String envelopeId,
            Instant due,
            Optional<Instant> expires) {
        this(
                sender,
                author,
                agency,
                key,
                contentSha256,
                subject,
                audience,
                members,
                octets,
                folder,
                priority,
                mustRead,
                envelopeId,
                due,
                expires,
                Optional.empty());
    }
}
