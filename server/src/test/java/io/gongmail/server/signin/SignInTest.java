package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.AGENCY;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.UNTIL;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.testing.Adversary;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BindingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, and what is told to whom. */
class SignInTest {
    private final World world = new World();

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

    /** One test for the whole table: 5 × 3 × 3 × 5 × 4 × 3 × 3 rows. */
    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void opensOnlyWhereEverythingFits() {
        int opened = 0;
        int rows = 0;
        for (Arguments arguments : everyCombination().toList()) {
            Object[] row = arguments.get();
            World fresh = new World();
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
                    && policyFits
                    && row[2] != AccountType.AGENCY_RELAY;
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
            assertThat(fresh.hashing.checked).describedAs("%s", List.of(row)).isEqualTo(allButPassword ? 1 : 0);
            assertThat(fresh.records.audit).hasSize(1);
            opened += fits ? 1 : 0;
            rows++;
        }
        // Two spellings of the login, two of the authorisation identity, two types with their policy.
        assertThat(opened).isEqualTo(8);
        assertThat(rows).isEqualTo(8_100);
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("no-binding", (Change) records -> records.bindings.clear(), ""),
                Arguments.of(
                        "binding-suspended", (Change) records -> records.bind(KEY, BindingState.SUSPENDED), "hong"),
                Arguments.of("binding-revoked", (Change) records -> records.bind(KEY, BindingState.REVOKED), "hong"),
                Arguments.of(
                        "binding-superseded", (Change) records -> records.bind(KEY, BindingState.SUPERSEDED), "hong"),
                Arguments.of("binding-of-another-certificate", (Change) World.Memory::mixUp, "hong"),
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
        change.on(world.records);

        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        world.timer.runAll();

        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
        AuditEvent event = world.records.audit.get(0);
        assertThat(event.code()).isEqualTo("sign-in.refused");
        assertThat(event.actor()).isEqualTo(HONG.toString());
        assertThat(event.subject()).isEqualTo(account.isEmpty() ? "" : HONG.toString());
        assertThat(event.facts())
                .containsEntry("reason", reason)
                .containsEntry("listener", "imap")
                .containsEntry("certificate", KEY.certificateSha256())
                .containsEntry("serial", "1");
        assertThat(world.hashing.checked).isZero();
    }

    @Test
    void tellsTheHelpdeskAboutTheLoginAndThePassword() {
        world.attempt(verdict(KEY, PERSON), "kim@moe.example", "", "right");
        world.attempt(verdict(KEY, PERSON), "hong@moe.example", "kim@moe.example", "right");
        world.attempt("wrong");
        world.attempt(verdict(KEY, PERSON), "my-secret-password", "", "right");

        assertThat(world.records.audit)
                .extracting(event -> event.facts().get("reason"))
                .containsExactly(
                        "certificate-of-another",
                        "authorization-of-another",
                        "wrong-password",
                        "certificate-of-another");
        assertThat(world.records.audit)
                .extracting(AuditEvent::actor)
                .containsExactly("kim@moe.example", "hong@moe.example", "hong@moe.example", "(no address)");
    }

    @Test
    void opensWithWhatWasFoundAndUntilTheVerdictExpires() {
        world.sessions.endAccount(Address.of("kim@moe.example"), EndReason.ACCOUNT_CLOSED);

        SignInOutcome.Opened opened =
                (SignInOutcome.Opened) world.attempt("right").join();

        assertThat(opened.signedIn().account().address()).isEqualTo(HONG);
        assertThat(opened.signedIn().binding().key()).isEqualTo(KEY);
        assertThat(opened.signedIn().until()).isEqualTo(UNTIL);
        assertThat(opened.signedIn().asOf()).isEqualTo(1);
        AuditEvent event = world.records.audit.get(0);
        assertThat(event.code()).isEqualTo("sign-in.accepted");
        assertThat(event.actor()).isEqualTo(HONG.toString());
        assertThat(event.subject()).isEqualTo(HONG.toString());
        assertThat(event.facts())
                .containsEntry("listener", "imap")
                .containsEntry("binding", opened.signedIn().binding().id().toString());
    }

    @Test
    void aFullQueueIsATemporaryRefusal() {
        world.threads.full = true;

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.BUSY);
        assertThat(SignIn.BUSY).isEqualTo(new SignInOutcome.Refused("G-202", true));
        assertThat(world.records.audit).isEmpty();
    }

    @Test
    void aConnectionOlderThanItsVerdictMustComeAgain() {
        world.clock.turn(Duration.ofHours(8));

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.VERDICT_EXPIRED);
        assertThat(world.hashing.checked).isZero();
    }

    @Test
    void aBrokenRegistryIsOurFault() {
        world.records.broken = true;

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void whatCannotBeRecordedIsNotOpened() {
        world.records.recording = CompletableFuture.failedFuture(
                new StoreException(StoreException.Kind.FULL, "no room for the audit trail"));

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void theOutcomeWaitsForTheAuditEntry() {
        CompletableFuture<Long> recording = new CompletableFuture<>();
        world.records.recording = recording;
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        assertThat(outcome).isNotDone();

        recording.complete(1L);

        assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void aServerThatStopsAnswersStill() {
        world.records.bindings.clear();
        world.timer.full = true;

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.FAULT);
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
        void on(World.Memory records);
    }
}
