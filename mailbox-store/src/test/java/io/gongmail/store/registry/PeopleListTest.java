package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who colleagues find, and with which certificates. */
class PeopleListTest {
    private static final World WORLD = World.shared();
    private static final PeopleList PEOPLE = WORLD.registry.people();

    private final int number = World.number();
    private final Address address = World.address(number);

    private static Optional<ListedPerson> listed(Address address) {
        // From the one before it, so that thousands of others do not matter.
        String before = address.toString().substring(0, address.toString().length() - 1);
        return PEOPLE.list(before, 1_000).stream()
                .filter(person -> person.address().equals(address))
                .findFirst();
    }

    private Account opened() {
        return ((OpenOutcome.Opened) WORLD.accounts.open(WORLD.approved(World.completion(number)))).account();
    }

    private void seeded(AccountType type) {
        WORLD.accounts.seed(
                List.of(new SeedAccount(
                        address, "김철수", type, "MOE", World.key(number), "cn=x", World.NOW.plusSeconds(60), "")),
                "test");
    }

    @Test
    void whoHasAnAccountIsListedWithUnitAndPosition() {
        opened();
        assertThat(listed(address)).hasValue(new ListedPerson(address, "홍길동", AccountType.OFFICIAL, "MOE", "", "주무관"));
    }

    @Test
    void whoHasChangedAgencyIsListedThereAndOnceOnly() {
        Account account = opened();
        Completion completion = WORLD.changeOfAgency(account, "MOIS", address);
        Application.Approved approved = WORLD.approved(WORLD.registry
                .agencyChanges()
                .submit(World.person(), World.consents(), completion, World.shown())
                .orElseThrow());
        WORLD.registry.agencyChanges().carryOut(approved, (transaction, from, to) -> {});
        assertThat(listed(address))
                .hasValue(new ListedPerson(address, "홍길동", AccountType.OFFICIAL, "MOIS", "정부혁신국", "서기관"));
        assertThat(PEOPLE.certificates(Set.of(address)).get(address)).hasSize(1);
    }

    @Test
    void whoIsSuspendedOrClosedIsNotListed() {
        seeded(AccountType.OFFICIAL);
        assertThat(listed(address)).isPresent();
        WORLD.accounts.suspend(address, "test", "test");
        assertThat(listed(address)).isEmpty();
        WORLD.accounts.resume(address, "test", "test");
        assertThat(listed(address)).isPresent();
        WORLD.accounts.close(address, "test", "test");
        assertThat(listed(address)).isEmpty();
    }

    @Test
    void systemsAreNotListed() {
        seeded(AccountType.AGENCY_RELAY);
        assertThat(listed(address)).isEmpty();
    }

    @Test
    void pagesFollowOneAnother() {
        seeded(AccountType.OFFICIAL);
        List<ListedPerson> first = PEOPLE.list("", 1);
        assertThat(first).hasSize(1);
        assertThat(PEOPLE.list(first.get(0).address().toString(), 1_000))
                .doesNotContain(first.get(0))
                .extracting(person -> person.address().toString())
                .isSorted();
        assertThatThrownBy(() -> PEOPLE.list("", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCertificateThatWasShownIsTheOneThatOpensTheAccount() {
        opened();
        assertThat(PEOPLE.certificates(Set.of(address)).get(address)).containsExactly(new byte[] {'L', 'E', 'A', 'F'});
    }

    @Test
    void ofASuspendedBindingNoCertificateIsTold() {
        opened();
        WORLD.bindings.suspend(WORLD.bindings.of(address).get(0).id(), "test", "test");
        assertThat(PEOPLE.certificates(Set.of(address))).isEmpty();
    }

    @Test
    void ofWhomNoneWasShownNoneIsTold() {
        seeded(AccountType.OFFICIAL);
        assertThat(PEOPLE.certificates(Set.of(address))).isEmpty();
        assertThat(PEOPLE.certificates(Set.of())).isEmpty();
        assertThatThrownBy(() -> PEOPLE.certificates(Collections.nCopies(101, address)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
