package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.InternationalAddresses.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InternationalAddressesTest {
    private static final World WORLD = World.shared();
    private static final String WHO = "administrator";

    private final InternationalAddresses names = WORLD.registry.internationalAddresses();
    private final Address hong = WORLD.account().address();
    private final InternationalAddress name = name("홍");

    private InternationalAddress name(String text) {
        return new InternationalAddress(text + World.number(), hong.domain());
    }

    @Test
    void whatIsGivenMeansTheAccountUntilItIsWithdrawn() {
        assertThat(names.accountOf(name)).isEmpty();
        assertThat(names.give(hong, name, WHO)).isEqualTo(Outcome.GIVEN);
        assertThat(names.accountOf(name)).contains(hong);
        assertThat(names.of(hong)).containsExactly(name);
        assertThat(names.give(hong, name, WHO)).isEqualTo(Outcome.HELD);
        assertThat(names.withdraw(hong, name, WHO)).isTrue();
        assertThat(names.accountOf(name)).isEmpty();
        assertThat(names.withdraw(hong, name, WHO)).isFalse();
    }

    @Test
    void theTrailHearsOfEachChange() {
        names.give(hong, name, WHO);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "international-address.given", WHO, hong.toString(), Map.of("name", name.toString())));
        names.withdraw(hong, name, WHO);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "international-address.withdrawn", WHO, hong.toString(), Map.of("name", name.toString())));
    }

    @Test
    void itIsOneAccountsAndOfItsDomain() {
        Address kim = WORLD.account().address();
        names.give(hong, name, WHO);
        assertThat(names.give(kim, name, WHO)).isEqualTo(Outcome.TAKEN);
        assertThat(names.withdraw(kim, name, WHO)).as("another's").isFalse();
        assertThat(names.accountOf(name)).contains(hong);
        assertThat(names.give(kim, new InternationalAddress("김", "elsewhere.example"), WHO))
                .isEqualTo(Outcome.ANOTHER_DOMAIN);
        assertThat(names.give(Address.of("nobody@" + hong.domain()), name("아무"), WHO))
                .isEqualTo(Outcome.NO_ACCOUNT);
    }

    /** Who comes after gets no mail that was meant for who left. */
    @Test
    void ofAClosedAccountItIsKept() {
        names.give(hong, name, WHO);
        WORLD.accounts.close(hong, WHO, "x");
        assertThat(names.accountOf(name)).contains(hong);
        assertThat(names.give(WORLD.account().address(), name, WHO)).isEqualTo(Outcome.TAKEN);
        assertThat(names.give(hong, name("새"), WHO)).isEqualTo(Outcome.NO_ACCOUNT);
    }

    @Test
    void itGoesAlongToAnotherAddressOfTheDomain() {
        names.give(hong, name, WHO);
        Address to = Address.of("moved" + World.number() + "@" + hong.domain());
        move(hong, to);
        assertThat(names.accountOf(name)).contains(to);
        move(to, Address.of("moved" + World.number() + "@elsewhere.example"));
        assertThat(names.accountOf(name)).isEmpty();
    }

    private static void move(Address from, Address to) {
        WORLD.database.transact(transaction -> {
            AccountAddresses.move(transaction, from, to);
            return true;
        });
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < InternationalAddresses.MOST; i++) {
            assertThat(names.give(hong, name("이름"), WHO)).isEqualTo(Outcome.GIVEN);
        }
        assertThat(names.give(hong, name, WHO)).isEqualTo(Outcome.TOO_MANY);
    }
}
