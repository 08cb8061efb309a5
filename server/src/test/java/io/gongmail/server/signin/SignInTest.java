package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Verdict;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignInTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofHours(8));
    private static final Address HONG = Address.of("hong@moe.example");
    private static final PolicyOid PERSON = new PolicyOid("1.2.410.100001.5.3.1");
    private static final PolicyOid AGENCY = new PolicyOid("1.2.410.100001.5.1.1");
    private static final CertificateKey KEY = key(1);
    private static final Duration CHECK = Duration.ofMillis(40);

    private final TurnedClock clock = new TurnedClock(NOW);
    private final ByHand timer = new ByHand();
    private final ByHand threads = new ByHand();
    private final Memory records = new Memory();
    private final LiveSessions sessions = new LiveSessions(100, clock, timer);
    private int hashed;
    private long nanos;
    private long checkTakes = CHECK.toNanos();
    private final SignIn signIn = new SignIn(
            records,
            new Policies(Set.of(PERSON), Set.of(AGENCY)),
            (phc, password) -> {
                hashed++;
                nanos += checkTakes;
                return phc.equals("phc of " + new String(password));
            },
            CHECK,
            sessions,
            threads,
            timer,
            clock,
            () -> nanos,
            new Random(1));

    private static CertificateKey key(int serial) {
        return new CertificateKey("30", BigInteger.valueOf(serial), "a".repeat(64), String.format("%064x", serial));
    }

    private static Verdict.Accepted verdict(CertificateKey key, PolicyOid... policies) {
        return new Verdict.Accepted(key, Set.of(policies), UNTIL);
    }

    private CompletableFuture<SignInOutcome> attempt(
            Verdict.Accepted verdict, String login, String authzid, String password) {
        CompletableFuture<SignInOutcome> outcome = signIn.attempt(
                        verdict, "imap", login, authzid, password.toCharArray())
                .toCompletableFuture();
        threads.runAll();
        return outcome;
    }

    private CompletableFuture<SignInOutcome> attempt(String password) {
        return attempt(verdict(KEY, PERSON), HONG.toString(), "", password);
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);
        }
    }

    static Stream<Arguments> everyCombination() {
        List<Arguments> rows = new ArrayList<>();
        for (Optional<BindingState> binding : bindings()) {
            for (AccountState account : AccountState.values()) {
                for (AccountType type : AccountType.values()) {
                    for (String login :
                            List.of("hong@moe.example", "HONG@Moe.Example", "kim@moe.example", "hong", "")) {
                        for (String authzid : List.of("", "Hong@moe.example", "kim@moe.example", "?")) {
                            for (String password : List.of("right", "wrong", "")) {
                                for (PolicyOid policy : List.of(PERSON, AGENCY, new PolicyOid("1.2.3"))) {
                                    rows.add(Arguments.of(binding, account, type, login, authzid, password, policy));
                                }
                            }
                        }
                    }
                }
            }
        }
        return rows.stream();
    }

    private static List<Optional<BindingState>> bindings() {
        return Stream.concat(
                        Stream.of(Optional.<BindingState>empty()),
                        Stream.of(BindingState.values()).map(Optional::of))
                .toList();
    }

    /** One test for the whole table: 5 × 3 × 2 × 5 × 4 × 3 × 3 rows. */
    @Test
    void opensOnlyWhereEverythingFits() {
        int opened = 0;
        int rows = 0;
        for (Arguments arguments : everyCombination().toList()) {
            Object[] row = arguments.get();
            SignInTest fresh = new SignInTest();
            Optional<?> binding = (Optional<?>) row[0];
            fresh.records.open((AccountState) row[1], (AccountType) row[2]);
            fresh.records.bindings.clear();
            binding.ifPresent(state -> fresh.records.bind(KEY, (BindingState) state));
            boolean loginFits = row[3].equals("hong@moe.example") || row[3].equals("HONG@Moe.Example");
            boolean authzidFits = row[4].equals("") || row[4].equals("Hong@moe.example");
            boolean policyFits = row[6].equals(row[2] == AccountType.OFFICIAL ? PERSON : AGENCY);
            boolean allButPassword = binding.equals(Optional.of(BindingState.ACTIVE))
                    && row[1] == AccountState.ACTIVE
                    && loginFits
                    && authzidFits
                    && policyFits;
            boolean fits = allButPassword && row[5].equals("right");

            CompletableFuture<SignInOutcome> outcome =
                    fresh.attempt(verdict(KEY, (PolicyOid) row[6]), (String) row[3], (String) row[4], (String) row[5]);
            fresh.timer.runAll();

            assertThat(outcome).describedAs("%s", List.of(row)).isCompleted();
            assertThat(outcome.join() instanceof SignInOutcome.Opened)
                    .describedAs("%s", List.of(row))
                    .isEqualTo(fits);
            if (!fits) {
                assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
            }
            assertThat(fresh.hashed).describedAs("%s", List.of(row)).isEqualTo(allButPassword ? 1 : 0);
            assertThat(fresh.records.audit).hasSize(1);
            opened += fits ? 1 : 0;
            rows++;
        }
        // Two spellings of the login, two of the authorisation identity, two types with their policy.
        assertThat(opened).isEqualTo(8);
        assertThat(rows).isEqualTo(5_400);
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("no-binding", (Change) records -> records.bindings.clear(), ""),
                Arguments.of(
                        "binding-suspended", (Change) records -> records.bind(KEY, BindingState.SUSPENDED), "hong"),
                Arguments.of("binding-revoked", (Change) records -> records.bind(KEY, BindingState.REVOKED), "hong"),
                Arguments.of(
                        "binding-superseded", (Change) records -> records.bind(KEY, BindingState.SUPERSEDED), "hong"),
                Arguments.of("binding-of-another-certificate", (Change) Memory::mixUp, "hong"),
                Arguments.of("account-missing", (Change) records -> records.accounts.clear(), "hong"),
                Arguments.of(
                        "account-suspended",
                        (Change) records -> records.open(AccountState.SUSPENDED, AccountType.OFFICIAL),
                        "hong"),
                Arguments.of(
                        "account-closed",
                        (Change) records -> records.open(AccountState.CLOSED, AccountType.OFFICIAL),
                        "hong"),
                Arguments.of(
                        "policy-does-not-fit",
                        (Change) records -> records.open(AccountState.ACTIVE, AccountType.AGENCY_REPRESENTATIVE),
                        "hong"),
                Arguments.of("no-password-set", (Change) records -> records.hashes.clear(), "hong"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void tellsTheHelpdeskTheTrueReasonAndThePersonNone(String reason, Change change, String account) {
        change.on(records);

        CompletableFuture<SignInOutcome> outcome = attempt("right");
        timer.runAll();

        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
        AuditEvent event = records.audit.get(0);
        assertThat(event.code()).isEqualTo("sign-in.refused");
        assertThat(event.actor()).isEqualTo(HONG.toString());
        assertThat(event.subject()).isEqualTo(account.isEmpty() ? "" : HONG.toString());
        assertThat(event.facts())
                .containsEntry("reason", reason)
                .containsEntry("listener", "imap")
                .containsEntry("certificate", KEY.certificateSha256())
                .containsEntry("serial", "1");
        assertThat(hashed).isZero();
    }

    @Test
    void tellsTheHelpdeskAboutTheLoginAndThePassword() {
        attempt(verdict(KEY, PERSON), "kim@moe.example", "", "right");
        attempt(verdict(KEY, PERSON), "hong@moe.example", "kim@moe.example", "right");
        attempt("wrong");
        attempt(verdict(KEY, PERSON), "my-secret-password", "", "right");

        assertThat(records.audit)
                .extracting(event -> event.facts().get("reason"))
                .containsExactly(
                        "certificate-of-another",
                        "authorization-of-another",
                        "wrong-password",
                        "certificate-of-another");
        assertThat(records.audit)
                .extracting(AuditEvent::actor)
                .containsExactly("kim@moe.example", "hong@moe.example", "hong@moe.example", "(no address)");
    }

    @Test
    void opensWithWhatWasFoundAndUntilTheVerdictExpires() {
        sessions.endAccount(Address.of("kim@moe.example"), io.gongmail.server.session.EndReason.ACCOUNT_CLOSED);

        SignInOutcome.Opened opened = (SignInOutcome.Opened) attempt("right").join();

        assertThat(opened.signedIn().account().address()).isEqualTo(HONG);
        assertThat(opened.signedIn().binding().key()).isEqualTo(KEY);
        assertThat(opened.signedIn().until()).isEqualTo(UNTIL);
        assertThat(opened.signedIn().asOf()).isEqualTo(1);
        AuditEvent event = records.audit.get(0);
        assertThat(event.code()).isEqualTo("sign-in.accepted");
        assertThat(event.actor()).isEqualTo(HONG.toString());
        assertThat(event.subject()).isEqualTo(HONG.toString());
        assertThat(event.facts())
                .containsEntry("listener", "imap")
                .containsEntry("binding", opened.signedIn().binding().id().toString());
    }

    @Test
    void answersWithoutACheckAsLateAsWithOne() {
        records.bindings.clear();
        records.lookupTakes = 1_000;

        CompletableFuture<SignInOutcome> outcome = attempt("right");

        assertThat(outcome).isNotDone();
        assertThat(timer.delays()).contains(CHECK.toNanos() - 1_000);
        timer.runAll();
        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void answersAtOnceWhenTheLookUpsTookLongerThanACheck() {
        records.bindings.clear();
        records.lookupTakes = CHECK.toNanos();

        assertThat(attempt("right")).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void theLengthsOfBothAnswersAreDistributedAlike() {
        Random spread = new Random(7);
        List<Long> real = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            checkTakes = Duration.ofMillis(30).toNanos() + spread.nextInt(20_000_000);
            CertificateKey key = key(1_000 + i);
            records.bind(key, BindingState.ACTIVE);
            long before = nanos;
            attempt(verdict(key, PERSON), HONG.toString(), "", "wrong");
            real.add(nanos - before);
        }
        List<Long> without = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timer.clear();
            attempt(verdict(key(5_000 + i), PERSON), HONG.toString(), "", "wrong");
            without.add(timer.delays().get(0));
        }

        assertThat(average(without)).isBetween(average(real) * 0.9, average(real) * 1.1);
        assertThat(without.stream().distinct().count()).isGreaterThan(20);
        assertThat(without).allMatch(length -> length >= 30_000_000 && length < 50_000_000);
    }

    private static double average(List<Long> lengths) {
        return lengths.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    @Test
    void aRightPasswordIsARealCheckToo() {
        checkTakes = Duration.ofMillis(90).toNanos();
        for (int i = 0; i < 40; i++) {
            attempt("right");
        }
        records.bindings.clear();

        attempt("right");

        assertThat(timer.delays()).contains(checkTakes);
    }

    @Test
    void aFullQueueIsATemporaryRefusal() {
        threads.full = true;

        assertThat(attempt("right")).isCompletedWithValue(SignIn.BUSY);
        assertThat(SignIn.BUSY).isEqualTo(new SignInOutcome.Refused("G-202", true));
        assertThat(records.audit).isEmpty();
    }

    @Test
    void tenFailuresCloseACertificateForAWhile() {
        wrong(SignIn.FAILURES - 1);
        assertThat(records.audit)
                .allMatch(event -> event.facts().get("throttled").equals("no"));
        wrong(1);
        assertThat(records.audit.get(9).facts()).containsEntry("throttled", "yes");

        assertThat(attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(hashed).isEqualTo(10);
        clock.turn(SignIn.WINDOW.minusSeconds(1));
        assertThat(attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        clock.turn(Duration.ofSeconds(1));
        assertThat(attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void failuresWithOneCertificateLockNobodyElseOut() {
        CertificateKey thief = key(2);
        for (int i = 0; i < 20; i++) {
            attempt(verdict(thief, PERSON), HONG.toString(), "", "guess");
        }

        assertThat(attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(attempt(verdict(thief, PERSON), HONG.toString(), "", "guess"))
                .isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void aRightPasswordForgivesTheFailuresBefore() {
        wrong(SignIn.FAILURES - 1);
        assertThat(attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);

        wrong(SignIn.FAILURES - 1);
        assertThat(attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void aBurstGetsNoMoreGuessesThanTheThrottleAllows() {
        List<CompletableFuture<SignInOutcome>> burst = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            burst.add(signIn.attempt(verdict(KEY, PERSON), "imap", HONG.toString(), "", "guess".toCharArray())
                    .toCompletableFuture());
        }
        threads.runAll();

        assertThat(hashed).isEqualTo(SignIn.FAILURES);
        assertThat(burst.get(49)).isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void aConnectionOlderThanItsVerdictMustComeAgain() {
        clock.turn(Duration.ofHours(8));

        assertThat(attempt("right")).isCompletedWithValue(SignIn.VERDICT_EXPIRED);
        assertThat(hashed).isZero();
    }

    @Test
    void aPasswordTooLongIsWrongWithoutBeingHashed() {
        records.hashes.put(HONG, "phc of " + "x".repeat(1_025));
        attempt("x".repeat(1_025));
        assertThat(hashed).isZero();
        assertThat(records.audit.get(0).facts()).containsEntry("reason", "wrong-password");

        records.hashes.put(HONG, "phc of " + "x".repeat(1_024));
        assertThat(attempt("x".repeat(1_024)).join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void thePasswordIsWipedWhateverComesOfIt() {
        for (String text : List.of("right", "wrong")) {
            char[] password = text.toCharArray();
            signIn.attempt(verdict(KEY, PERSON), "imap", HONG.toString(), "", password);
            threads.runAll();
            assertThat(password).containsOnly('\0');
        }
        char[] password = "right".toCharArray();
        signIn.attempt(verdict(key(9), PERSON), "imap", HONG.toString(), "", password);
        threads.runAll();
        assertThat(password).containsOnly('\0');
    }

    @Test
    void aBrokenRegistryIsOurFault() {
        records.broken = true;

        assertThat(attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void whatCannotBeRecordedIsNotOpened() {
        records.recording = CompletableFuture.failedFuture(
                new StoreException(StoreException.Kind.FULL, "no room for the audit trail"));

        assertThat(attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void theOutcomeWaitsForTheAuditEntry() {
        CompletableFuture<Long> recording = new CompletableFuture<>();
        records.recording = recording;
        CompletableFuture<SignInOutcome> outcome = attempt("right");
        assertThat(outcome).isNotDone();

        recording.complete(1L);

        assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void aServerThatStopsAnswersStill() {
        records.bindings.clear();
        timer.full = true;

        assertThat(attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void threadsAreBoundedWithTheirQueue() {
        try (var pool = new Closing(SignIn.threads(1, 1))) {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            pool.threads().execute(gate::join);
            pool.threads().execute(() -> {});

            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> pool.threads().execute(() -> {}))
                    .isInstanceOf(RejectedExecutionException.class);
            gate.complete(null);
            assertThat(pool.threads().allowsCoreThreadTimeOut()).isTrue();
        }
    }

    /** A password being checked keeps no server from stopping. */
    @Test
    void threadsAreDaemonsWithNumberedNames() throws Exception {
        try (var pool = new Closing(SignIn.threads(2, 2))) {
            for (String name : List.of("sign-in-1", "sign-in-2")) {
                Thread thread = pool.threads().submit(Thread::currentThread).get();
                assertThat(thread.getName()).isEqualTo(name);
                assertThat(thread.isDaemon()).isTrue();
            }
        }
    }

    record Closing(java.util.concurrent.ThreadPoolExecutor threads) implements AutoCloseable {
        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    interface Change {
        void on(Memory records);
    }

    private final class Memory implements SignInRecords {
        final Map<CertificateKey, Binding> bindings = new java.util.HashMap<>();
        final Map<Address, Account> accounts = new java.util.HashMap<>();
        final Map<Address, String> hashes = new java.util.HashMap<>();
        final List<AuditEvent> audit = new ArrayList<>();
        CompletionStage<Long> recording = CompletableFuture.completedFuture(1L);
        boolean broken;
        long lookupTakes;

        Memory() {
            open(AccountState.ACTIVE, AccountType.OFFICIAL);
            bind(KEY, BindingState.ACTIVE);
            hashes.put(HONG, "phc of right");
        }

        void open(AccountState state, AccountType type) {
            accounts.put(HONG, new Account(HONG, "홍길동", type, "1342000", Set.of(), state, NOW));
        }

        void bind(CertificateKey key, BindingState state) {
            bindings.put(key, new Binding(new UUID(1, 1), HONG, key, "cn=hong", UNTIL, state, NOW, ""));
        }

        /** A registry that finds by too little. */
        void mixUp() {
            bindings.put(
                    KEY, new Binding(new UUID(1, 1), HONG, key(2), "cn=hong", UNTIL, BindingState.ACTIVE, NOW, ""));
        }

        @Override
        public Optional<Binding> binding(CertificateKey key) {
            if (broken) {
                throw new StoreException(StoreException.Kind.BROKEN, "broken");
            }
            nanos += lookupTakes;
            return Optional.ofNullable(bindings.get(key));
        }

        @Override
        public Optional<Account> account(Address address) {
            return Optional.ofNullable(accounts.get(address));
        }

        @Override
        public Optional<String> passwordHash(Address address) {
            return Optional.ofNullable(hashes.get(address));
        }

        @Override
        public CompletionStage<?> record(AuditEvent event) {
            audit.add(event);
            return recording;
        }
    }
}
