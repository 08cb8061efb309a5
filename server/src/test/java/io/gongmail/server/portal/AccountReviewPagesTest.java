package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestMailboxes;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reviewers look after accounts of their agency: one is opened again, and a mailbox is handed on by two. */
class AccountReviewPagesTest {
    private static final String PAGE = "/review/accounts";
    private static House house;

    @BeforeAll
    static void open() throws IOException {
        house = House.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Browser reviewer() {
        TestPerson person = house.server.person("looksafter");
        house.server.registry().accounts().grant(Address.of(person.address()), Role.REVIEWER, "test");
        return new Browser(house.server, Optional.of(person.certificate()));
    }

    private static String get(Browser browser, TestPerson person) throws IOException {
        return browser.get(house.certificatePort(), PAGE + "?address=" + person.address())
                .body();
    }

    private static String hidden(String page, String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
        return found.find() ? found.group(1) : "";
    }

    private static Browser.Response post(Browser browser, TestPerson person, Map<String, String> form)
            throws IOException {
        String page = get(browser, person);
        Map<String, String> all = new HashMap<>(Map.of("address", person.address(), "asked", hidden(page, "asked")));
        all.put("token", hidden(page, "token"));
        all.putAll(form);
        return browser.post(house.certificatePort(), PAGE, all);
    }

    /** 1 KiB. */
    private static void append(TestPerson person) throws MailboxException {
        MailboxManager mailboxes = house.server.mail().mailboxManager();
        MailboxSession session = mailboxes.createSystemSession(Username.of(person.address()));
        mailboxes
                .getMailbox(MailboxPath.inbox(session), session)
                .appendMessage(
                        MessageManager.AppendCommand.builder()
                                .build(("Subject: a\r\n\r\n" + "x".repeat(1_010)).getBytes(StandardCharsets.US_ASCII)),
                        session);
    }

    private static AccountState state(TestPerson person) {
        return house.server
                .registry()
                .accounts()
                .find(Address.of(person.address()))
                .orElseThrow()
                .state();
    }

    @Test
    void aSuspendedAccountIsOpenedAgainWithAReason() throws IOException {
        TestPerson person = house.server.person("dormant");
        house.server.registry().accounts().suspend(Address.of(person.address()), "server", "not used since 2020");
        Browser browser = reviewer();
        assertThat(browser.get(house.certificatePort(), PAGE).body())
                .contains("계정 관리")
                .doesNotContain("value=\"resume\"");
        assertThat(get(browser, person)).contains(person.address(), "정지", "value=\"resume\"");
        assertThat(post(browser, person, Map.of("do", "else")).status()).isEqualTo(400);
        assertThat(post(browser, person, Map.of("do", "resume")).body()).contains("G-343", "href=\"#reason\"");
        assertThat(state(person)).isEqualTo(AccountState.SUSPENDED);
        assertThat(post(browser, person, Map.of("do", "resume", "reason", "복직")).status())
                .isEqualTo(303);
        assertThat(state(person)).isEqualTo(AccountState.ACTIVE);
        assertThat(get(browser, person)).contains("사용 중").doesNotContain("value=\"resume\"");
    }

    @Test
    void aMailboxIsHandedOnByTwoAndNotByOne() throws IOException, MailboxException {
        TestPerson person = house.server.person("leaves");
        TestPerson colleague = house.server.person("colleague");
        house.server.registry().accounts().close(Address.of(person.address()), "test", "퇴직");
        Browser one = reviewer();
        Map<String, String> ask = Map.of("do", "ask", "to", colleague.address(), "reason", "<b>업무</b> 인계");
        assertThat(post(one, person, Map.of("do", "ask", "to", "nobody@moe.gongmail.example", "reason", "x"))
                        .body())
                .contains("G-399", "href=\"#to\"", "nobody@moe.gongmail.example");
        AccountQuotas quotas = house.server.mail().accountQuotas();
        append(person);
        quotas.limit(Username.of(colleague.address()), 0);
        assertThat(post(one, person, ask).body()).contains("G-440", "남은 용량은 0 KiB", "href=\"#to\"");
        quotas.limit(Username.of(colleague.address()), 2_048);
        assertThat(post(one, person, ask).status()).isEqualTo(303);
        assertThat(get(one, person))
                .contains("크기는 1 KiB", "남은 용량: 2 KiB")
                .contains(colleague.address(), "&lt;b&gt;업무", "확인을 기다리고")
                .doesNotContain("<b>업무");
        assertThat(post(one, person, Map.of("do", "confirm")).body()).contains("G-380");
        Browser other = reviewer();
        assertThat(post(other, person, Map.of("do", "confirm", "asked", "1")).body())
                .contains("G-303");
        assertThat(TestMailboxes.names(house.server.mail(), Address.of(colleague.address())))
                .doesNotContain("인수");
        assertThat(post(other, person, Map.of("do", "confirm")).status()).isEqualTo(303);
        assertThat(TestMailboxes.names(house.server.mail(), Address.of(colleague.address())))
                .contains("인수");
        assertThat(get(other, person)).contains("이미 인계되었거나").doesNotContain("value=\"ask\"");
    }

    @Test
    void anAccountOfAnotherAgencyIsNotToldFromNone() throws IOException {
        TestPerson person = house.server.person("elsewhere");
        house.server.worksAt(person, "1741000");
        Browser browser = reviewer();
        assertThat(get(browser, person)).contains("G-351").doesNotContain("사용 중");
        assertThat(browser.get(house.certificatePort(), PAGE + "?address=nobody@moe.gongmail.example")
                        .body())
                .contains("G-351");
    }
}
