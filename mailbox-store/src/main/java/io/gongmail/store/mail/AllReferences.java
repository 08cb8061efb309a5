package io.gongmail.store.mail;

import io.gongmail.store.mail.content.References;
import io.gongmail.store.mail.content.Sha256;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that refers to content. */
record AllReferences(List<References> parts) implements References {
    @Override
    public void each(Consumer<Sha256> told) {
        parts.forEach(references -> references.each(told));
    }

    @Override
    public void forget(Set<Sha256> going) {
        parts.forEach(references -> references.forget(going));
    }
}
