package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed files on their way: once, for a time, for so many tries, so many. */
class DepositsTest {
    private static final int LARGEST = 1_000;
    private static final Address HONG = new Address("hong", "moe.gongmail.example");
    private static final InetAddress FROM = InetAddress.getLoopbackAddress();

    private final House.HandClock clock = new House.HandClock();
    private final List<AuditEvent> trail = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final Deposits deposits = new Deposits(
            LARGEST,
            trail::add,
            (after, task) -> {
                assertThat(after).isPositive().isLessThanOrEqualTo(Deposits.LIFE);
                later.add(task);
            },
            clock,
            new SecureRandom());

    private static byte[] sealed(int octets) {
        byte[] sealed = new byte[octets];
        Arrays.fill(sealed, (byte) 7);
        sealed[0] = 1;
        return sealed;
    }

    private Deposits.Left.Waits leaves(Address account) {
        return deposits.leave(account, sealed(100)).fold(waits -> waits, refused -> {
            throw new AssertionError(refused.code());
        });
    }

    private String refused(byte[] sealed) {
        return deposits.leave(HONG, sealed).fold(waits -> "", Deposits.Left.Refused::code);
    }

    private Optional<byte[]> picksUp(String code) {
        return deposits.pickUp(code, FROM);
    }

    private static String wrong(String code) {
        return code.substring(0, 5) + (code.endsWith("2222") ? "3333" : "2222");
    }

    private List<String> told() {
        return trail.stream()
                .map(event -> event.code()
                        + (event.facts().containsKey("why")
                                ? " " + event.facts().get("why")
                                : ""))
                .toList();
    }

    @Test
    void itIsPickedUpAsItWasLeftHoweverTheCodeIsTyped() {
        Deposits.Left.Waits waits = leaves(HONG);
        assertThat(waits.code()).matches("[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}");
        assertThat(waits.until()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(picksUp(" " + waits.code().toLowerCase().replace("-", " "))).contains(sealed(100));
        assertThat(told()).containsExactly("move.begun", "move.fetched");
    }

    @Test
    @Adversary("a certificate on its way, fetched twice")
    void itIsPickedUpOnce() {
        String code = leaves(HONG).code();
        assertThat(picksUp(code)).isPresent();
        assertThat(picksUp(code)).isEmpty();
    }

    @Test
    @Adversary("a certificate on its way, after 10 minutes")
    void afterTenMinutesItIsGone() {
        String code = leaves(HONG).code();
        clock.turn(Deposits.LIFE.minusMillis(1));
        assertThat(picksUp(wrong(code))).isEmpty();
        clock.turn(Duration.ofMillis(1));
        assertThat(picksUp(code)).isEmpty();
        assertThat(told()).containsExactly("move.begun", "move.ended expired");
    }

    @Test
    void upToItsEndItIsThere() {
        String code = leaves(HONG).code();
        clock.turn(Deposits.LIFE.minusMillis(1));
        assertThat(picksUp(code)).isPresent();
    }

    @Test
    @Adversary("a certificate on its way, after 10 minutes")
    void itGoesEvenWhereNobodyAsks() {
        leaves(HONG);
        clock.turn(Duration.ofMinutes(6));
        leaves(new Address("kim", "moe.gongmail.example"));
        assertThat(later).hasSize(1);
        clock.turn(Duration.ofMinutes(4));
        later.remove(0).run();
        assertThat(told()).containsExactly("move.begun", "move.begun", "move.ended expired");
        assertThat(later).as("the other one is watched").hasSize(1);
        clock.turn(Duration.ofMinutes(6));
        later.remove(0).run();
        assertThat(told()).endsWith("move.ended expired").hasSize(4);
        assertThat(later).isEmpty();
    }

    @Test
    @Adversary("a certificate on its way, a sixth try")
    void theFifthWrongProofEndsIt() {
        String code = leaves(HONG).code();
        for (int i = 0; i < 5; i++) {
            assertThat(picksUp(wrong(code))).isEmpty();
        }
        assertThat(picksUp(code)).isEmpty();
        assertThat(told()).containsExactly("move.begun", "move.ended tries");
    }

    @Test
    void theFifthTryMayBeTheRightOne() {
        String code = leaves(HONG).code();
        for (int i = 0; i < 4; i++) {
            picksUp(wrong(code));
        }
        assertThat(picksUp(code)).isPresent();
    }

    @Test
    void anotherOneOfTheAccountTakesItsPlace() {
        String first = leaves(HONG).code();
        String second = leaves(HONG).code();
        assertThat(picksUp(first)).isEmpty();
        assertThat(picksUp(second)).isPresent();
        assertThat(told()).containsExactly("move.begun", "move.ended replaced", "move.begun", "move.fetched");
    }

    @Test
    void thereAreSoManyAndTheyAreFoundApart() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < Deposits.MOST; i++) {
            ids.add(leaves(new Address("person" + i, "moe.gongmail.example"))
                    .code()
                    .substring(0, 4));
        }
        assertThat(ids).hasSize(Deposits.MOST);
        assertThat(refused(sealed(100))).isEqualTo("G-263");
        assertThat(told()).hasSize(Deposits.MOST).containsOnly("move.begun");
        clock.turn(Deposits.LIFE);
        assertThat(refused(sealed(100))).as("room again").isEmpty();
    }

    @Test
    @Adversary("a certificate on its way, too large")
    void itIsSoLargeAndNoLarger() {
        assertThat(refused(sealed(LARGEST))).isEmpty();
        assertThat(refused(sealed(LARGEST + 1))).isEqualTo("G-262");
        assertThat(refused(sealed(Deposits.OVERHEAD + 1))).isEmpty();
        assertThat(refused(sealed(Deposits.OVERHEAD))).isEqualTo("G-262");
        assertThat(refused(new byte[0])).isEqualTo("G-262");
    }

    @Test
    @Adversary("a certificate on its way, in the clear")
    void whatIsNotSealedIsNotTaken() {
        byte[] der = sealed(100);
        der[0] = 0x30;
        assertThat(refused(der)).isEqualTo("G-262");
        byte[] pem = sealed(100);
        pem[0] = '-';
        assertThat(refused(pem)).isEqualTo("G-262");
        assertThat(trail).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "2222", "2222-222", "2222-22222", "홍길동", "' OR 1=1"})
    void whatIsNoCodeFindsNothing(String code) {
        leaves(HONG);
        assertThat(picksUp(code)).isEmpty();
    }

    @Test
    void theTrailTellsWhoseAndFromWhereAndNothingOfWhatWasIn() {
        picksUp(leaves(HONG).code());
        assertThat(trail.get(0).actor()).isEqualTo(HONG.toString());
        assertThat(trail.get(0).facts()).containsOnlyKeys("until");
        assertThat(trail.get(1).subject()).isEqualTo(HONG.toString());
        assertThat(trail.get(1).facts()).containsOnlyKeys("from").containsValue(FROM.getHostAddress());
    }
}
