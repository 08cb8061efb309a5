package io.gongmail.server.imap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What mailboxes are for (RFC 6154 §2): what they were made for, and where that was not said, what their name means, since every
 * account's mailboxes are made with these names.
 */
enum SpecialUse {
    SENT("\\Sent", "Sent", ""),
    DRAFTS("\\Drafts", "Drafts", ""),
    JUNK("\\Junk", "Junk", "Spam"),
    TRASH("\\Trash", "Trash", ""),
    ARCHIVE("\\Archive", "Archive", "");

    private final String attribute;
    private final String name;
    private final String otherName;

    /** @param otherName what a mailbox for it is called elsewhere, which counts where none has the usual name; empty for none */
    SpecialUse(String attribute, String name, String otherName) {
        this.attribute = attribute;
        this.name = name;
        this.otherName = otherName;
    }

    /** As it is written. */
    String attribute() {
        return attribute;
    }

    /** The name of a mailbox that is for it, where none was made for it. */
    String usual() {
        return name;
    }

    /** Of those that can be given to a mailbox: none for views on all mail ({@code \All}, {@code \Flagged}). */
    static Optional<SpecialUse> of(String attribute) {
        for (SpecialUse use : values()) {
            if (use.attribute.toLowerCase(Locale.ROOT).equals(attribute.toLowerCase(Locale.ROOT))) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }

    /**
     * What the mailbox of that name is for.
     *
     * @param given to mailboxes when they were made, by name
     * @param there whether the user has a mailbox of a name
     */
    static Set<String> of(String name, Map<String, String> given, Predicate<String> there) {
        String its = given.get(name);
        if (its != null) {
            return Set.of(its);
        }
        for (SpecialUse use : values()) {
            // What was given to another mailbox is not this one's by its name.
            if (!given.containsValue(use.attribute)
                    && (use.name.equals(name) || use.otherName.equals(name) && !there.test(use.name))) {
                return Set.of(use.attribute);
            }
        }
        return Set.of();
    }
}
