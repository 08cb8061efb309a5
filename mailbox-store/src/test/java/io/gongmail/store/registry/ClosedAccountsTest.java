package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.places.Place;
import io.gongmail.store.places.Places;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed account's address rests, and then becomes another's, who has nothing of the one before. */
class ClosedAccountsTest {
    private static final Following NOTHING = (transaction, from, to) -> {};
    private static final Instant LATER = World.NOW.plus(Duration.ofDays(365));
    private static final String REASON = "rested";

    private final World world = World.shared();
    private final ClosedAccounts closed = world.registry.closed();

    private static String hash(String password) {
        return new PasswordHashing(new SecureRandom(), new Argon2Parameters(64, 1, 1)).hash(password.toCharArray());
    }

    private Account left() {
        Account account = world.account();
        world.accounts.setPasswordHash(account.address(), hash("a"), 5, "x", "x");
        world.accounts.setPasswordHash(account.address(), hash("b"), 5, "x", "x");
        world.accounts.grant(account.address(), Role.REVIEWER, "x");
        return world.accounts.close(account.address(), "x", "퇴직").orElseThrow();
    }

    private Optional<ClosedAccount> setAside(Account account, Instant by) {
        return closed.setAside(account.address(), by, "x", REASON, NOTHING);
    }

    private ClosedAccount aside(Account account) {
        return setAside(account, LATER).orElseThrow();
    }

    /** Somebody else, with another certificate. */
    private Account next(Address address) {
        return ((OpenOutcome.Opened)
                        world.accounts.open(world.approved(World.completion(address, World.key(World.number())))))
                .account();
    }

    @Test
    @Adversary("the address of who left, given to somebody else")
    void anAddressRestsFromTheClosingOn() {
        Account account = left();
        assertThat(closed.find(account.address()).orElseThrow().closed()).isEqualTo(World.NOW);
        assertThat(setAside(account, World.NOW.minusMillis(1))).isEmpty();
        assertThat(world.accounts.find(account.address())).contains(account);
        assertThat(setAside(account, World.NOW)).isPresent();
        assertThat(setAside(account, LATER)).as("once").isEmpty();
    }

    @Test
    void onlyClosedAccountsAreSetAside() {
        Account active = world.account();
        assertThat(setAside(active, LATER)).isEmpty();
        Account suspended = world.accounts.suspend(active.address(), "x", "휴직").orElseThrow();
        assertThat(setAside(suspended, LATER)).isEmpty();
        assertThat(closed.find(active.address())).isEmpty();
    }

    @Test
    void certificatesAndApplicationsStayTheFormerHolders() {
        Account account = left();
        Binding binding = world.bindings.of(account.address()).get(0);
        ClosedAccount aside = aside(account);
        Address elsewhere = aside.account().address();
        assertThat(elsewhere.domain()).isEqualTo(ClosedAccounts.DOMAIN);
        assertThat(aside.former()).contains(account.address());
        assertThat(aside.account().name()).isEqualTo(account.name());
        assertThat(aside.account().roles()).isEmpty();
        assertThat(aside.account().state()).isEqualTo(AccountState.CLOSED);
        assertThat(world.bindings.find(binding.key()).orElseThrow().account()).isEqualTo(elsewhere);
        assertThat(world.bindings.active(binding.key())).isEmpty();
        assertThat(world.accounts.password(elsewhere)).isEmpty();
        assertThat(world.applications
                        .ofAccount(elsewhere)
                        .map(Application.Filled.class::cast)
                        .orElseThrow()
                        .completion()
                        .desired())
                .isEqualTo(elsewhere);
        assertThat(world.accounts.resume(elsewhere, "x", "x")).isEmpty();
    }

    @Test
    void theNextHolderHasNothingOfTheFormerOne() {
        Account account = left();
        Address address = account.address();
        Set<Address> former = Set.of(address);
        new Places(world.database, World.CLOCK).see(address, "f".repeat(64), "192.0.2.0/24", "client", false);
        aside(account);
        assertThat(world.accounts.find(address)).isEmpty();
        Account next = next(address);
        assertThat(former).contains(next.address());
        assertThat(next.roles()).isEmpty();
        assertThat(world.accounts.password(address)).isEmpty();
        assertThat(world.accounts.formerPasswordHashes(address, 10)).isEmpty();
        assertThat(new Places(world.database, World.CLOCK).of(address))
                .extracting(Place::network)
                .isEmpty();
        assertThat(world.registry.ownerLetters().of(address)).isEmpty();
        assertThat(world.bindings.of(address))
                .hasSize(1)
                .allMatch(binding -> binding.since().equals(next.opened()));
        assertThat(world.audit.verify()).isEmpty();
    }

    @Test
    void theSameAddressMayBeSetAsideAgain() {
        Account first = left();
        Address address = first.address();
        Address aside = aside(first).account().address();
        Account second = next(address);
        world.sql("UPDATE account SET opened = opened + 1 WHERE address = '" + address + "'");
        world.accounts.close(second.address(), "x", "퇴직");
        assertThat(aside(second).account().address()).isNotEqualTo(aside);
        assertThat(next(address).state()).isEqualTo(AccountState.ACTIVE);
    }

    /** Whoever applied for another certificate of the account before it was closed must not get the next holder's. */
    @Test
    @Adversary("the address of who left, given to somebody else")
    void anApplicationOfTheFormerHolderNeverBindsACertificateToTheNextAccount() {
        Account account = world.account();
        Completion another = new Completion(
                AccountType.OFFICIAL,
                "MOE",
                "",
                account.address(),
                World.key(World.number()),
                "cn=old",
                LATER,
                Set.of(),
                new Aim.NewCertificate(Optional.empty()));
        Application.Submitted waits = world.submitted(another);
        world.accounts.close(account.address(), "x", "퇴직");
        aside(account);
        Account next = next(account.address());
        world.bindings.revoke(world.bindings.of(next.address()).get(0).id(), "x", "lost");
        assertThat(world.applications.approve(waits, World.REVIEWER, ""))
                .isEqualTo(new ApproveOutcome.Stopped(Obstacle.ACCOUNT_NOT_ACTIVE));
    }

    @Test
    void aFirstApprovalOfTheFormerHolderIsNotTheNextOnes() {
        Account reviewer = world.account();
        Application.Submitted waits = world.submitted(World.completion(World.number()));
        world.registry.queue().approveFirst(waits, reviewer.address(), "");
        assertThat(world.registry.queue().first(waits.id())).isPresent();
        world.accounts.close(reviewer.address(), "x", "퇴직");
        aside(reviewer);
        next(reviewer.address());
        assertThat(world.registry.queue().first(waits.id())).isEmpty();
    }

    @Test
    void nothingThatOthersForwardedToTheFormerHolderGoesToTheNextOne() {
        Account account = left();
        Account one = world.account();
        Account other = world.account();
        Forwardings forwardings = world.registry.forwardings();
        Address third = World.address(World.number());
        forwardings.set(one.address(), new Forwarding(List.of(account.address()), false), "x");
        forwardings.set(other.address(), new Forwarding(List.of(account.address(), third), true), "x");
        aside(account);
        assertThat(forwardings.of(one.address())).isEmpty();
        assertThat(world.accounts.find(one.address()).orElseThrow().reacts()).isFalse();
        assertThat(forwardings.of(other.address())).contains(new Forwarding(List.of(third), true));
        assertThat(world.accounts.find(other.address()).orElseThrow().reacts()).isTrue();
        assertThat(world.registry.ownerLetters().of(one.address()))
                .extracting(OwnerLetter::kind)
                .containsExactlyInAnyOrder(OwnerLetter.Kind.FORWARDED_WITHOUT_COPY, OwnerLetter.Kind.NOT_FORWARDED);
        assertThat(world.audit.verify()).isEmpty();
    }

    @Test
    void noScriptOfOthersSendsToTheNextOne() {
        Account account = left();
        Account one = world.account();
        Account other = world.account();
        SieveScripts scripts = world.registry.scripts();
        scripts.put(one.address(), "a", "redirect …", List.of(account.address()), "x");
        scripts.activate(one.address(), "a", "x");
        scripts.put(other.address(), "a", "redirect …", List.of(World.address(World.number())), "x");
        scripts.activate(other.address(), "a", "x");
        aside(account);
        assertThat(scripts.active(one.address())).isEmpty();
        assertThat(scripts.of(one.address())).hasSize(1);
        assertThat(world.accounts.find(one.address()).orElseThrow().reacts()).isFalse();
        assertThat(scripts.active(other.address())).isPresent();
        assertThat(world.registry.ownerLetters().of(one.address()))
                .extracting(OwnerLetter::kind)
                .containsExactlyInAnyOrder(OwnerLetter.Kind.SCRIPT_LEADS_ON, OwnerLetter.Kind.SCRIPT_LEADS_NOWHERE);
        assertThat(world.audit.verify()).isEmpty();
    }

    /** A crash, or a mail store that fails: everything stays as it was. */
    @Test
    void whatCannotGoAlongStopsItWhole() {
        Account account = left();
        long entries = world.audit.lastNumber();
        assertThatThrownBy(() -> closed.setAside(account.address(), LATER, "x", REASON, (transaction, from, to) -> {
                    throw new IllegalStateException("no disk");
                }))
                .hasMessage("no disk");
        assertThat(world.accounts.find(account.address())).contains(account);
        assertThat(world.bindings.of(account.address())).hasSize(1);
        assertThat(world.audit.lastNumber()).isEqualTo(entries);
    }

    /** What comes to be keyed by an address later must go along as well: it is found by looking everywhere. */
    @Test
    void noTableNamesTheAddressAnyMoreButTheTrailAndWhatWasDoneBefore() {
        Account account = left();
        new Places(world.database, World.CLOCK).see(account.address(), "f".repeat(64), "192.0.2.0/24", "client", false);
        aside(account);
        assertThat(naming(account.address().toString()))
                .containsExactlyInAnyOrder("account.former", "audit_entry.facts", "audit_entry.subject");
    }

    private Set<String> naming(String address) {
        return world.database.transact(transaction -> {
            List<String[]> columns = new ArrayList<>();
            try (ResultSet found = transaction.connection().getMetaData().getColumns(null, "APP", "%", "%")) {
                while (found.next()) {
                    if (found.getInt("DATA_TYPE") == Types.VARCHAR) {
                        columns.add(new String[] {found.getString("TABLE_NAME"), found.getString("COLUMN_NAME")});
                    }
                }
            }
            Set<String> naming = new TreeSet<>();
            for (String[] column : columns) {
                String sql = "SELECT COUNT(*) FROM \"" + column[0] + "\" WHERE \"" + column[1] + "\" LIKE '%" + address
                        + "%'";
                try (Statement query = transaction.connection().createStatement();
                        ResultSet count = query.executeQuery(sql)) {
                    count.next();
                    if (count.getLong(1) > 0 && !column[0].startsWith("flyway")) {
                        naming.add((column[0] + "." + column[1]).toLowerCase(Locale.ROOT));
                    }
                }
            }
            return naming;
        });
    }

    @Test
    void pagesGoByAddressAndLeaveOutWhatIsDone(@TempDir Path folder) {
        try (World own = World.open(folder)) {
            ClosedAccounts some = own.registry.closed();
            List<Address> addresses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Address address = own.account().address();
                own.accounts.close(address, "x", "퇴직");
                addresses.add(address);
            }
            own.account();
            addresses.sort(null);
            assertThat(some.resting(World.NOW.minusMillis(1), "", 10)).isEmpty();
            assertThat(some.resting(World.NOW, "", 2))
                    .extracting(one -> one.account().address())
                    .isEqualTo(addresses.subList(0, 2));
            assertThat(some.resting(World.NOW, addresses.get(1).toString(), 2))
                    .extracting(one -> one.account().address())
                    .isEqualTo(addresses.subList(2, 3));
            Address aside = some.setAside(addresses.get(0), World.NOW, "x", REASON, NOTHING)
                    .orElseThrow()
                    .account()
                    .address();
            assertThat(some.resting(World.NOW, "", 10)).hasSize(2);
            assertThat(some.withMailbox(World.NOW, "", 10)).hasSize(3);
            assertThat(some.mailboxErased(aside, "x")).isTrue();
            assertThat(some.mailboxErased(aside, "x")).isFalse();
            assertThat(some.withMailbox(World.NOW, "", 10)).hasSize(2);
        }
    }

    @Test
    void accountsClosedByEarlierVersionsRestFromTheNextStartOn(@TempDir Path folder) {
        Address address;
        try (World own = World.open(folder)) {
            address = own.account().address();
            own.accounts.close(address, "x", "퇴직");
            own.sql("UPDATE account SET closed = NULL");
            assertThat(own.registry.closed().find(address)).isEmpty();
            assertThat(own.registry.closed().setAside(address, LATER, "x", REASON, NOTHING))
                    .isEmpty();
        }
        try (World own = World.open(folder)) {
            assertThat(own.registry.closed().find(address).orElseThrow().closed())
                    .isEqualTo(World.NOW);
        }
    }
}
