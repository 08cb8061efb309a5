package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.junit.jupiter.api.Test;

class MailboxNamesTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final long NUMBER = 7;
    private static final MailboxNumber ID = new MailboxNumber(NUMBER);

    private final Map<Long, Mailbox> table = new TreeMap<>();
    private int reads;
    private Runnable meanwhile = () -> {};
    private final MailboxNames names = names(1 << 20);

    private MailboxNames names(long most) {
        return new MailboxNames(
                path -> read(table.values().stream()
                        .filter(mailbox -> mailbox.generateAssociatedPath().equals(path))
                        .findFirst()),
                number -> read(Optional.ofNullable(table.get(number))),
                most);
    }

    private Optional<Mailbox> read(Optional<Mailbox> found) {
        reads++;
        meanwhile.run();
        return found.map(Mailbox::new);
    }

    private static MailboxPath path(String name) {
        return MailboxPath.forUser(HONG, name);
    }

    private void put(long number, String name) {
        table.put(number, new Mailbox(path(name), UidValidity.of(42), new MailboxNumber(number)));
    }

    private void altered(long number) {
        Committed changes = new Committed();
        changes.alter(number);
        names.committed(changes);
    }

    @Test
    void theTableIsReadOnceWhetherItIsNamedOrNumbered() {
        put(NUMBER, "업무");

        assertThat(names.atHand(path("업무"))).isEmpty();
        assertThat(names.find(path("업무")).map(Mailbox::getMailboxId)).contains(ID);
        assertThat(names.find(path("업무")).map(Mailbox::getUidValidity)).contains(UidValidity.of(42));
        assertThat(names.find(ID).map(Mailbox::getName)).contains("업무");
        assertThat(names.atHand(ID)).isPresent();

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsLookedForAgain() {
        assertThat(names.find(path("업무"))).isEmpty();
        assertThat(names.find(ID)).isEmpty();
        put(NUMBER, "업무");
        assertThat(names.find(path("업무"))).isPresent();
        assertThat(names.find(ID)).isPresent();
    }

    @Test
    void theOldNameFindsNothingOnceThatItIsRenamed() {
        put(NUMBER, "업무");
        names.find(path("업무"));

        put(NUMBER, "과제");
        altered(NUMBER);

        assertThat(names.find(path("업무"))).isEmpty();
        assertThat(names.find(path("과제")).map(Mailbox::getMailboxId)).contains(ID);
        // It is at hand again by its number, which the old name still leads to.
        assertThat(names.find(path("업무"))).isEmpty();

        put(8, "업무");
        assertThat(names.find(path("업무")).map(Mailbox::getMailboxId)).contains(new MailboxNumber(8));
    }

    @Test
    void rightsAreThoseThatWereGivenLast() throws UnsupportedRightException {
        put(NUMBER, "업무");
        names.find(path("업무"));

        MailboxACL shared =
                new MailboxACL(Map.of(MailboxACL.EntryKey.createUserEntryKey(HONG), MailboxACL.FULL_RIGHTS));
        table.get(NUMBER).setACL(shared);
        altered(NUMBER);

        assertThat(names.find(path("업무")).map(Mailbox::getACL)).contains(shared);
        assertThat(names.find(ID).map(Mailbox::getACL)).contains(shared);
    }

    @Test
    void whoChangesWhatWasFoundChangesNothingHere() {
        put(NUMBER, "업무");
        names.find(path("업무")).orElseThrow().setName("changed");
        names.find(ID).orElseThrow().setName("changed");
        assertThat(names.find(path("업무")).map(Mailbox::getName)).contains("업무");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void whatIsDroppedIsNotFound() {
        put(NUMBER, "업무");
        names.find(path("업무"));

        table.remove(NUMBER);
        Committed changes = new Committed();
        changes.drop(NUMBER);
        names.committed(changes);

        assertThat(names.find(path("업무"))).isEmpty();
        assertThat(names.find(ID)).isEmpty();
    }

    @Test
    void whatWasReadBeforeAChangeIsNotKeptWhenThatWasToldMeanwhile() {
        put(NUMBER, "업무");
        meanwhile = () -> {
            meanwhile = () -> {};
            put(NUMBER, "과제");
            altered(NUMBER);
        };
        assertThat(names.find(path("업무"))).isPresent(); // it was asked before the change was acknowledged
        assertThat(names.find(path("업무"))).isEmpty();

        meanwhile = () -> {
            meanwhile = () -> {};
            put(NUMBER, "업무");
            names.forget();
        };
        assertThat(names.find(path("과제"))).isPresent();
        assertThat(names.find(path("과제"))).isEmpty();
    }

    /** Messages come all the time. */
    @Test
    void whatBecomesOfMessagesChangesNoName() {
        put(NUMBER, "업무");
        meanwhile = () -> {
            Committed changes = new Committed();
            changes.count(NUMBER, new MailboxState(NUMBER, 1, 2, 1, 0, 100, 0, "").counts());
            names.committed(changes);
        };
        names.find(path("업무"));
        assertThat(names.atHand(path("업무"))).isPresent();
    }

    @Test
    void allAreForgottenWhereNobodyKnowsWhetherACommitWasMade() {
        put(NUMBER, "업무");
        names.find(ID);
        put(NUMBER, "과제");
        names.forget();
        assertThat(names.find(ID).map(Mailbox::getName)).contains("과제");
    }

    @Test
    void soManyAreAtHandAsThereIsRoomFor() {
        MailboxNames few = names(10 * 1_024);
        for (long number = 1; number <= 100; number++) {
            put(number, "folder " + number);
            few.find(path("folder " + number));
        }
        long atHand = 0;
        for (long number = 1; number <= 100; number++) {
            atHand += few.atHand(new MailboxNumber(number)).isPresent() ? 1 : 0;
        }
        assertThat(atHand).isBetween(1L, 10L);
    }
}
