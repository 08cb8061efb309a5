package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@ExtendWith(ContractExclusions.class)
class StoredMailboxesTest extends MailboxMapperTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    @Override
    protected MailboxMapper createMailboxMapper() {
        return STORE.mappers().createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")));
    }

    @Override
    protected MailboxId generateId() {
        return new StoredMapperProvider(STORE).generateId();
    }

    /** Most commands need no more than that, so that they are not handed from thread to thread. */
    @Test
    void whoeverMayWaitIsToldAtOnceWhatIsAtHand() {
        MailboxMapper mapper = createMailboxMapper();
        MailboxPath path = MailboxPath.forUser(Username.of("somebody"), "업무");
        MailboxId id = mapper.create(path, UidValidity.of(42)).block().getMailboxId();
        assertThat(threads(mapper.findMailboxByPath(path), mapper.findMailboxById(id))
                        .block())
                .doesNotContain(Thread.currentThread());

        assertThat(threads(mapper.findMailboxByPath(path), mapper.findMailboxById(id))
                        .block())
                .containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void whereNobodyMayWaitItIsToldElsewhere() {
        MailboxMapper mapper = createMailboxMapper();
        MailboxPath path = MailboxPath.forUser(Username.of("somebody"), "업무");
        MailboxId id = mapper.create(path, UidValidity.of(42)).block().getMailboxId();
        mapper.findMailboxByPath(path).block();
        assertThat(Flux.just(mapper.findMailboxByPath(path), mapper.findMailboxById(id))
                        .flatMap(found -> found.map(mailbox -> Schedulers.isInNonBlockingThread())
                                .subscribeOn(Schedulers.parallel()))
                        .collectList()
                        .block())
                .containsExactly(false, false);
    }

    private static Mono<List<Thread>> threads(Mono<Mailbox> first, Mono<Mailbox> second) {
        return first.map(mailbox -> Thread.currentThread())
                .flatMap(one -> second.map(mailbox -> List.of(one, Thread.currentThread())));
    }
}
