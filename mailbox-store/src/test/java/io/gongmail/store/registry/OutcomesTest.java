package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each case of an outcome is told as itself, and that no case has come without being told here. */
class OutcomesTest {
    @ParameterizedTest
    @EnumSource
    void anApprovalIsDoneOrTellsWhatStoodInItsWay(Obstacle obstacle) {
        List<ApproveOutcome> outcomes = List.of(new ApproveOutcome.Done(null), new ApproveOutcome.Stopped(obstacle));
        assertThat(outcomes)
                .extracting(outcome -> outcome.<String>fold(done -> "done", Obstacle::name))
                .containsExactly("done", obstacle.name());
        assertThat(ApproveOutcome.class.getPermittedSubclasses()).hasSize(outcomes.size());
    }

    @Test
    void anAccountIsOpenedOnceOrTellsWhatStoodInItsWay() {
        List<OpenOutcome> outcomes = List.of(
                new OpenOutcome.Opened(null),
                new OpenOutcome.AlreadyOpen(null),
                new OpenOutcome.Stopped(Obstacle.ADDRESS_TAKEN));
        assertThat(outcomes)
                .extracting(outcome -> outcome.<String>fold(opened -> "opened", before -> "already", Obstacle::name))
                .containsExactly("opened", "already", "ADDRESS_TAKEN");
        assertThat(OpenOutcome.class.getPermittedSubclasses()).hasSize(outcomes.size());
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateIsBoundOrTellsWhatStoodInItsWay(Obstacle obstacle) {
        List<BindOutcome> outcomes = List.of(new BindOutcome.Bound(null, List.of()), new BindOutcome.Stopped(obstacle));
        assertThat(outcomes)
                .extracting(outcome -> outcome.<String>fold(bound -> "bound", Obstacle::name))
                .containsExactly("bound", obstacle.name());
        assertThat(BindOutcome.class.getPermittedSubclasses()).hasSize(outcomes.size());
    }
}
