package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.server.delivery.Letters;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.OwnerLetter;
import io.gongmail.store.registry.OwnerLetter.State;
import io.gongmail.store.registry.Role;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom nobody uses is told, and suspended once the time is over that the letter gave; and nobody else. */
class DormantAccountsTest {
    private static final URI PORTAL = URI.create("https://portal.example/");
    private static final Duration NOTICE = Duration.ofDays(90);
    private static final Duration SUSPEND = Duration.ofDays(120);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LiveSessions sessions = new LiveSessions(10, Clock.systemUTC(), timer);

    @TempDir
    Path folder;

    private Office office;
    private OwnerMail mail;
    private Address hong;

    @BeforeEach
    void open() {
        office = Office.open(folder);
        mail = new OwnerMail(
                office.registry,
                new Letters(office.mail.queueFactory(), Office.HOST, Clock.systemUTC()),
                List::of,
                new OwnerMail.Rules(List.of(), Duration.ZERO, Duration.ZERO),
                Words.load(PORTAL),
                PORTAL,
                office.clock);
        hong = account(Set.of());
        // The office's registry is a little younger than its clock says.
        office.clock.turn(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        sessions.close();
        timer.shutdownNow();
        office.close();
    }

    private Address account(Set<Role> roles) {
        Address address = Address.of(Office.freshAddress());
        office.account(address, roles);
        return address;
    }

    private int look(Duration notice, Duration suspend) {
        return new DormantAccounts(office.registry, sessions, new DormantAccounts.Rules(notice, suspend), office.clock)
                .look();
    }

    private int look() {
        return look(NOTICE, SUSPEND);
    }

    private AccountState state(Address address) {
        return office.registry.accounts().find(address).orElseThrow().state();
    }

    private List<OwnerLetter> letters(Address address) {
        return office.registry.ownerLetters().of(address);
    }

    private void signsIn(Address address) {
        office.registry
                .bindings()
                .used(Map.of(office.registry.bindings().of(address).get(0).id(), office.clock.instant()));
    }

    private void turn(Duration by) {
        office.clock.turn(by);
    }

    @Test
    void whoDoesNotSignInIsToldOnceAndThenSuspended() {
        turn(NOTICE.minusHours(1));
        look();
        assertThat(letters(hong)).isEmpty();
        turn(Duration.ofHours(1));
        look();
        look();
        assertThat(letters(hong)).hasSize(1);
        assertThat(mail.send()).isEqualTo(1);
        turn(Duration.ofDays(30).minusMinutes(5));
        assertThat(look()).isZero();
        turn(Duration.ofMinutes(5));
        assertThat(look()).isEqualTo(1);
        assertThat(state(hong)).isEqualTo(AccountState.SUSPENDED);
        AuditEvent last = office.registry
                .audit()
                .list(office.registry.audit().lastNumber(), 1)
                .get(0)
                .event();
        assertThat(last.code()).isEqualTo("account.suspended");
        assertThat(last.subject()).isEqualTo(hong.toString());
        assertThat(last.facts().get("reason")).startsWith("not used since ");
    }

    @Test
    void oneSignInIsEnoughToGoOn() {
        turn(NOTICE);
        look();
        turn(Duration.ofMinutes(1));
        signsIn(hong);
        assertThat(mail.send()).as("it says nothing true any more").isZero();
        assertThat(letters(hong)).extracting(OwnerLetter::state).containsExactly(State.DROPPED);
        turn(NOTICE.minusDays(1));
        assertThat(look()).isZero();
        assertThat(letters(hong)).hasSize(1);
        turn(Duration.ofDays(2));
        look();
        assertThat(letters(hong)).as("told anew").hasSize(2);
    }

    /** The server stood still, or the rule is new: everybody has the whole time between the two. */
    @Test
    void whoWasNotToldIsNotSuspendedHoweverLongAgoItWas() {
        turn(SUSPEND.multipliedBy(3));
        assertThat(look()).isZero();
        assertThat(letters(hong).get(0).ends())
                .isEqualTo(office.clock.instant().plus(SUSPEND.minus(NOTICE)).truncatedTo(ChronoUnit.MILLIS));
        turn(Duration.ofDays(31));
        assertThat(look()).as("the letter has not gone").isZero();
        assertThat(mail.send()).isEqualTo(1);
        assertThat(look()).isEqualTo(1);
    }

    @Test
    void whoIsResumedHasTheWholeTimeAgain() {
        turn(SUSPEND);
        assertThat(look(Duration.ZERO, SUSPEND)).isEqualTo(1);
        office.registry.accounts().resume(hong, "helpdesk", "복직");
        office.database.transact(transaction -> transaction
                .sql()
                .execute("UPDATE account SET resumed = "
                        + office.clock.instant().toEpochMilli() + " WHERE resumed IS NOT NULL"));
        assertThat(look(Duration.ZERO, SUSPEND)).isZero();
        assertThat(state(hong)).isEqualTo(AccountState.ACTIVE);
        turn(SUSPEND);
        assertThat(look(Duration.ZERO, SUSPEND)).isEqualTo(1);
    }

    @Test
    void resumingIsKept() {
        Instant before = office.registry.dormancy().lastSign(hong).orElseThrow();
        office.registry.accounts().suspend(hong, "test", "test");
        assertThat(office.registry.dormancy().lastSign(hong)).isEmpty();
        office.registry.accounts().resume(hong, "test", "test");
        assertThat(office.registry.dormancy().lastSign(hong).orElseThrow()).isAfterOrEqualTo(before);
        assertThat(office.database.<Long>transact(transaction -> transaction
                        .sql()
                        .fetchSingle("SELECT resumed FROM account WHERE address = '" + hong + "'")
                        .get(0, Long.class)))
                .isNotNull();
    }

    @Test
    void administratorsAreToldAndNeverSuspended() {
        Address administrator = account(Set.of(Role.ADMINISTRATOR));
        turn(NOTICE);
        look();
        assertThat(letters(administrator)).hasSize(1);
        mail.send();
        turn(SUSPEND);
        assertThat(look()).isEqualTo(1);
        assertThat(state(administrator)).isEqualTo(AccountState.ACTIVE);
        assertThat(state(hong)).isEqualTo(AccountState.SUSPENDED);
    }

    @Test
    void whoIsSignedInNowIsNotSuspended() {
        turn(SUSPEND);
        sessions.register(
                new SignedIn(
                        office.registry.accounts().find(hong).orElseThrow(),
                        office.registry.bindings().of(hong).get(0),
                        Instant.MAX,
                        new AnchorKey("c".repeat(64)),
                        new Origin("imap", InetAddress.getLoopbackAddress(), ""),
                        sessions.mark()),
                reason -> {});
        assertThat(look(Duration.ZERO, SUSPEND)).isZero();
    }

    @Test
    void byDefaultNothingHappens() {
        turn(Duration.ofDays(4_000));
        assertThat(look(Duration.ZERO, Duration.ZERO)).isZero();
        assertThat(letters(hong)).isEmpty();
        assertThat(look(NOTICE, Duration.ZERO)).isZero();
        assertThat(letters(hong))
                .extracting(OwnerLetter::ends)
                .containsExactly(office.clock.instant().truncatedTo(ChronoUnit.MILLIS));
        assertThat(mail.send()).isEqualTo(1);
    }

    /** A use that came between the look and the act. */
    @Test
    void whoSignedInMeanwhileIsNotSuspended() {
        turn(SUSPEND);
        var dormant = office.registry
                .dormancy()
                .unused(office.clock.instant().minus(SUSPEND), "", 10)
                .get(0);
        signsIn(hong);
        assertThat(office.registry.dormancy().suspend(dormant, "server")).isEmpty();
        assertThat(state(hong)).isEqualTo(AccountState.ACTIVE);
    }
}
