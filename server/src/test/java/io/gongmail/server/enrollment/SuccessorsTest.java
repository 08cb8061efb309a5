package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestMailboxes;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.HandOn;
import io.gongmail.store.registry.Role;
import java.net.URI;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.junit.jupiter.api.Test;

/** What reviewers do for accounts of their agency, and that nobody does it alone, for themselves, or elsewhere. */
class SuccessorsTest {
    private static final Office OFFICE = Office.shared();
    private static final String REASON = "전출에 따른 업무 인계";

    private final Successors successors =
            new Successors(OFFICE.registry, OFFICE.mail.owners(), OFFICE.mail.accountQuotas());
    private final Address one = account(Role.REVIEWER);
    private final Address other = account(Role.REVIEWER);
    private final Address colleague = account();

    private static Address account(Role... roles) {
        Address address = Address.of(Office.freshAddress());
        OFFICE.account(address, Set.of(roles));
        return address;
    }

    /** Somebody with a welcome in the mailbox, who left. */
    private static Address left() {
        Address address = OFFICE.in(ApplicationState.PROVISIONED).address();
        OFFICE.registry.accounts().close(address, "test", "퇴직");
        return address;
    }

    private HandOn asked(Address account) {
        return done(successors.ask(account.toString(), colleague.toString(), one, REASON));
    }

    private static AccountState state(Address address) {
        return OFFICE.registry.accounts().find(address).orElseThrow().state();
    }

    @Test
    void whatOneAsksForAnotherConfirmsAndTheColleagueHasTheMailbox() throws MailboxException {
        Address account = left();
        HandOn asked = asked(account);
        assertThat(TestMailboxes.names(OFFICE.mail, colleague)).isEmpty();
        assertThat(done(successors.find(account.toString(), other)).handOn()).contains(asked);
        done(successors.confirm(account.toString(), asked.asked(), other));
        String folder = "인수." + account.toString().replace('.', '_');
        assertThat(TestMailboxes.names(OFFICE.mail, colleague)).contains("인수", folder, folder + ".INBOX");
        assertThat(TestMailboxes.subjects(OFFICE.mail, colleague, folder + ".INBOX"))
                .hasSize(1);
        assertThat(TestMailboxes.names(OFFICE.mail, account)).isEmpty();
        assertThat(done(successors.find(account.toString(), other))
                        .closed()
                        .orElseThrow()
                        .mailboxGone())
                .isPresent();
        assertThat(code(successors.confirm(account.toString(), asked.asked(), other)))
                .isEqualTo("G-303");
        assertThat(code(successors.ask(account.toString(), colleague.toString(), one, REASON)))
                .isEqualTo("G-310");
    }

    @Test
    @Adversary("the mailbox of who left, taken by one person alone")
    void nobodyConfirmsWhatTheyAskedForAndNobodyIsBothOneAndTheRecipient() {
        Address account = left();
        assertThat(code(successors.ask(account.toString(), one.toString(), one, REASON)))
                .as("to oneself")
                .isEqualTo("G-380");
        HandOn asked = asked(account);
        assertThat(code(successors.confirm(account.toString(), asked.asked(), one)))
                .isEqualTo("G-380");
        OFFICE.registry.accounts().grant(colleague, Role.REVIEWER, "test");
        assertThat(code(successors.confirm(account.toString(), asked.asked(), colleague)))
                .as("for oneself")
                .isEqualTo("G-380");
        assertThat(OFFICE.registry.handOns().of(account)).contains(asked);
        assertThat(code(successors.confirm(account.toString(), asked.asked().plusMillis(1), other)))
                .as("not what was shown")
                .isEqualTo("G-303");
        done(successors.drop(account.toString(), asked.asked(), other));
        assertThat(OFFICE.registry.handOns().of(account)).isEmpty();
    }

    /** Who left has another account, which reviews: known by the CI that both were opened for. */
    @Test
    @Adversary("the mailbox of who left, taken by one person alone")
    void whoLeftDecidesNothingByAnotherAccount() {
        Office.Person first = OFFICE.verifiedAs("CI-OF-BOTH");
        Office.Person second = OFFICE.verifiedAs("CI-OF-BOTH");
        for (Office.Person person : new Office.Person[] {first, second}) {
            done(OFFICE.provisioning.provision(done(OFFICE.review.approve(person.id(), OFFICE.reviewer(), ""))));
        }
        OFFICE.registry.accounts().grant(second.address(), Role.REVIEWER, "test");
        OFFICE.registry.accounts().suspend(first.address(), "test", "휴직");
        assertThat(code(successors.resume(first.address().toString(), second.address(), REASON)))
                .isEqualTo("G-380");
        OFFICE.registry.accounts().close(first.address(), "test", "퇴직");
        String account = first.address().toString();
        assertThat(code(successors.ask(account, colleague.toString(), second.address(), REASON)))
                .isEqualTo("G-380");
        HandOn asked = asked(first.address());
        assertThat(code(successors.confirm(account, asked.asked(), second.address())))
                .isEqualTo("G-380");
    }

    @Test
    void onlyReviewersOfTheAgencyAndWhoAdministersBesidesFindTheAccount() {
        Address account = left();
        assertThat(code(successors.find(account.toString(), colleague))).isEqualTo("G-341");
        Address elsewhere = account(Role.REVIEWER);
        String agency = "1999999";
        OFFICE.database.transact(transaction -> transaction
                .sql()
                .execute("UPDATE account SET agency = '" + agency + "' WHERE address = '" + elsewhere + "'"));
        assertThat(code(successors.find(account.toString(), elsewhere))).isEqualTo("G-351");
        assertThat(code(successors.ask(account.toString(), colleague.toString(), elsewhere, REASON)))
                .isEqualTo("G-351");
        assertThat(code(successors.find("nobody@" + Office.DOMAIN, one))).isEqualTo("G-351");
        assertThat(code(successors.find("no address", one))).isEqualTo("G-351");
        assertThat(code(successors.ask(account.toString(), elsewhere.toString(), one, REASON)))
                .as("to another agency")
                .isEqualTo("G-399");
        HandOn asked = asked(account);
        assertThat(code(successors.confirm(account.toString(), asked.asked(), elsewhere)))
                .isEqualTo("G-351");
        OFFICE.registry.accounts().grant(elsewhere, Role.ADMINISTRATOR, "test");
        assertThat(code(successors.find(account.toString(), elsewhere))).isEqualTo("done");
        assertThat(code(successors.confirm(account.toString(), asked.asked(), elsewhere)))
                .isEqualTo("done");
    }

    @Test
    void theRecipientMustBeAbleToReadIt() {
        Address account = left();
        assertThat(code(successors.ask(account.toString(), "no address", one, REASON)))
                .isEqualTo("G-399");
        HandOn asked = asked(account);
        OFFICE.registry.accounts().suspend(colleague, "test", "휴직");
        assertThat(code(successors.confirm(account.toString(), asked.asked(), other)))
                .isEqualTo("G-399");
        assertThat(code(successors.ask(left().toString(), colleague.toString(), one, REASON)))
                .isEqualTo("G-399");
    }

    @Test
    void aMailboxThatDoesNotFitTheRecipientsIsNotHandedOn() throws MailboxException {
        Address account = left();
        AccountQuotas quotas = OFFICE.mail.accountQuotas();
        Username to = Username.of(colleague.toString());
        long weight = quotas.held(Username.of(account.toString())).octets();
        quotas.limit(to, weight - 1);
        Ruling<HandOn> refusal = successors.ask(account.toString(), colleague.toString(), one, REASON);
        assertThat(code(refusal)).isEqualTo("G-440");
        String told = refusal.fold(
                done -> "",
                refused -> Words.load(URI.create("https://portal.example/"))
                        .sentence(refused.code(), refused.facts())
                        .text());
        assertThat(told)
                .contains(
                        "holds " + new DataSize(weight).shown(),
                        "room for " + new DataSize(weight - 1).shown(),
                        "account quota " + colleague);
        quotas.limit(to, weight);
        HandOn asked = asked(account);
        quotas.limit(to, weight - 1);
        assertThat(code(successors.confirm(account.toString(), asked.asked(), other)))
                .as("no room any more")
                .isEqualTo("G-440");
        assertThat(TestMailboxes.names(OFFICE.mail, colleague)).isEmpty();
        quotas.limit(to, weight);
        done(successors.confirm(account.toString(), asked.asked(), other));
        assertThat(quotas.held(to).octets()).isEqualTo(weight);
    }

    @Test
    void whoWasNotUsedForLongIsMadeActiveAgainWithAReason() {
        Address account = account();
        OFFICE.registry.accounts().suspend(account, "server", "not used since 2020");
        assertThat(code(successors.resume(account.toString(), one, " "))).isEqualTo("G-343");
        assertThat(code(successors.resume(account.toString(), one, "a\nb"))).isEqualTo("G-334");
        assertThat(code(successors.resume(account.toString(), colleague, REASON)))
                .isEqualTo("G-341");
        assertThat(state(account)).isEqualTo(AccountState.SUSPENDED);
        done(successors.resume(account.toString(), one, "복직"));
        assertThat(state(account)).isEqualTo(AccountState.ACTIVE);
        AuditEvent last = OFFICE.registry
                .audit()
                .list(OFFICE.registry.audit().lastNumber(), 1)
                .get(0)
                .event();
        assertThat(last.code()).isEqualTo("account.resumed");
        assertThat(last.actor()).isEqualTo(one.toString());
        assertThat(last.facts()).containsEntry("reason", "복직");
        assertThat(code(successors.resume(account.toString(), one, REASON))).isEqualTo("G-303");
        assertThat(code(successors.resume(left().toString(), one, REASON))).isEqualTo("G-303");
    }
}
