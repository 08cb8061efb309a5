package io.gongmail.store.mail.mailbox;

import org.apache.james.mailbox.model.MailboxId;

/** A mailbox's own number, never used again after it. */
public record MailboxNumber(long number) implements MailboxId {
    /** Reads what {@link #serialize} wrote. */
    public static final class Factory implements MailboxId.Factory {
        @Override
        public MailboxNumber fromString(String serialized) {
            return new MailboxNumber(Long.parseLong(serialized));
        }
    }

    @Override
    public String serialize() {
        return Long.toString(number);
    }

    @Override
    public String toString() {
        return serialize();
    }

    static long of(MailboxId id) {
        return ((MailboxNumber) id).number();
    }
}
