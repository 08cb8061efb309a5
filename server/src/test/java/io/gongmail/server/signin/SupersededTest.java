package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.store.registry.BindingState;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The renewed certificate before and after supersession. */
class SupersededTest {
    private static final Instant END = NOW.plusSeconds(60);

    private final World world = new World();

    @Test
    @Adversary("renewed certificate before and after supersession")
    void theOldCertificateOpensUpToTheEndOfItsOverlapAndNoLonger() {
        world.records.bind(KEY, BindingState.SUPERSEDED, NOW.plusMillis(1));
        assertThat(world.attempt("right")).isCompletedWithValueMatching(SignInOutcome.Opened.class::isInstance);

        world.records.bind(KEY, BindingState.SUPERSEDED, NOW);
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        world.timer.runAll();
        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
        assertThat(world.records.audit.get(1).facts()).containsEntry("reason", "binding-superseded");
    }

    /** An end to come gives nothing back to what is suspended or revoked. */
    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "REVOKED"})
    @Adversary("renewed certificate before and after supersession")
    void whatIsSuspendedOrRevokedOpensNothingWhateverItsEnd(BindingState state) {
        world.records.bind(KEY, state, END);
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        world.timer.runAll();
        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
    }
}
