package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That each case of an outcome is told as itself, and that no case has come without being told here. */
class OutcomesTest {
    @Test
    void anApprovalIsDoneOrTellsWhatStoodInItsWay() {
        List<ApproveOutcome> outcomes = List.of(
                new ApproveOutcome.Done(null),
                new ApproveOutcome.Overtaken(),
                new ApproveOutcome.AddressTaken(),
                new ApproveOutcome.CertificateBound());
        assertThat(outcomes)
                .extracting(outcome ->
                        outcome.<String>fold(done -> "done", () -> "overtaken", () -> "address", () -> "certificate"))
                .containsExactly("done", "overtaken", "address", "certificate");
        assertThat(ApproveOutcome.class.getPermittedSubclasses()).hasSize(outcomes.size());
    }

    @Test
    void anAccountIsOpenedOnceOrTellsWhatStoodInItsWay() {
        List<OpenOutcome> outcomes = List.of(
                new OpenOutcome.Opened(null),
                new OpenOutcome.AlreadyOpen(null),
                new OpenOutcome.AddressTaken(),
                new OpenOutcome.CertificateBound());
        assertThat(outcomes)
                .extracting(outcome -> outcome.<String>fold(
                        opened -> "opened", before -> "already", () -> "address", () -> "certificate"))
                .containsExactly("opened", "already", "address", "certificate");
        assertThat(OpenOutcome.class.getPermittedSubclasses()).hasSize(outcomes.size());
    }
}
