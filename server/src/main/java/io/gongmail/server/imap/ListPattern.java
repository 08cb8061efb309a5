package io.gongmail.server.imap;

import org.apache.james.mailbox.model.MailboxConstants;

/**
 * A pattern of LIST (RFC 9051 §6.3.9.6): {@code *} stands for anything, {@code %} for anything but the delimiter. Time is bounded by
 * the lengths of pattern and name together, however many wildcards there are. Immutable.
 */
final class ListPattern {
    /** No mailbox has a longer name. */
    static final int LONGEST = 1_000;

    private final String pattern;

    /** @param pattern decoded */
    ListPattern(String pattern) {
        String shorter = pattern.replaceAll("[*%]*\\*[*%]*", "*").replaceAll("%+", "%");
        String inbox = MailboxConstants.INBOX;
        // RFC 9051 §5.1: this one name is the same in any case.
        this.pattern = shorter.equalsIgnoreCase(inbox) ? inbox : shorter;
    }

    /** Whether levels of the hierarchy are asked for, be they mailboxes or not. */
    boolean asksLevels() {
        return pattern.endsWith("%");
    }

    boolean matches(String name) {
        if (pattern.length() > LONGEST || name.length() > LONGEST) {
            return false;
        }
        boolean[] reached = new boolean[name.length() + 1]; // by the pattern so far
        reached[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char wanted = pattern.charAt(p);
            boolean[] next = new boolean[name.length() + 1];
            for (int n = 0; n <= name.length(); n++) {
                if (wanted == '*' || wanted == '%') {
                    next[n] = reached[n]
                            || n > 0
                                    && next[n - 1]
                                    && (wanted == '*' || name.charAt(n - 1) != MailboxConstants.DEFAULT_DELIMITER);
                } else {
                    next[n] = n > 0 && reached[n - 1] && name.charAt(n - 1) == wanted;
                }
            }
            reached = next;
        }
        return reached[name.length()];
    }
}
