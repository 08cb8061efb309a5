package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AccountsTest {
    private static final World WORLD = World.shared();
    private static final String PHC =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @ParameterizedTest
    @CsvSource({"ACTIVE, false, true, true", "SUSPENDED, true, false, true", "CLOSED, false, false, false"})
    void whoMayMoveWhere(AccountState from, boolean active, boolean suspended, boolean closed) {
        assertThat(from.mayBecome(AccountState.ACTIVE)).isEqualTo(active);
        assertThat(from.mayBecome(AccountState.SUSPENDED)).isEqualTo(suspended);
        assertThat(from.mayBecome(AccountState.CLOSED)).isEqualTo(closed);
    }

    enum Move {
        SUSPEND(AccountState.SUSPENDED, "account.suspended"),
        RESUME(AccountState.ACTIVE, "account.resumed"),
        CLOSE(AccountState.CLOSED, "account.closed");

        final AccountState to;
        final String code;

        Move(AccountState to, String code) {
            this.to = to;
            this.code = code;
        }

        Optional<Account> on(Address address) {
            return switch (this) {
                case SUSPEND -> WORLD.accounts.suspend(address, "administrator", "휴직");
                case RESUME -> WORLD.accounts.resume(address, "administrator", "휴직");
                case CLOSE -> WORLD.accounts.close(address, "administrator", "휴직");
            };
        }
    }

    static Stream<Arguments> everyMoveInEveryState() {
        return Arrays.stream(AccountState.values())
                .flatMap(state -> Arrays.stream(Move.values()).map(move -> Arguments.of(state, move)));
    }

    @ParameterizedTest
    @MethodSource("everyMoveInEveryState")
    void aMoveSucceedsWhereTheTableAllowsItAndLeavesATraceOnlyThen(AccountState state, Move move) {
        Account before = in(state);
        long audited = WORLD.audit.lastNumber();

        Optional<Account> moved = move.on(before.address());

        Account after = WORLD.accounts.find(before.address()).orElseThrow();
        if (state.mayBecome(move.to)) {
            assertThat(after.state()).isEqualTo(move.to);
            assertThat(moved).contains(after);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
            AuditEvent event = WORLD.lastEntry().event();
            assertThat(event.code()).isEqualTo(move.code);
            assertThat(event.actor()).isEqualTo("administrator");
            assertThat(event.subject()).isEqualTo(before.address().toString());
            assertThat(event.facts()).containsEntry("reason", "휴직");
        } else {
            assertThat(moved).isEmpty();
            assertThat(after).isEqualTo(before);
            assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        }
    }

    private static Account in(AccountState state) {
        Address address = WORLD.account().address();
        switch (state) {
            case ACTIVE -> {}
            case SUSPENDED -> WORLD.accounts.suspend(address, "x", "");
            case CLOSED -> WORLD.accounts.close(address, "x", "");
        }
        return WORLD.accounts.find(address).orElseThrow();
    }

    @Test
    void whatIsNotThereNeitherMovesNorGetsARole() {
        Address nobody = World.address(World.number());
        assertThat(WORLD.accounts.find(nobody)).isEmpty();
        assertThat(WORLD.accounts.suspend(nobody, "x", "")).isEmpty();
        assertThat(WORLD.accounts.grant(nobody, Role.REVIEWER, "x")).isEmpty();
        assertThat(WORLD.accounts.password(nobody)).isEmpty();
        assertThat(WORLD.accounts.setPasswordHash(nobody, PHC, 4, "x", "certificate"))
                .isFalse();
        assertThat(WORLD.applications.ofAccount(nobody)).isEmpty();
    }

    @Test
    void aRoleIsGrantedAndWithdrawnOnce() {
        Address address = WORLD.account().address();
        long audited = WORLD.audit.lastNumber();

        assertThat(WORLD.accounts.withdraw(address, Role.REVIEWER, "administrator"))
                .isEmpty();
        assertThat(WORLD.accounts.grant(address, Role.REVIEWER, "administrator").map(Account::roles))
                .contains(Set.of(Role.REVIEWER));
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("account.role-granted");
        assertThat(WORLD.lastEntry().event().facts()).containsEntry("role", "REVIEWER");
        assertThat(WORLD.accounts.grant(address, Role.REVIEWER, "administrator"))
                .isEmpty();
        assertThat(WORLD.accounts
                        .grant(address, Role.ADMINISTRATOR, "administrator")
                        .map(Account::roles))
                .contains(Set.of(Role.REVIEWER, Role.ADMINISTRATOR));
        assertThat(WORLD.accounts
                        .withdraw(address, Role.REVIEWER, "administrator")
                        .map(Account::roles))
                .contains(Set.of(Role.ADMINISTRATOR));
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("account.role-withdrawn");
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 3);

        WORLD.accounts.close(address, "x", "");
        assertThat(WORLD.accounts.grant(address, Role.REVIEWER, "administrator"))
                .isEmpty();
        assertThat(WORLD.accounts.withdraw(address, Role.ADMINISTRATOR, "administrator"))
                .isEmpty();
    }

    @RepeatedTest(3)
    void twoRolesGrantedAtOnceAreBothThere() throws Exception {
        Address address = WORLD.account().address();
        OpeningTest.atOnce(List.of(
                () -> WORLD.accounts.grant(address, Role.REVIEWER, "one"),
                () -> WORLD.accounts.grant(address, Role.ADMINISTRATOR, "two")));
        assertThat(WORLD.accounts.find(address).orElseThrow().roles())
                .containsExactlyInAnyOrder(Role.REVIEWER, Role.ADMINISTRATOR);
    }

    @Test
    void seedingMakesAccountsWithBindingsAndMayBeRepeated() {
        List<SeedAccount> seeds =
                IntStream.range(0, 3).mapToObj(i -> World.seed(World.number())).toList();
        long audited = WORLD.audit.lastNumber();
        int accounts = WORLD.accounts.count();

        assertThat(WORLD.accounts.seed(seeds.subList(0, 2), World.REVIEWER)).isEqualTo(2);
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 1);
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("accounts.seeded");
        assertThat(WORLD.lastEntry().event().actor()).isEqualTo(World.REVIEWER);
        assertThat(WORLD.lastEntry().event().facts())
                .containsEntry("count", "2")
                .containsEntry("first", seeds.get(0).address().toString())
                .containsEntry("last", seeds.get(1).address().toString());
        assertThat(WORLD.accounts.seed(seeds, World.REVIEWER)).isEqualTo(1);
        assertThat(WORLD.accounts.seed(seeds, World.REVIEWER)).isZero();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited + 2);
        assertThat(WORLD.accounts.count()).isEqualTo(accounts + 3);

        for (SeedAccount seed : seeds) {
            assertThat(WORLD.accounts.find(seed.address()))
                    .contains(new Account(
                            seed.address(),
                            seed.name(),
                            seed.type(),
                            seed.agency(),
                            Set.of(),
                            AccountState.ACTIVE,
                            World.NOW));
            Binding binding = WORLD.bindings.active(seed.key()).orElseThrow();
            assertThat(binding)
                    .isEqualTo(new Binding(
                            binding.id(),
                            seed.address(),
                            seed.key(),
                            seed.subject(),
                            seed.notAfter(),
                            BindingState.ACTIVE,
                            World.NOW,
                            "seeded"));
            assertThat(WORLD.accounts
                            .password(seed.address())
                            .map(StoredPassword::hash)
                            .orElse(""))
                    .isEqualTo(seed.passwordHash());
        }
    }

    @Test
    void aBatchWithACertificateOfAnotherIsNotSeededAtAll() {
        SeedAccount first = World.seed(World.number());
        WORLD.accounts.seed(List.of(first), World.REVIEWER);
        SeedAccount good = World.seed(World.number());
        SeedAccount bad = new SeedAccount(
                World.address(World.number()),
                first.name(),
                first.type(),
                first.agency(),
                first.key(),
                first.subject(),
                first.notAfter(),
                "");
        long audited = WORLD.audit.lastNumber();
        assertThatThrownBy(() -> WORLD.accounts.seed(List.of(good, bad), World.REVIEWER))
                .isInstanceOf(StoreException.class);
        assertThat(WORLD.accounts.find(good.address())).isEmpty();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
    }

    @Test
    void aBatchIsBounded() {
        SeedAccount seed = World.seed(World.number());
        List<SeedAccount> most = new ArrayList<>();
        for (int i = 0; i < Accounts.SEED_BATCH; i++) {
            most.add(World.seed(World.number()));
        }
        assertThat(WORLD.accounts.seed(most, World.REVIEWER)).isEqualTo(Accounts.SEED_BATCH);
        most.add(seed);
        assertThatThrownBy(() -> WORLD.accounts.seed(most, World.REVIEWER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(WORLD.accounts.find(seed.address())).isEmpty();
    }

    @Test
    void accountsAreListedPageByPageInOrder() {
        String prefix = "list" + World.number() + "-";
        List<SeedAccount> seeds = IntStream.range(0, 5)
                .mapToObj(i -> {
                    SeedAccount seed = World.seed(World.number());
                    return new SeedAccount(
                            Address.of(prefix + i + "@moe.gongmail.example"),
                            seed.name(),
                            seed.type(),
                            seed.agency(),
                            seed.key(),
                            seed.subject(),
                            seed.notAfter(),
                            "");
                })
                .toList();
        WORLD.accounts.seed(seeds, World.REVIEWER);
        List<Account> page = WORLD.accounts.list(prefix, 2);
        assertThat(page)
                .extracting(account -> account.address().toString())
                .containsExactly(prefix + "0@moe.gongmail.example", prefix + "1@moe.gongmail.example");
        assertThat(WORLD.accounts.list(page.get(1).address().toString(), 3))
                .extracting(account -> account.address().toString())
                .containsExactly(
                        prefix + "2@moe.gongmail.example",
                        prefix + "3@moe.gongmail.example",
                        prefix + "4@moe.gongmail.example");
        assertThat(WORLD.accounts.list("", 1)).hasSize(1);
        assertThat(WORLD.accounts.list("", 1_000)).isNotEmpty();
        assertThatThrownBy(() -> WORLD.accounts.list("", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WORLD.accounts.list("", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
