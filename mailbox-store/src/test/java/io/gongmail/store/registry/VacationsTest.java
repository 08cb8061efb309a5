package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.OwnerLetter.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class VacationsTest {
    private static final World WORLD = World.shared();
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 24);
    private static final LocalDate LAST = LocalDate.of(2026, 11, 27);
    private static final String KIM = "kim@moe.gongmail.example";

    private final Vacations vacations = WORLD.registry.vacations();
    private final Address hong = WORLD.account().address();

    private static Vacation vacation() {
        return new Vacation(true, FIRST, Optional.of(LAST), "부재중", "휴가입니다.\n급한 일은 김철수에게.");
    }

    private static Vacation off() {
        return new Vacation(false, FIRST, Optional.of(LAST), "부재중", "휴가입니다.\n급한 일은 김철수에게.");
    }

    private static Vacations later(Duration by) {
        return new Vacations(WORLD.database, Clock.fixed(World.NOW.plus(by), ZoneOffset.UTC), WORLD.audit);
    }

    @Test
    void whatIsSetIsThereAndTheAccountTellsDeliveryOfIt() {
        assertThat(vacations.of(hong)).isEmpty();
        assertThat(reacts()).isFalse();
        assertThat(vacations.set(hong, vacation(), hong.toString())).isTrue();
        assertThat(vacations.of(hong)).contains(vacation());
        assertThat(reacts()).isTrue();
        Vacation open = new Vacation(true, FIRST, Optional.empty(), "", "가".repeat(Vacation.LONGEST_TEXT));
        assertThat(vacations.set(hong, open, hong.toString())).isTrue();
        assertThat(vacations.of(hong)).contains(open);
    }

    private boolean reacts() {
        return WORLD.accounts.find(hong).orElseThrow().reacts();
    }

    @Test
    void turnedOffItStaysToBeTurnedOnAgain() {
        vacations.set(hong, vacation(), hong.toString());
        vacations.set(hong, off(), hong.toString());
        assertThat(vacations.of(hong)).contains(off());
        assertThat(reacts()).isFalse();
    }

    @Test
    void theTrailAndTheOwnerHearOfItAndNeitherHasTheWords() {
        vacations.set(hong, vacation(), "somebody");
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("vacation.set");
        assertThat(event.actor()).isEqualTo("somebody");
        assertThat(event.subject()).isEqualTo(hong.toString());
        assertThat(event.facts()).containsOnly(entry("from", "2026-11-24"), entry("until", "2026-11-27"));
        assertThat(WORLD.registry.ownerLetters().of(hong)).singleElement().satisfies(letter -> {
            assertThat(letter.kind()).isEqualTo(Kind.VACATION_SET);
            assertThat(letter.told()).isEqualTo("2026-11-24 ~ 2026-11-27");
        });
        vacations.set(hong, off(), hong.toString());
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("vacation.ended");
        assertThat(WORLD.registry.ownerLetters().of(hong)).hasSize(1);
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }

    @Test
    void theSameAgainChangesNothing() {
        vacations.set(hong, vacation(), hong.toString());
        vacations.mayAnswer(hong, KIM, UUID.randomUUID());
        long audited = WORLD.audit.lastNumber();
        vacations.set(hong, vacation(), hong.toString());
        assertThat(WORLD.audit.lastNumber()).isEqualTo(audited);
        assertThat(vacations.mayAnswer(hong, KIM, UUID.randomUUID())).isEmpty();
    }

    @Test
    void aSenderIsAnsweredOnceInSevenDays() {
        vacations.set(hong, vacation(), hong.toString());
        assertThat(vacations.mayAnswer(hong, KIM, UUID.randomUUID())).contains(World.NOW);
        assertThat(vacations.mayAnswer(hong, "KIM@moe.gongmail.example", UUID.randomUUID()))
                .isEmpty();
        assertThat(vacations.mayAnswer(hong, "lee@moe.gongmail.example", UUID.randomUUID()))
                .isPresent();
        Duration week = Vacations.ONCE_IN;
        assertThat(later(week.minusMillis(1)).mayAnswer(hong, KIM, UUID.randomUUID()))
                .isEmpty();
        assertThat(later(week).mayAnswer(hong, KIM, UUID.randomUUID())).contains(World.NOW.plus(week));
        assertThat(later(week).mayAnswer(hong, KIM, UUID.randomUUID())).isEmpty();
        assertThat(vacations.mayAnswer(WORLD.account().address(), KIM, UUID.randomUUID()))
                .isPresent();
    }

    /** As after a crash between the mark and the answer. */
    @Test
    void askedAgainForTheSameDeliveryItIsTheSame() {
        vacations.set(hong, vacation(), hong.toString());
        UUID delivery = UUID.randomUUID();
        Optional<Instant> first = vacations.mayAnswer(hong, KIM, delivery);
        assertThat(later(Duration.ofHours(2)).mayAnswer(hong, KIM, delivery))
                .isEqualTo(first)
                .isPresent();
    }

    @RepeatedTest(3)
    void ofTwoDeliveriesAtOnceOneIsAnswered() {
        vacations.set(hong, vacation(), hong.toString());
        var asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> vacations.mayAnswer(hong, KIM, UUID.randomUUID())))
                .limit(4)
                .toList();
        assertThat(asked.stream().filter(one -> one.join().isPresent())).hasSize(1);
    }

    @Test
    void whatIsChangedForgetsWhoWasAnswered() {
        vacations.set(hong, vacation(), hong.toString());
        vacations.mayAnswer(hong, KIM, UUID.randomUUID());
        vacations.set(hong, off(), hong.toString());
        vacations.set(hong, vacation(), hong.toString());
        assertThat(vacations.mayAnswer(hong, KIM, UUID.randomUUID())).isPresent();
    }

    @Test
    void answersInAnHourAreBoundedAndSoIsWhoIsRemembered() {
        vacations.set(hong, vacation(), hong.toString());
        IntStream.range(0, Vacations.MOST_AN_HOUR)
                .forEach(i -> assertThat(vacations.mayAnswer(hong, "s" + i, UUID.randomUUID()))
                        .isPresent());
        assertThat(vacations.mayAnswer(hong, "one more", UUID.randomUUID())).isEmpty();
        assertThat(later(Duration.ofHours(1)).mayAnswer(hong, "one more", UUID.randomUUID()))
                .isPresent();

        for (int i = 1; i <= Vacations.MOST_REMEMBERED; i++) {
            later(Duration.ofHours(1).plusMinutes(2L * i)).mayAnswer(hong, "t" + i, UUID.randomUUID());
        }
        Duration end = Duration.ofHours(1).plusMinutes(2L * Vacations.MOST_REMEMBERED + 1);
        assertThat(later(end).mayAnswer(hong, "t1", UUID.randomUUID())).isEmpty();
        assertThat(later(end).mayAnswer(hong, "s0", UUID.randomUUID())).isPresent();
        // By that the oldest of those was forgotten.
        assertThat(later(end).mayAnswer(hong, "t1", UUID.randomUUID())).isPresent();
    }

    @Test
    void aClosedAccountHasNoneAndGetsNone() {
        vacations.set(hong, vacation(), hong.toString());
        vacations.mayAnswer(hong, KIM, UUID.randomUUID());
        WORLD.accounts.close(hong, "administrator", "");
        assertThat(vacations.of(hong)).isEmpty();
        assertThat(WORLD.sql("DELETE FROM vacation_answer WHERE account = '" + hong + "'"))
                .isZero();
        assertThat(reacts()).isFalse();
        assertThat(vacations.set(hong, vacation(), hong.toString())).isFalse();
        assertThat(vacations.set(World.address(World.number()), vacation(), "x"))
                .isFalse();
    }

    @Test
    void itIsInForceFromItsFirstDayToItsLast() {
        assertThat(vacation().isInForce(FIRST.minusDays(1))).isFalse();
        assertThat(vacation().isInForce(FIRST)).isTrue();
        assertThat(vacation().isInForce(LAST)).isTrue();
        assertThat(vacation().isInForce(LAST.plusDays(1))).isFalse();
        assertThat(off().isInForce(FIRST)).isFalse();
        assertThat(new Vacation(true, FIRST, Optional.empty(), "", "x").isInForce(LocalDate.of(9999, 12, 31)))
                .isTrue();
    }

    @Test
    void whatIsNotWithinBoundsIsNone() {
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.empty(), "x".repeat(201), "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.empty(), "a\r\nBcc: x", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.empty(), "", "x".repeat(4_001)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.empty(), "", " \n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.empty(), "", "a\u0000"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, FIRST, Optional.of(FIRST.minusDays(1)), "", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vacation(true, LocalDate.MAX, Optional.empty(), "", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
