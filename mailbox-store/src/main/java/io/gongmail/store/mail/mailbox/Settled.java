package io.gongmail.store.mail.mailbox;

import java.util.List;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageMetaData;

/** What became of something owed: nothing is left of it, and these messages came or went. */
public record Settled(Owed owed, List<Moved> came, List<Moved> went) {
    /** A message that came to a mailbox, or went from there. */
    public record Moved(Mailbox mailbox, MessageMetaData message) {}

    /** It had been settled before, or there is nothing to do. */
    static Settled nothing(Owed owed) {
        return new Settled(owed, List.of(), List.of());
    }
}
