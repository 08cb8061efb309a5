package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.OwnerLetter;
import io.gongmail.store.registry.OwnerLetter.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners are told at each share of their limit once, and again only after the mailbox has fallen below it. */
class FillingMailboxesTest {
    @TempDir
    Path folder;

    private Office office;
    private AccountQuotas quotas;
    private Address hong;
    private Username user;

    @BeforeEach
    void open() throws MailboxException {
        office = Office.open(folder);
        quotas = office.mail.accountQuotas();
        hong = Address.of(Office.freshAddress());
        user = Username.of(hong.toString());
        office.account(hong, Set.of());
        MailboxSession session = office.mail.mailboxManager().createSystemSession(user);
        office.mail.mailboxManager().createMailbox(MailboxPath.inbox(session), session);
        append(1_000);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void append(int octets) throws MailboxException {
        MailboxManager mailboxes = office.mail.mailboxManager();
        MailboxSession session = mailboxes.createSystemSession(user);
        mailboxes
                .getMailbox(MailboxPath.inbox(session), session)
                .appendMessage(
                        AppendCommand.builder()
                                .build(("Subject: a\r\n\r\n" + "x".repeat(octets - 14))
                                        .getBytes(StandardCharsets.US_ASCII)),
                        session);
    }

    private int look(Integer... shares) {
        return new FillingMailboxes(office.registry, quotas, List.of(shares)).look();
    }

    private int look() {
        return look(80, 90, 100);
    }

    private List<Kind> letters() {
        return office.registry.ownerLetters().of(hong).stream()
                .map(OwnerLetter::kind)
                .toList();
    }

    @Test
    void whoHasRoomOrNoLimitIsNotTold() {
        assertThat(look()).isZero();
        quotas.limit(user, 1_251); // 79.9 %
        assertThat(look()).isZero();
        assertThat(letters()).isEmpty();
    }

    @Test
    void eachShareIsToldOnce() {
        quotas.limit(user, 1_250);
        assertThat(look()).isEqualTo(1);
        assertThat(look()).isZero();
        quotas.limit(user, 1_150); // 86 %
        assertThat(look()).isZero();
        quotas.limit(user, 1_111);
        assertThat(look()).isEqualTo(1);
        assertThat(look()).isZero();
        assertThat(letters()).containsExactly(Kind.MAILBOX_FILLS, Kind.MAILBOX_FILLS);
        quotas.limit(user, 1_000);
        assertThat(look()).isEqualTo(1);
        assertThat(letters()).contains(Kind.MAILBOX_FULL);
    }

    @Test
    void ofSeveralPassedAtOnceOnlyTheHighestIsTold() {
        quotas.limit(user, 1_100);
        assertThat(look()).isEqualTo(1);
        assertThat(office.registry.ownerLetters().of(hong))
                .singleElement()
                .satisfies(letter -> assertThat(letter.told()).isEqualTo("90%, 1 KiB / 1.1 KiB"));
    }

    @Test
    void whatWasToldIsToldAgainOnlyAfterTheMailboxHasFallenBelow() {
        quotas.limit(user, 1_100);
        look();
        quotas.limit(user, 1_200); // 83 %: below 90, not below 80
        assertThat(look()).isZero();
        quotas.limit(user, 1_100);
        assertThat(look()).as("90 again").isEqualTo(1);
        quotas.limit(user, 10_000);
        assertThat(look()).isZero();
        assertThat(office.registry.quotaNotices().told("", 10)).isEmpty();
        quotas.limit(user, 1_250);
        assertThat(look()).as("80 again").isEqualTo(1);
    }

    @Test
    void whereNothingIsSetNobodyIsToldAndAClosedAccountNeither() {
        quotas.limit(user, 1_000);
        assertThat(look(new Integer[0])).isZero();
        office.registry.accounts().close(hong, "test", "퇴직");
        assertThat(look()).isZero();
        assertThat(letters()).isEmpty();
    }
}
