package io.gongmail.pki.possession;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That each case is told as itself, and that no case has come without being told here. */
class ProofTest {
    @Test
    void somethingIsProvenOrNot() {
        Proof proven = new Proof.Proven(null);
        Proof unproven = new Proof.Unproven(Proof.Refusal.EXPIRED, List.of());
        assertThat(List.of(proven, unproven))
                .extracting(proof ->
                        proof.<String>fold(yes -> "proven", no -> no.refusal().name()))
                .containsExactly("proven", "EXPIRED");
        assertThat(Proof.class.getPermittedSubclasses()).hasSize(2);
    }
}
