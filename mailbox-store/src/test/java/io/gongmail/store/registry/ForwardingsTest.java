package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.OwnerLetter.Kind;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForwardingsTest {
    private static final World WORLD = World.shared();
    private static final Address KIM = Address.of("kim@moe.gongmail.example");
    private static final Address LEE = Address.of("lee@moe.gongmail.example");

    private final Forwardings forwardings = WORLD.registry.forwardings();
    private final Address hong = WORLD.account().address();

    private boolean reacts() {
        return WORLD.accounts.find(hong).orElseThrow().reacts();
    }

    private List<Kind> letters() {
        return WORLD.registry.ownerLetters().waiting(1_000).stream()
                .filter(letter -> letter.account().equals(hong))
                .map(OwnerLetter::kind)
                .toList();
    }

    @Test
    void whatIsSetIsThereInItsOrderAndTheAccountTellsDeliveryOfIt() {
        assertThat(forwardings.of(hong)).isEmpty();
        Forwarding both = new Forwarding(List.of(LEE, KIM), true);
        assertThat(forwardings.set(hong, both, hong.toString())).isTrue();
        assertThat(forwardings.of(hong)).contains(both);
        assertThat(reacts()).isTrue();
        Forwarding one = new Forwarding(List.of(KIM), false);
        assertThat(forwardings.set(hong, one, hong.toString())).isTrue();
        assertThat(forwardings.of(hong)).contains(one);
        assertThat(forwardings.clear(hong, hong.toString(), "")).contains(one);
        assertThat(forwardings.of(hong)).isEmpty();
        assertThat(reacts()).isFalse();
        assertThat(forwardings.clear(hong, hong.toString(), "")).isEmpty();
    }

    @Test
    void theTrailAndTheOwnerHearOfEachChange() {
        forwardings.set(hong, new Forwarding(List.of(LEE, KIM), false), "somebody");
        AuditEvent set = WORLD.lastEntry().event();
        assertThat(set.code()).isEqualTo("forwarding.set");
        assertThat(set.actor()).isEqualTo("somebody");
        assertThat(set.facts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("to-1", LEE.toString(), "to-2", KIM.toString(), "copy", "none"));
        assertThat(letters()).containsExactly(Kind.FORWARDED_WITHOUT_COPY);
        assertThat(WORLD.registry.ownerLetters().of(hong).get(0).told()).isEqualTo(LEE + ", " + KIM);

        forwardings.clear(hong, "administrator", "not by the owner");
        AuditEvent cleared = WORLD.lastEntry().event();
        assertThat(cleared.code()).isEqualTo("forwarding.cleared");
        assertThat(cleared.facts()).containsEntry("to-1", LEE.toString()).containsEntry("reason", "not by the owner");
        assertThat(letters()).containsExactlyInAnyOrder(Kind.FORWARDED_WITHOUT_COPY, Kind.NOT_FORWARDED);
    }

    @Test
    void theSameAgainIsNoNews() {
        forwardings.set(hong, new Forwarding(List.of(KIM), true), hong.toString());
        long audited = WORLD.audit.lastNumber();
        forwardings.set(hong, new Forwarding(List.of(KIM), true), hong.toString());
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(letters()).containsExactly(Kind.FORWARDED);
    }

    /** As long as addresses may be, as many as there may be. */
    @Test
    void theLongestFits() {
        String label = "x".repeat(60);
        List<Address> longest = IntStream.range(0, Forwarding.MOST)
                .mapToObj(i -> Address.of(i + "y".repeat(63) + "@" + String.join(".", label, label, label, "kkk.kr")))
                .toList();
        assertThat(longest.get(0).toString().length()).isGreaterThan(250);
        forwardings.set(hong, new Forwarding(longest, true), hong.toString());
        assertThat(forwardings.of(hong).orElseThrow().to()).isEqualTo(longest);
        assertThat(WORLD.lastEntry().event().facts())
                .containsEntry("to-5", longest.get(4).toString());
    }

    @Test
    void aVacationTurnedOffLeavesTheForwardingOn() {
        forwardings.set(hong, new Forwarding(List.of(KIM), true), hong.toString());
        Vacation off = new Vacation(false, World.NOW.atZone(ZoneOffset.UTC).toLocalDate(), Optional.empty(), "", "x");
        WORLD.registry.vacations().set(hong, off, hong.toString());
        assertThat(reacts()).isTrue();
    }

    @Test
    void aClosedAccountHasNoneAndGetsNone() {
        Forwarding one = new Forwarding(List.of(KIM), true);
        forwardings.set(hong, one, hong.toString());
        WORLD.accounts.close(hong, "administrator", "");
        assertThat(forwardings.of(hong)).isEmpty();
        assertThat(reacts()).isFalse();
        assertThat(forwardings.set(hong, one, hong.toString())).isFalse();
    }

    @Test
    void itGoesSomewhereElseAndToEachOnce() {
        assertThatThrownBy(() -> forwardings.set(hong, new Forwarding(List.of(KIM, hong), true), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Forwarding(List.of(), true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Forwarding(List.of(KIM, KIM), true)).isInstanceOf(IllegalArgumentException.class);
        List<Address> many = IntStream.rangeClosed(0, Forwarding.MOST)
                .mapToObj(World::address)
                .toList();
        assertThatThrownBy(() -> new Forwarding(many, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
