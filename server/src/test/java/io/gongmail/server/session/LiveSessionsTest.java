package io.gongmail.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveSessionsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    private Duration betweenSweeps = Duration.ZERO;
    /** Sweeps never by itself: a test does. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
            betweenSweeps = Duration.of(delay, unit.toChronoUnit());
            return super.scheduleWithFixedDelay(work, 1, 1, TimeUnit.DAYS);
        }
    };

    private final HandClock clock = new HandClock();
    private final LiveSessions sessions = new LiveSessions(3, clock, timer);
    private final List<String> ended = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static Address address(String name) {
        return Address.of(name + "@moe.example");
    }

    private static UUID id(String name) {
        return new UUID(0, name.hashCode());
    }

    private static final Origin ORIGIN = new Origin("imap", InetAddress.getLoopbackAddress(), "");

    private static CertificateKey key(String name) {
        return new CertificateKey(
                "30", BigInteger.valueOf(Math.abs((long) name.hashCode()) + 1), "a".repeat(64), "b".repeat(64));
    }

    private static SignedIn signedIn(String name, Instant until, long asOf) {
        return new SignedIn(
                new Account(
                        address(name),
                        name,
                        AccountType.OFFICIAL,
                        "1342000",
                        Set.of(),
                        AccountState.ACTIVE,
                        Instant.EPOCH),
                new Binding(
                        id(name),
                        address(name),
                        key(name),
                        "cn=" + name,
                        until,
                        BindingState.ACTIVE,
                        Instant.EPOCH,
                        ""),
                until,
                new AnchorKey("c".repeat(64)),
                ORIGIN,
                asOf);
    }

    private LiveSessions.Session register(String name) {
        return register(signedIn(name, NOW.plusSeconds(60), sessions.mark()));
    }

    private LiveSessions.Session register(SignedIn signedIn) {
        return sessions.register(
                signedIn, reason -> ended.add(signedIn.account().name() + " " + reason));
    }

    @Test
    void looksSoOftenThatWhatIsOverEndsWithinFiveSeconds() {
        assertThat(betweenSweeps).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void endsTheSessionsOfABindingAndNoOthers() {
        LiveSessions.Session hong = register("hong");
        LiveSessions.Session kim = register("kim");

        assertThat(sessions.endBinding(id("hong"), EndReason.BINDING_CLOSED)).isEqualTo(1);

        assertThat(ended).containsExactly("hong BINDING_CLOSED");
        assertThat(hong.isLive()).isFalse();
        assertThat(kim.isLive()).isTrue();
        assertThat(sessions.list()).containsExactly(kim.signedIn());
    }

    @Test
    void endsTheSessionsOfACertificateHeldAndUnderWay() {
        SignedIn before = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        register("hong");
        register("kim");

        assertThat(sessions.endCertificate(key("hong"), EndReason.CERTIFICATE_REVOKED))
                .isEqualTo(1);
        assertThat(register(before).isLive()).isFalse();

        assertThat(ended).containsExactly("hong CERTIFICATE_REVOKED", "hong CERTIFICATE_REVOKED");
        assertThat(sessions.count()).isEqualTo(1);

        LiveSessions.Session again = register("hong");
        again.close();
        assertThat(sessions.endCertificate(key("hong"), EndReason.CERTIFICATE_REVOKED))
                .as("who has left")
                .isZero();
    }

    @Test
    void endsAllSessionsOfAnAccountOnceEach() {
        register("hong");
        register("hong");

        assertThat(sessions.endAccount(address("hong"), EndReason.ACCOUNT_CLOSED))
                .isEqualTo(2);
        assertThat(sessions.endAccount(address("hong"), EndReason.ACCOUNT_CLOSED))
                .isZero();

        assertThat(ended).containsExactly("hong ACCOUNT_CLOSED", "hong ACCOUNT_CLOSED");
    }

    @Test
    void endsASignInThatWasUnderWayWhileItsBindingWasClosed() {
        SignedIn before = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        sessions.endBinding(id("hong"), EndReason.BINDING_CLOSED);

        assertThat(register(before).isLive()).isFalse();
        assertThat(ended).containsExactly("hong BINDING_CLOSED");
        assertThat(register("hong").isLive()).isTrue();
    }

    @Test
    void letsASignInPassWhileSomebodyElsesBindingWasClosed() {
        SignedIn before = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        sessions.endBinding(id("kim"), EndReason.BINDING_CLOSED);

        assertThat(register(before).isLive()).isTrue();
    }

    @Test
    void refusesASignInOlderThanItsMemory() {
        SignedIn before = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        for (int i = 0; i < 4_096; i++) {
            sessions.endBinding(id("kim" + i), EndReason.BINDING_CLOSED);
        }
        assertThat(register(before).isLive()).isTrue();
        sessions.endBinding(id("lee"), EndReason.BINDING_CLOSED);

        assertThat(register(before).isLive()).isFalse();
    }

    /** Whoever holds a revoked certificate can show it all day, and keeps nobody out. */
    @Test
    void whatHappensAgainAndAgainIsRememberedOnce() {
        SignedIn under = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        SignedIn revoked = signedIn("kim", NOW.plusSeconds(60), sessions.mark());
        for (int i = 0; i < 10_000; i++) {
            sessions.endCertificate(revoked.binding().key(), EndReason.CERTIFICATE_REVOKED);
        }
        assertThat(sessions.hasEnded(under)).isFalse();
        assertThat(register(under).isLive()).isTrue();
        SignedIn last = signedIn("kim", NOW.plusSeconds(60), sessions.mark() - 1);
        assertThat(register(last).isLive()).as("since the last time").isFalse();
        assertThat(register(revoked).isLive()).as("since the first").isFalse();
        assertThat(register("kim").isLive()).as("judged anew since").isTrue();
    }

    @Test
    void anEndThatComesAgainAtAnotherTimeIsAnotherOne() {
        SignedIn under = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        sessions.limitBinding(id("hong"), NOW.plusSeconds(5));
        sessions.limitBinding(id("hong"), NOW.plusSeconds(50));
        assertThat(register(under).isLive()).isTrue();
        clock.now = NOW.plusSeconds(10);
        sessions.sweep();
        assertThat(ended).containsExactly("hong SUPERSEDED");
    }

    @Test
    void tellsWhetherSuchASessionWasEndedSinceItsMark() {
        SignedIn before = signedIn("hong", NOW, sessions.mark());
        assertThat(sessions.hasEnded(before)).isFalse();
        sessions.endBinding(id("kim"), EndReason.BINDING_CLOSED);
        assertThat(sessions.hasEnded(before)).isFalse();

        sessions.endAccount(address("hong"), EndReason.PASSWORD_CHANGED);

        assertThat(sessions.hasEnded(before)).isTrue();
        assertThat(sessions.hasEnded(signedIn("hong", NOW, sessions.mark()))).isFalse();
    }

    @Test
    void whatIsOlderThanItsMemoryMayHaveEnded() {
        SignedIn before = signedIn("hong", NOW, sessions.mark());
        for (int i = 0; i < 4_096; i++) {
            sessions.endBinding(id("kim" + i), EndReason.BINDING_CLOSED);
        }
        assertThat(sessions.hasEnded(before)).isFalse();
        sessions.endBinding(id("lee"), EndReason.BINDING_CLOSED);
        assertThat(sessions.hasEnded(before)).isTrue();
    }

    @Test
    void endsWhatTheVerdictNoLongerCovers() {
        register(signedIn("hong", NOW, sessions.mark()));
        assertThat(ended).containsExactly("hong VERDICT_EXPIRED");

        register(signedIn("kim", NOW.plusSeconds(60), sessions.mark()));
        clock.now = NOW.plusSeconds(59);
        sessions.sweep();
        assertThat(sessions.count()).isEqualTo(1);
        clock.now = NOW.plusSeconds(60);
        sessions.sweep();

        assertThat(sessions.count()).isZero();
        assertThat(ended).containsExactly("hong VERDICT_EXPIRED", "kim VERDICT_EXPIRED");
    }

    @Test
    void aSupersededBindingsSessionsGoOnToTheEndOfTheOverlapAndNoLonger() {
        register("hong");
        register("kim");
        sessions.limitBinding(id("hong"), NOW.plusSeconds(30));

        clock.now = NOW.plusSeconds(30).minusMillis(1);
        sessions.sweep();
        assertThat(ended).isEmpty();
        clock.now = NOW.plusSeconds(30);
        sessions.sweep();

        assertThat(ended).containsExactly("hong SUPERSEDED");
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void withoutAnOverlapTheyEndAtOnce() {
        register("hong");
        sessions.limitBinding(id("hong"), NOW);
        assertThat(ended).containsExactly("hong SUPERSEDED");
    }

    @Test
    void anOverlapLengthensNothing() {
        register("hong");
        sessions.limitBinding(id("hong"), NOW.plusSeconds(61));
        clock.now = NOW.plusSeconds(60);
        sessions.sweep();
        assertThat(ended).containsExactly("hong VERDICT_EXPIRED");
    }

    @Test
    void aSignInUnderWayWhileItsBindingWasSupersededIsLimitedToo() {
        SignedIn before = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        sessions.limitBinding(id("hong"), NOW.plusSeconds(30));
        assertThat(register(before).isLive()).isTrue();
        clock.now = NOW.plusSeconds(30);
        assertThat(register(before).isLive()).isFalse();
        sessions.sweep();
        assertThat(ended).containsExactly("hong SUPERSEDED", "hong SUPERSEDED");
    }

    @Test
    void whoSignsInWithASupersededBindingStaysToTheEndOfTheOverlap() {
        Binding superseded = new Binding(
                id("hong"),
                address("hong"),
                key("hong"),
                "cn=hong",
                NOW.plusSeconds(60),
                NOW.plusSeconds(30),
                BindingState.SUPERSEDED,
                NOW,
                "renewed");
        SignedIn active = signedIn("hong", NOW.plusSeconds(60), sessions.mark());
        register(new SignedIn(
                active.account(), superseded, active.until(), active.anchor(), active.origin(), active.asOf()));
        clock.now = NOW.plusSeconds(30).minusMillis(1);
        sessions.sweep();
        assertThat(ended).isEmpty();
        clock.now = NOW.plusSeconds(30);
        sessions.sweep();
        assertThat(ended).containsExactly("hong SUPERSEDED");
    }

    @Test
    void asksAnewForSessionsHeldAndToCome() {
        register("hong");
        register("kim");

        int count = sessions.rejudge(signedIn -> signedIn.binding().key().equals(key("hong"))
                ? Optional.of(EndReason.CERTIFICATE_REVOKED)
                : Optional.empty());

        assertThat(count).isEqualTo(1);
        assertThat(register("hong").isLive()).isFalse();
        assertThat(ended).containsExactly("hong CERTIFICATE_REVOKED", "hong CERTIFICATE_REVOKED");
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void holdsNoMoreThanItsBound() {
        LiveSessions.Session first = register("a");
        register("b");
        register("c");
        assertThat(register("d").isLive()).isFalse();
        assertThat(ended).containsExactly("d TOO_MANY");

        first.close();
        first.close();

        assertThat(register("d").isLive()).isTrue();
        assertThat(ended).hasSize(1);
    }

    @Test
    void endsEverybodyWhenItStops() {
        register("hong");

        sessions.close();

        assertThat(register("kim").isLive()).isFalse();
        assertThat(ended).containsExactly("hong SERVER_STOPPING", "kim SERVER_STOPPING");
    }

    @Test
    void aConnectionThatCannotBeClosedKeepsNobodyElse() {
        sessions.register(signedIn("hong", NOW.plusSeconds(60), 0), reason -> {
            throw new IllegalStateException("broken");
        });
        register("hong");

        assertThat(sessions.endAccount(address("hong"), EndReason.ACCOUNT_CLOSED))
                .isEqualTo(2);
        assertThat(ended).hasSize(1);
        assertThat(sessions.count()).isZero();
    }

    private static final class HandClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
