package io.gongmail.store.mail.mailbox;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * How the mailboxes of others are named among one's own (RFC 2342 §5, "Other Users' Namespace"): below {@link #ROOT} a level for
 * each owner, and below that the owner's names. The delimiter in an address is written {@code _} and {@code _} is written
 * {@code ~}, so that a name tells its owner without doubt: {@code Other Users.kim@moe_gongmail_example.Projects}.
 */
public final class OtherUsers {
    /** The level above them all; no mailbox itself. */
    public static final String ROOT = "Other Users";

    private static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;
    private static final Pattern OWNER = Pattern.compile("[a-z0-9_~+-]+@[a-z0-9_-]+");

    private OtherUsers() {}

    /** Whether such a name is kept for the mailboxes of others, so that nobody makes one of one's own there. */
    public static boolean keeps(MailboxPath path) {
        return path.getName().equals(ROOT) || path.getName().startsWith(ROOT + DELIMITER);
    }

    /** Whose mailbox is meant, and which; empty where {@code path} names none of another's. */
    public static Optional<MailboxPath> named(MailboxPath path) {
        if (!keeps(path) || path.getName().equals(ROOT)) {
            return Optional.empty();
        }
        String below = path.getName().substring(ROOT.length() + 1);
        int end = below.indexOf(DELIMITER);
        if (end < 0
                || end + 1 == below.length()
                || !OWNER.matcher(below.substring(0, end)).matches()) {
            return Optional.empty();
        }
        String owner = below.substring(0, end).replace('_', DELIMITER).replace('~', '_');
        String name = below.substring(end + 1);
        return Optional.of(MailboxPath.forUser(
                Username.of(owner),
                name.equalsIgnoreCase(MailboxConstants.INBOX) ? MailboxConstants.INBOX : name)); // RFC 9051 §5.1
    }

    /** The mailbox that {@code path} means: of another's by its owner's name, all others as they are. */
    public static MailboxPath meant(MailboxPath path) {
        return named(path).orElse(path);
    }

    /** The level of that owner. */
    public static String level(Username owner) {
        return ROOT + DELIMITER + owner.asString().replace('_', '~').replace(DELIMITER, '_');
    }

    /** How a mailbox is called by everybody but its owner. */
    public static String name(MailboxPath path) {
        return level(path.getUser()) + DELIMITER + path.getName();
    }
}
