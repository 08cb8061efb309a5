package io.gongmail.store.mail;

import io.gongmail.store.mail.content.References;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.NoticeTable;
import java.util.Set;
import java.util.function.Consumer;

/** What notices refer to until they are forgotten: some of their audience may have no copy yet. */
record NoticeReferences(NoticeTable notices) implements References {
    @Override
    public void each(Consumer<Sha256> told) {
        notices.all().forEach(notice -> {
            told.accept(notice.content().hash());
            notice.correction()
                    .ifPresent(correction -> told.accept(correction.content().hash()));
        });
    }

    @Override
    public void forget(Set<Sha256> going) {
        // Nothing is kept beside.
    }
}
