package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentAsTest {
    private static final World WORLD = World.shared();
    private static final String WHO = "administrator";

    private final SentAs rights = WORLD.registry.sentAs();
    private final Address role = role();
    private final Address hong = WORLD.account().address();

    /** An agency's own account. */
    private static Address role() {
        SeedAccount seed = World.seed(World.number());
        WORLD.accounts.seed(List.of(seed), "test");
        return seed.address();
    }

    @Test
    void whoIsGivenTheRightHasItUntilItIsTakenBack() {
        assertThat(rights.may(hong, role)).isFalse();
        assertThat(rights.give(role, hong, WHO)).isEqualTo(SentAsOutcome.GIVEN);
        assertThat(rights.may(hong, role)).isTrue();
        assertThat(rights.may(role, hong)).as("not the other way round").isFalse();
        assertThat(rights.holders(role)).containsExactly(hong);
        assertThat(rights.withdraw(role, hong, WHO)).isTrue();
        assertThat(rights.may(hong, role)).isFalse();
        assertThat(rights.withdraw(role, hong, WHO)).isFalse();
    }

    @Test
    void aPersonIsToldAsWhomToSendNow() {
        Address other = role();
        assertThat(rights.accounts(hong)).isEmpty();
        rights.give(role, hong, WHO);
        rights.give(other, hong, WHO);
        assertThat(rights.accounts(hong)).containsExactlyInAnyOrder(role, other);
        WORLD.accounts.suspend(other, WHO, "x");
        assertThat(rights.accounts(hong)).as("of no use now").containsExactly(role);
        assertThat(rights.accounts(role)).isEmpty();
    }

    @Test
    void theTrailHearsOfEachChangeAndEachMessage() {
        rights.give(role, hong, WHO);
        AuditEvent given = new AuditEvent("sent-as.given", WHO, role.toString(), Map.of("holder", hong.toString()));
        assertThat(WORLD.lastEntry().event()).isEqualTo(given);
        assertThat(rights.give(role, hong, WHO)).isEqualTo(SentAsOutcome.HELD);
        assertThat(WORLD.lastEntry().event()).as("no news").isEqualTo(given);
        rights.sends(hong, role, "<a@b.example>");
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(new AuditEvent(
                        "sent-as.used", hong.toString(), role.toString(), Map.of("message-id", "<a@b.example>")));
        rights.withdraw(role, hong, WHO);
        assertThat(WORLD.lastEntry().event())
                .isEqualTo(
                        new AuditEvent("sent-as.withdrawn", WHO, role.toString(), Map.of("holder", hong.toString())));
    }

    @Test
    void onlyPeopleSendAndOnlyAsARole() {
        Address kim = WORLD.account().address();
        assertThat(rights.give(kim, hong, WHO)).isEqualTo(SentAsOutcome.NOT_A_ROLE);
        assertThat(rights.give(role, role(), WHO)).isEqualTo(SentAsOutcome.NOT_A_ROLE);
        assertThat(rights.give(role, Address.of("nobody@moe.gongmail.example"), WHO))
                .isEqualTo(SentAsOutcome.NO_ACCOUNT);
        assertThat(rights.give(Address.of("nobody@moe.gongmail.example"), hong, WHO))
                .isEqualTo(SentAsOutcome.NO_ACCOUNT);
        assertThat(rights.may(hong, kim)).isFalse();
    }

    @Test
    void whoIsSuspendedSendsNotAndNobodySendsAsWhatIsSuspended() {
        rights.give(role, hong, WHO);
        WORLD.accounts.suspend(hong, WHO, "x");
        assertThat(rights.may(hong, role)).isFalse();
        WORLD.accounts.resume(hong, WHO, "x");
        WORLD.accounts.suspend(role, WHO, "x");
        assertThat(rights.may(hong, role)).isFalse();
        WORLD.accounts.resume(role, WHO, "x");
        assertThat(rights.may(hong, role)).isTrue();
    }

    @Test
    void whatIsClosedIsSentAsByNobodyAndWhoIsClosedSendsAsNobody() {
        Address kim = WORLD.account().address();
        rights.give(role, hong, WHO);
        rights.give(role, kim, WHO);
        WORLD.accounts.close(kim, WHO, "x");
        assertThat(rights.holders(role)).containsExactly(hong);
        assertThat(rights.give(role, kim, WHO)).isEqualTo(SentAsOutcome.NO_ACCOUNT);
        WORLD.accounts.close(role, WHO, "x");
        assertThat(rights.holders(role)).isEmpty();
    }

    @Test
    void whoGoesToAnotherAgencyMaySendNoMore() {
        rights.give(role, hong, WHO);
        WORLD.sql("UPDATE account SET agency = 'MOIS' WHERE address = '" + hong + "'");
        assertThat(rights.may(hong, role)).isFalse();
        Address kim = WORLD.account().address();
        WORLD.sql("UPDATE account SET agency = 'MOIS' WHERE address = '" + kim + "'");
        assertThat(rights.give(role, kim, WHO)).isEqualTo(SentAsOutcome.ANOTHER_AGENCY);
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < SentAs.MOST; i++) {
            assertThat(rights.give(role, WORLD.account().address(), WHO)).isEqualTo(SentAsOutcome.GIVEN);
        }
        assertThat(rights.give(role, hong, WHO)).isEqualTo(SentAsOutcome.TOO_MANY);
        assertThat(rights.holders(role)).hasSize(SentAs.MOST);
    }
}
