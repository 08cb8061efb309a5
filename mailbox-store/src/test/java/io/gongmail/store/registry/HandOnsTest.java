package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mailbox of who left is a colleague's once one has asked and another has confirmed what was asked; whole, or not at all. */
class HandOnsTest {
    private static final World WORLD = World.shared();
    private static final String REASON = "업무 인계";

    private final HandOns handOns = WORLD.registry.handOns();
    private final List<String> followed = new ArrayList<>();
    private final Following mailbox = (transaction, from, to) -> followed.add(from + " " + to);
    private final Address colleague = WORLD.account().address();
    private final Address asker = WORLD.account().address();
    private final Address other = WORLD.account().address();

    private static Address left() {
        Address address = WORLD.account().address();
        WORLD.accounts.close(address, "x", "퇴직");
        return address;
    }

    private HandOn asked(Address account) {
        return handOns.ask(account, colleague, asker, REASON).orElseThrow();
    }

    private static boolean hasMailbox(Address account) {
        return WORLD.registry.closed().find(account).orElseThrow().mailboxGone().isEmpty();
    }

    @Test
    void whatIsAskedForChangesNothingUntilItIsConfirmed() {
        Address account = left();
        HandOn asked = asked(account);
        assertThat(asked).isEqualTo(new HandOn(account, colleague, asker, World.NOW, REASON));
        assertThat(handOns.of(account)).contains(asked);
        assertThat(hasMailbox(account)).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("account.hand-on-asked");
        assertThat(handOns.ask(account, other, asker, REASON))
                .as("one at a time")
                .isEmpty();

        assertThat(handOns.confirm(asked, other, mailbox)).isTrue();

        assertThat(followed).containsExactly(account + " " + colleague);
        assertThat(hasMailbox(account)).isFalse();
        assertThat(handOns.of(account)).isEmpty();
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("account.mailbox-handed-on");
        assertThat(event.actor()).isEqualTo(other.toString());
        assertThat(event.facts())
                .containsEntry("asker", asker.toString())
                .containsEntry("recipient", colleague.toString())
                .containsEntry("reason", REASON);
        assertThat(WORLD.registry.ownerLetters().of(colleague))
                .anyMatch(letter -> letter.kind() == OwnerLetter.Kind.HANDED_ON
                        && letter.told().equals(account.toString()));
        assertThat(handOns.confirm(asked, other, mailbox)).as("once").isFalse();
        assertThat(handOns.ask(account, colleague, asker, REASON))
                .as("it has none")
                .isEmpty();
        assertThat(followed).hasSize(1);
    }

    @Test
    void whoIsNotClosedKeepsTheMailboxAndWhoIsNotActiveGetsNone() {
        Address active = WORLD.account().address();
        assertThat(handOns.ask(active, colleague, asker, REASON)).isEmpty();
        WORLD.accounts.suspend(active, "x", "x");
        assertThat(handOns.ask(active, colleague, asker, REASON)).isEmpty();
        Address account = left();
        assertThat(handOns.ask(account, active, asker, REASON)).isEmpty();
        assertThat(handOns.ask(account, World.address(World.number()), asker, REASON))
                .isEmpty();
        assertThatThrownBy(() -> handOns.ask(account, colleague, asker, ""))
                .isInstanceOf(IllegalArgumentException.class);
        HandOn asked = asked(account);
        WORLD.accounts.suspend(colleague, "x", "x");
        assertThat(handOns.confirm(asked, other, mailbox)).isFalse();
        assertThat(handOns.of(account)).contains(asked);
        assertThat(followed).isEmpty();
    }

    /** Dropped and asked for anew, for another: who saw the first confirms nothing. */
    @Test
    @Adversary("the mailbox of who left, taken by one person alone")
    void onlyWhatWasShownIsConfirmedOrDropped() {
        Address account = left();
        HandOn first = asked(account);
        assertThat(handOns.drop(first, other)).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("account.hand-on-dropped");
        assertThat(handOns.drop(first, other)).isFalse();
        HandOn second = handOns.ask(account, other, asker, REASON).orElseThrow();
        assertThat(handOns.confirm(first, other, mailbox)).isFalse();
        assertThat(handOns.drop(first, other)).isFalse();
        assertThat(handOns.confirm(
                        new HandOn(
                                account,
                                second.recipient(),
                                second.asker(),
                                second.asked().plus(Duration.ofMillis(1)),
                                REASON),
                        other,
                        mailbox))
                .isFalse();
        assertThat(handOns.of(account)).contains(second);
        assertThat(hasMailbox(account)).isTrue();
    }

    @Test
    void whatCannotGoAlongStopsItWhole() {
        Address account = left();
        HandOn asked = asked(account);
        long entries = WORLD.audit.lastNumber();
        assertThatThrownBy(() -> handOns.confirm(asked, other, (transaction, from, to) -> {
                    throw new IllegalStateException("no disk");
                }))
                .hasMessage("no disk");
        assertThat(handOns.of(account)).contains(asked);
        assertThat(hasMailbox(account)).isTrue();
        assertThat(WORLD.audit.lastNumber()).isEqualTo(entries);
    }

    /** Of who had the address before, nothing that was asked for by them, for them or of them is confirmed. */
    @Test
    void whatWasAskedForByOrForAnAddressDoesNotOutliveItsHolder() {
        Address account = left();
        HandOn asked = asked(account);
        assertThat(WORLD.registry.closed().setAside(account, World.NOW, "x", "x", mailbox))
                .isPresent();
        assertThat(handOns.of(account)).isEmpty();
        assertThat(handOns.confirm(asked, other, mailbox)).isFalse();
        Address ofAsker = left();
        asked(ofAsker);
        goes(asker);
        assertThat(handOns.of(ofAsker)).isEmpty();
        Address forColleague = left();
        assertThat(handOns.ask(forColleague, colleague, other, REASON)).isPresent();
        goes(colleague);
        assertThat(handOns.of(forColleague)).isEmpty();
    }

    private void goes(Address address) {
        WORLD.accounts.close(address, "x", "퇴직");
        assertThat(WORLD.registry.closed().setAside(address, World.NOW, "x", "x", mailbox))
                .isPresent();
    }
}
