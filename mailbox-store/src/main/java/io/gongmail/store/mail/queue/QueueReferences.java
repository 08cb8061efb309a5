package io.gongmail.store.mail.queue;

import io.gongmail.store.mail.content.References;
import io.gongmail.store.mail.content.Sha256;
import java.util.Set;
import java.util.function.Consumer;

/** What mails in the queues refer to. */
record QueueReferences(MailQueues queues) implements References {
    @Override
    public void each(Consumer<Sha256> told) {
        queues.held(mail -> told.accept(mail.content().hash()));
    }

    @Override
    public void forget(Set<Sha256> going) {
        // Nothing is kept beside.
    }
}
