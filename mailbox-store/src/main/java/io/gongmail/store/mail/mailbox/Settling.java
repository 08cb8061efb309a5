package io.gongmail.store.mail.mailbox;

/** Makes good what the owner of mailboxes is owed before a user looks at them. Must be thread-safe, and quick where nothing is. */
public interface Settling {
    /** Nobody is owed anything. */
    Settling NOTHING = new Settling() {
        @Override
        public boolean isOwed(String owner) {
            return false;
        }

        @Override
        public void settle(String owner) {}
    };

    /** Whether {@link #settle} has anything to do. Never blocks. */
    boolean isOwed(String owner);

    /** Returns when what is owed is there. It fails nobody's look: what cannot be made now is made later. */
    void settle(String owner);
}
