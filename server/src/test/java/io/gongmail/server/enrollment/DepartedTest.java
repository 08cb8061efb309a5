package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestMailboxes;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.ClosedAccount;
import io.gongmail.store.registry.ClosedAccounts;
import io.gongmail.store.registry.VerifiedPerson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address of who left is another's once it has rested, and the mailbox is kept as long as it is to be. */
class DepartedTest {
    private static final Duration REST = Duration.ofDays(365);
    private static final Duration KEPT = Duration.ofDays(1_095);
    private static final String REASON = "재사용";

    @TempDir
    Path folder;

    private Office office;
    private LocalRecipients recipients;

    @BeforeEach
    void open() {
        office = Office.open(folder);
        recipients = new LocalRecipients(office.registry.accounts()::find, List::of);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private Departed departed(Duration rest, Duration kept) {
        return new Departed(office.registry, office.mail.owners(), new Departed.Rules(rest, kept), office.clock);
    }

    private int sweep() {
        return departed(REST, KEPT).sweep();
    }

    /** Somebody who applied, has a welcome in the mailbox, and left. */
    private Person left() {
        Person person = office.in(ApplicationState.PROVISIONED);
        assertThat(office.registry.accounts().close(person.address(), "test", "퇴직"))
                .isPresent();
        // The office's registry is a little younger than its clock says.
        office.clock.turn(Duration.ofMinutes(1));
        return person;
    }

    private Person next(Person before) {
        return office.in(
                ApplicationState.PROVISIONED,
                office.certificate(),
                Office.wish(before.address().toString()));
    }

    private Address aside(Person person) {
        return office.registry
                .bindings()
                .ofCertificate(
                        CertificateKeys.of(person.certificate().certificate()).certificateSha256())
                .orElseThrow()
                .account();
    }

    @Test
    void anAddressThatRestsIsTakenAndTakesNoMail() {
        Person person = left();
        office.clock.turn(REST.minusMinutes(5));
        assertThat(sweep()).isZero();
        assertThat(office.registry
                        .accounts()
                        .find(person.address())
                        .orElseThrow()
                        .state())
                .isEqualTo(AccountState.CLOSED);
        assertThat(recipients.accepts(person.address().toString())).isFalse();
        assertThat(office.enrollment.possible(Office.wish(person.address().toString())))
                .as("as of any address that somebody has")
                .isEqualTo(new Ruling.Refused<>("G-333", Map.of()));
    }

    @Test
    @Adversary("the address of who left, given to somebody else")
    void afterTheRestAnybodyMayApplyForIt() throws MailboxException {
        Person person = left();
        office.clock.turn(REST);
        assertThat(sweep()).isEqualTo(1);
        assertThat(sweep()).isZero();
        assertThat(recipients.accepts(person.address().toString())).isFalse();
        Address aside = aside(person);
        assertThat(recipients.accepts(aside.toString())).isFalse();
        assertThat(TestMailboxes.names(office.mail, aside))
                .as("their mailbox went along")
                .contains("INBOX");
        Person next = next(person);
        assertThat(office.registry.accounts().find(next.address()).orElseThrow().state())
                .isEqualTo(AccountState.ACTIVE);
        assertThat(recipients.accepts(next.address().toString())).isTrue();
        assertThat(TestMailboxes.subjects(office.mail, next.address(), "INBOX"))
                .as("a welcome of one's own, and nothing else")
                .hasSize(1);
        assertThat(TestMailboxes.subjects(office.mail, aside, "INBOX")).hasSize(1);
    }

    /** Verified to be themselves, at the page for what was lost: once a holder of the address, and no longer. */
    @Test
    @Adversary("the address of who left, given to somebody else")
    void theFormerHolderHasNoSayInTheNextOnesCertificates() {
        Person person = office.in(ApplicationState.PROVISIONED);
        assertThat(office.certificates.of(verifiedAnew(person)))
                .extracting(Account::address)
                .containsExactly(person.address());
        office.registry.accounts().close(person.address(), "test", "퇴직");
        office.clock.turn(REST.plusMinutes(1));
        sweep();
        next(person);
        assertThat(office.certificates.of(verifiedAnew(person))).isEmpty();
    }

    private VerifiedPerson verifiedAnew(Person who) {
        VerifiedPerson person = ((Application.Filled) office.find(who)).person();
        return new VerifiedPerson(
                person.provider(),
                person.requestNumber(),
                person.name(),
                person.method(),
                person.transactionId(),
                person.ciSha256(),
                office.clock.instant());
    }

    @Test
    void mailboxesAreKeptForTheirTimeWhoeverHasTheAddressThen() throws MailboxException {
        Person person = left();
        office.clock.turn(REST);
        sweep();
        Person next = next(person);
        Address aside = aside(person);
        office.clock.turn(KEPT.minus(REST).minusMinutes(5));
        assertThat(sweep()).isZero();
        assertThat(TestMailboxes.names(office.mail, aside)).isNotEmpty();
        office.clock.turn(Duration.ofMinutes(5));
        assertThat(sweep()).isEqualTo(1);
        assertThat(sweep()).isZero();
        assertThat(TestMailboxes.names(office.mail, aside)).isEmpty();
        assertThat(TestMailboxes.subjects(office.mail, next.address(), "INBOX")).hasSize(1);
        assertThat(office.registry.closed().find(aside).orElseThrow().mailboxGone())
                .isPresent();
    }

    @Test
    void mailboxesMayGoBeforeTheAddressIsFree() throws MailboxException {
        Person person = left();
        office.clock.turn(Duration.ofDays(30));
        assertThat(departed(REST, Duration.ofDays(30)).sweep()).isEqualTo(1);
        assertThat(TestMailboxes.names(office.mail, person.address())).isEmpty();
        assertThat(Office.code(
                        office.enrollment.possible(Office.wish(person.address().toString()))))
                .isEqualTo("G-333");
    }

    @Test
    void neverIsNever() throws MailboxException {
        Person person = left();
        office.clock.turn(Duration.ofDays(36_500));
        assertThat(departed(Duration.ZERO, Duration.ZERO).sweep()).isZero();
        assertThat(TestMailboxes.names(office.mail, person.address())).isNotEmpty();
        assertThat(Office.code(departed(Duration.ZERO, KEPT).release(person.address(), "test", REASON)))
                .isEqualTo("G-338");
    }

    @Test
    void byCommandItIsFreeAtOnceAndNeverBefore() {
        Person person = left();
        Instant until = office.registry
                .closed()
                .find(person.address())
                .orElseThrow()
                .closed()
                .plus(REST);
        Departed departed = departed(REST, KEPT);
        assertThat(departed.release(person.address(), "test", " ")).isEqualTo(new Ruling.Refused<>("G-343", Map.of()));
        assertThat(Office.code(departed.release(person.address(), "test", "a\nb")))
                .isEqualTo("G-334");
        assertThat(departed.release(person.address(), "test", REASON))
                .isEqualTo(new Ruling.Refused<>(
                        "G-337",
                        Map.of(
                                "until",
                                until.atZone(ZoneId.of("Asia/Seoul"))
                                        .toLocalDate()
                                        .toString())));
        office.clock.turn(REST);
        ClosedAccount aside = Office.done(departed.release(person.address(), "admin", REASON));
        assertThat(aside.account().address().domain()).isEqualTo(ClosedAccounts.DOMAIN);
        assertThat(Office.code(departed.release(person.address(), "test", REASON)))
                .isEqualTo("G-336");
        assertThat(Office.code(departed.release(aside.account().address(), "test", REASON)))
                .as("what is set aside is no address to be freed")
                .isEqualTo("G-336");
        AuditEvent last = office.registry
                .audit()
                .list(office.registry.audit().lastNumber(), 1)
                .get(0)
                .event();
        assertThat(last.code()).isEqualTo("account.set-aside");
        assertThat(last.actor()).isEqualTo("admin");
        assertThat(last.facts()).containsEntry("reason", REASON);
    }

    @Test
    void whoIsNotClosedIsNotReleased() {
        Person person = office.in(ApplicationState.PROVISIONED);
        office.registry.accounts().suspend(person.address(), "test", "휴직");
        office.clock.turn(REST.multipliedBy(9));
        assertThat(Office.code(departed(REST, KEPT).release(person.address(), "test", REASON)))
                .isEqualTo("G-336");
        assertThat(sweep()).isZero();
    }
}
