package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestMailboxes;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticePriority;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.Test;

/** What people have begun to write is in their drafts, theirs alone, and bounded. */
class UnsentNoticesTest {
    private static final TestServer SERVER = TestServer.shared();

    private final UnsentNotices unsent = new UnsentNotices(SERVER.registry(), SERVER.mail(), Clock.systemUTC());
    private final Address hong = Address.of(SERVER.person("unsent-hong").address());

    private WrittenNotice notice(String subject, String text, int files) {
        return new WrittenNotice(
                hong,
                subject,
                text,
                "all",
                NoticePriority.LOW,
                false,
                Optional.empty(),
                Optional.empty(),
                Collections.nCopies(files, Enclosure.of("a.pdf", new byte[] {1, 2, 3})));
    }

    private String saved(UUID id, WrittenNotice notice) {
        return unsent.save(hong, id, notice).fold(UUID::toString, Ruling.Refused::code);
    }

    @Test
    void whatIsSavedTakesThePlaceOfWhatWasUnderItsId() throws MailboxException {
        UUID id = UUID.randomUUID();
        UUID another = UUID.randomUUID();
        assertThat(saved(id, notice("first", "a", 1))).isEqualTo(id.toString());
        saved(another, notice("another", "b", 0));
        saved(id, notice("second", "c", 2));
        assertThat(TestMailboxes.subjects(SERVER.mail(), hong, "Drafts"))
                .containsExactlyInAnyOrder("another", "second");
        UnsentNotice found = unsent.find(hong, id).orElseThrow();
        assertThat(found.notice().subject()).isEqualTo("second");
        assertThat(found.notice().text()).isEqualTo("c");
        assertThat(found.notice().enclosures()).hasSize(2);
        assertThat(unsent.of(hong)).extracting(UnsentNotice::id).containsExactly(id, another);
        unsent.drop(hong, id);
        unsent.drop(hong, id);
        assertThat(unsent.find(hong, id)).isEmpty();
        assertThat(unsent.of(hong)).extracting(UnsentNotice::id).containsExactly(another);
        assertThat(unsent.find(Address.of(SERVER.person("unsent-kim").address()), another))
                .as("of somebody else")
                .isEmpty();
    }

    @Test
    void whatIsOutOfItsBoundsIsNotSaved() {
        UUID id = UUID.randomUUID();
        assertThat(saved(id, notice("s".repeat(WrittenNotice.LONGEST_SUBJECT + 1), "a", 0)))
                .isEqualTo("G-986");
        assertThat(saved(id, notice("s", "가".repeat(WrittenNotice.LONGEST_TEXT + 1), 0)))
                .isEqualTo("G-986");
        assertThat(saved(id, notice("s", "a", WrittenNotice.MOST_ENCLOSURES + 1)))
                .isEqualTo("G-986");
        assertThat(saved(id, notice("s", "가".repeat(WrittenNotice.LONGEST_TEXT), WrittenNotice.MOST_ENCLOSURES)))
                .isEqualTo(id.toString());
        List<UUID> more = Collections.nCopies(UnsentNotices.MOST - 1, id).stream()
                .map(any -> UUID.randomUUID())
                .toList();
        more.forEach(each -> assertThat(saved(each, notice("s", "a", 0))).isEqualTo(each.toString()));
        assertThat(saved(UUID.randomUUID(), notice("one too many", "a", 0))).isEqualTo("G-986");
        assertThat(saved(id, notice("changed", "a", 0))).as("not a new one").isEqualTo(id.toString());
    }

    @Test
    void aFullMailboxTakesNoMore() {
        SERVER.mail().accountQuotas().limit(Username.of(hong.toString()), 10);
        assertThat(saved(UUID.randomUUID(), notice("s", "a", 0))).isEqualTo("G-987");
        assertThat(unsent.of(hong)).isEmpty();
    }
}
