package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MembershipsTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private Mailbox inbox;

    @BeforeEach
    void create() {
        inbox = STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .create(MailboxPath.inbox(Username.of("hong@moe.gongmail.example")), UidValidity.of(1))
                .block();
    }

    private MessageUid add(String body) throws Exception {
        byte[] octets = ("\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        MessageId id = STORE.ids().generate();
        return STORE.mappers()
                .createMessageMapper(null)
                .add(
                        inbox,
                        SimpleMailboxMessage.builder()
                                .messageId(id)
                                .threadId(ThreadId.fromBaseMessageId(id))
                                .mailboxId(inbox.getMailboxId())
                                .internalDate(new Date(0))
                                .saveDate(new Date(0))
                                .bodyStartOctet(2)
                                .size(octets.length)
                                .content(new ByteContent(octets))
                                .flags(new Flags())
                                .properties(new PropertyBuilder())
                                .build())
                .getUid();
    }

    private List<Long> uids() {
        Membership members = STORE.mappers().memberships().of(inbox.getMailboxId());
        return IntStream.range(0, members.size())
                .mapToObj(place -> members.uid(place).asLong())
                .toList();
    }

    @Test
    void everyChangeThatSomebodyHeardOfIsSeenWhileOthersGoOn() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(3);
        List<Future<List<Long>>> running = new ArrayList<>();
        for (int other = 0; other < 3; other++) {
            Random random = new Random(other);
            running.add(others.submit(() -> {
                List<Long> mine = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    long uid = add("message " + random.nextInt()).asLong();
                    mine.add(uid);
                    assertThat(uids()).isSorted().containsAll(mine);
                    if (i % 3 == 0) {
                        long gone = mine.remove(random.nextInt(mine.size()));
                        STORE.mappers().createMessageMapper(null).deleteMessages(inbox, List.of(MessageUid.of(gone)));
                        assertThat(uids()).doesNotContain(gone);
                    }
                }
                return mine;
            }));
        }
        TreeSet<Long> left = new TreeSet<>();
        for (Future<List<Long>> each : running) {
            left.addAll(each.get());
        }
        others.shutdown();
        assertThat(uids()).containsExactlyElementsOf(left);
    }

    @Test
    void whatIsTheSameIsNotReadAgain() throws Exception {
        add("one");
        Membership first = STORE.mappers().memberships().of(inbox.getMailboxId());
        assertThat(STORE.mappers().memberships().of(inbox.getMailboxId())).isSameAs(first);
        add("two");
        assertThat(STORE.mappers().memberships().of(inbox.getMailboxId())).isNotSameAs(first);
    }

    @Test
    void placesAreFoundByContentAndByNumber() throws Exception {
        for (int i = 0; i < 50; i++) {
            add("content " + i % 7);
        }
        Membership members = STORE.mappers().memberships().of(inbox.getMailboxId());
        for (int place = 0; place < 7; place++) {
            List<Integer> found = new ArrayList<>();
            members.placesOf(members.first(place), members.second(place), found::add);
            int rest = place;
            assertThat(found)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50)
                            .filter(i -> i % 7 == rest)
                            .boxed()
                            .toList());
        }
        members.placesOf(1, 2, place -> {
            throw new AssertionError("nobody has that");
        });
        BitSet some = new BitSet();
        some.set(9, 20);
        assertThat(members.places(10, 20)).isEqualTo(some);
        assertThat(members.places(51, Long.MAX_VALUE).isEmpty()).isTrue();
    }

    @Test
    void aMailboxThatWasDeletedIsForgotten() throws Exception {
        add("one");
        assertThat(uids()).hasSize(1);
        STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .delete(inbox)
                .block();
        assertThat(uids()).isEmpty();
    }
}
