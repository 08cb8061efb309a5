package io.gongmail.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That each case of an outcome is told as itself, and that no case has come without being told here. */
class OutcomesTest {
    @Test
    void aSignInIsOpenedOrRefused() {
        SignInOutcome opened = new SignInOutcome.Opened(null, Optional.empty());
        SignInOutcome refused = new SignInOutcome.Refused("G-201", false);
        assertThat(List.of(opened, refused))
                .extracting(outcome -> outcome.<String>fold(yes -> "opened", no -> no.code()))
                .containsExactly("opened", "G-201");
        assertThat(SignInOutcome.class.getPermittedSubclasses()).hasSize(2);
    }

    @Test
    void aPasswordIsSetOrRefused() {
        PasswordOutcome set = new PasswordOutcome.Set();
        PasswordOutcome refused = new PasswordOutcome.Refused("G-221");
        assertThat(List.of(set, refused))
                .extracting(outcome -> outcome.<String>fold(yes -> "set", no -> no.code()))
                .containsExactly("set", "G-221");
        assertThat(PasswordOutcome.class.getPermittedSubclasses()).hasSize(2);
    }
}
