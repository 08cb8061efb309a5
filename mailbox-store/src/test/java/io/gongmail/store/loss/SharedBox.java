package io.gongmail.store.loss;

import io.gongmail.store.loss.Box.Msg;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.MailboxPath;

/** A mailbox into which all writers append at once; nothing else happens there. Thread-safe. */
final class SharedBox {
    final Username user = Username.of("shared@moe.gongmail.example");
    final Box box = new Box();
    /** Each of these may be there once. */
    final List<Msg> doubts = new ArrayList<>();

    MailboxPath path() {
        return MailboxPath.forUser(user, Writer.INBOX);
    }

    boolean append(Machine machine, byte[] letter, AtomicLong acknowledged) {
        Msg message = new Msg(Letters.hash(letter), Set.of("Seen"), Box.UNKNOWN);
        try {
            ComposedMessageId id = Writer.append(machine, machine.session(user), path(), letter, message.flags());
            synchronized (this) {
                box.put(id.getUid().asLong(), message);
            }
            acknowledged.incrementAndGet();
            return true;
        } catch (Exception e) {
            synchronized (this) {
                doubts.add(message);
            }
            return false;
        }
    }
}
