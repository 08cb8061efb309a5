package io.gongmail.store.mail.mailbox;

/** Makes good what the owner of mailboxes is owed before a user looks at them. Must be thread-safe, and quick where nothing is. */
@FunctionalInterface
public interface Settling {
    /** Nobody is owed anything. */
    Settling NOTHING = owner -> {};

    /** Returns when what is owed is there. It fails nobody's look: what cannot be made now is made later. */
    void settle(String owner);
}
