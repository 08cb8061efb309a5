package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.Leavers.Line;
import io.gongmail.server.enrollment.Leavers.Wanted;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who leaves an agency is suspended or closed by its list, line by line. */
class LeaversTest {
    private static final Office OFFICE = Office.shared();
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    private final Leavers leavers = new Leavers(OFFICE.registry, new LiveSessions(10, Clock.systemUTC(), TIMER));

    @AfterAll
    static void stop() {
        TIMER.shutdownNow();
    }

    private static Address account() {
        Address address = Address.of(Office.freshAddress());
        OFFICE.account(address, Set.of());
        return address;
    }

    private static AccountState state(Address address) {
        return OFFICE.registry.accounts().find(address).orElseThrow().state();
    }

    private static List<String> told(Listed<List<Line>> listed) {
        return listed.fold(
                lines -> lines.stream()
                        .map(line -> line.number()
                                + line.stopped()
                                        .map(Told::code)
                                        .map(code -> " " + code)
                                        .orElse(""))
                        .toList(),
                faulty -> faulty.first().stream().map(Told::code).toList());
    }

    private List<String> tried(Wanted wanted, String list) {
        return told(leavers.tried(wanted, Office.AGENCY, list.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT));
    }

    private List<String> done(Wanted wanted, String list) {
        return told(leavers.done(
                wanted, Office.AGENCY, list.getBytes(StandardCharsets.UTF_8), ListEncoding.DETECT, "test", "전출"));
    }

    @Test
    void eachIsDoneApartAndATryChangesNothing() {
        Address one = account();
        Address other = account();
        String list = "메일\n" + one + "\nnobody@" + Office.DOMAIN + "\n"
                + other.toString().toUpperCase(Locale.ROOT) + "\n" + one + "\nno address\n";
        List<String> expected = List.of("2", "3 G-351", "4", "5 G-371", "6 G-351");
        assertThat(tried(Wanted.SUSPEND, list)).isEqualTo(expected);
        assertThat(state(one)).isEqualTo(AccountState.ACTIVE);
        assertThat(done(Wanted.SUSPEND, list)).isEqualTo(expected);
        assertThat(state(one)).isEqualTo(AccountState.SUSPENDED);
        assertThat(state(other)).isEqualTo(AccountState.SUSPENDED);
        assertThat(tried(Wanted.SUSPEND, "메일\n" + one + "\n")).containsExactly("2 G-351");
        assertThat(done(Wanted.CLOSE, "메일\n" + one + "\n")).containsExactly("2");
        assertThat(state(one)).isEqualTo(AccountState.CLOSED);
        assertThat(done(Wanted.CLOSE, "메일\n" + one + "\n")).containsExactly("2 G-351");
        assertThat(OFFICE.registry
                        .audit()
                        .list(Math.max(1, OFFICE.registry.audit().lastNumber() - 20), 50)
                        .toString())
                .contains("account.suspended", "account.closed", "전출");
    }

    @Test
    void accountsOfOtherAgenciesAreNotTouched() {
        Address one = account();
        assertThat(told(leavers.done(
                        Wanted.CLOSE,
                        "OTHER",
                        ("메일\n" + one + "\n").getBytes(StandardCharsets.UTF_8),
                        ListEncoding.DETECT,
                        "test",
                        "전출")))
                .containsExactly("2 G-357");
        assertThat(state(one)).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void aListWithFaultsChangesNobody() {
        Address one = account();
        assertThat(done(Wanted.CLOSE, "메일,직위\n" + one + ",x\n")).containsExactly("G-376");
        assertThat(state(one)).isEqualTo(AccountState.ACTIVE);
    }
}
