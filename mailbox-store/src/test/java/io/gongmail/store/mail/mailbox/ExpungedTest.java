package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpungedTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private final Expunged expunged = new Expunged(STORE.database());
    private MetadataWriter writer;
    private long mailbox;

    @BeforeEach
    void create() {
        mailbox = MailboxNumber.of(STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .create(MailboxPath.inbox(Username.of("hong@moe.gongmail.example")), UidValidity.of(1))
                .block()
                .getMailboxId());
        writer = new MetadataWriter(
                STORE.database()::connection,
                Database::isDeadlock,
                STORE.content(),
                1_024,
                changes -> {},
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        writer.close();
    }

    /** Returns the mod-sequence at which it went. */
    private long goes(UidRun... runs) throws Exception {
        return writer.run(writing -> {
            MailboxState state = writing.mailbox(mailbox);
            Expunged.note(writing, state, List.of(runs));
            return state.highestModSeq;
        });
    }

    @Test
    void whatWentSinceAModSequenceIsTold() throws Exception {
        long first = goes(new UidRun(5, 7));
        long second = goes(new UidRun(9, 9), new UidRun(1, 2));
        assertThat(expunged.since(mailbox, 0)).contains(List.of(new UidRun(1, 2), new UidRun(5, 7), new UidRun(9, 9)));
        assertThat(expunged.since(mailbox, first)).contains(List.of(new UidRun(1, 2), new UidRun(9, 9)));
        assertThat(expunged.since(mailbox, second)).contains(List.of());
        assertThat(expunged.since(mailbox + 1, 0)).as("no such mailbox").isEmpty();
    }

    @Test
    void theOldestIsForgottenAndWhoWasAwayForSoLongHearsNothingHalf() throws Exception {
        long first = goes(new UidRun(1, 1));
        long last = first;
        for (int i = 2; i <= Expunged.KEPT + 40; i++) {
            last = goes(new UidRun(i, i));
        }
        assertThat(rows()).isBetween(Expunged.KEPT, Expunged.KEPT + 16);
        assertThat(expunged.since(mailbox, first)).isEmpty();
        assertThat(expunged.since(mailbox, last - 5).map(List::size)).contains(5);
    }

    @Test
    void whatAMailboxIsSetBackToForgetsAllThatWent() throws Exception {
        long last = goes(new UidRun(1, 1));
        Leap.all(STORE.database());
        assertThat(expunged.since(mailbox, last)).isEqualTo(Optional.empty());
    }

    private int rows() {
        return STORE.database().transact(tx -> tx.sql().fetchCount(DSL.table("expunged")));
    }
}
