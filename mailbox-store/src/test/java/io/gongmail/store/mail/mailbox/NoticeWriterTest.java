package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.Slices;
import io.gongmail.store.mail.mailbox.NoticeTable.Members;
import io.gongmail.store.mail.mailbox.StoredNotice.Stage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A large audience is written in parts, between which others change what they want. */
class NoticeWriterTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private final NoticeTable table = STORE.mappers().noticeTable();
    private final List<Integer> before = new ArrayList<>();

    private static List<String> owners(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "official" + i + "@moe.gongmail.example")
                .toList();
    }

    private long post(String id, List<String> owners, Slices slices) throws Exception {
        return STORE.mappers()
                .notices()
                .post(
                        id,
                        new ByteArrayInputStream("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                        "INBOX",
                        0,
                        new Flags(),
                        owners,
                        slices,
                        null);
    }

    /** Each step is a slice, after which this happens. */
    private static Slices with(Runnable between) {
        AtomicLong clock = new AtomicLong();
        return new Slices(() -> clock.addAndGet(TimeUnit.SECONDS.toNanos(1)), nanos -> between.run());
    }

    private List<String> written(long notice) {
        List<String> written = new ArrayList<>();
        Optional<Members> page = table.members(notice, 0);
        while (page.isPresent()) {
            assertThat(page.get().first()).isEqualTo(written.size());
            written.addAll(page.get().owners());
            page = table.members(notice, page.get().end());
        }
        return written;
    }

    private void somebodyElseChangesSomething() {
        String user = "somebody" + before.size();
        STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of(user)))
                .create(MailboxPath.inbox(Username.of(user)), UidValidity.of(1))
                .block();
    }

    @Test
    void betweenThePartsOthersAreServedAndItIsNotAcceptedBeforeAllAreThere() throws Exception {
        List<String> owners = owners(14_000);
        long number = post("parts", owners, with(() -> {
            StoredNotice notice = table.find("parts").orElseThrow();
            assertThat(notice.stage()).isEqualTo(Stage.WRITTEN);
            before.add(written(notice.number()).size());
            somebodyElseChangesSomething();
        }));
        assertThat(before).hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates();
        assertThat(before.get(0)).isPositive();
        assertThat(table.find("parts").orElseThrow().stage()).isEqualTo(Stage.OWED);
        assertThat(written(number)).isEqualTo(owners);
    }

    @Test
    void whatIsOnePartIsNotHeldUp() throws Exception {
        long number = post("one", owners(1_000), with(() -> before.add(0)));
        assertThat(before).isEmpty();
        assertThat(written(number)).hasSize(1_000);
        assertThat(written(post("none", List.of(), with(() -> {})))).isEmpty();
    }
}
