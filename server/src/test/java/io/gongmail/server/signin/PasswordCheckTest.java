package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The password of an attempt that fits in everything else. */
class PasswordCheckTest {
    private final World world = new World();

    @Test
    void aPasswordTooLongIsWrongWithoutBeingHashed() {
        world.records.hashes.put(HONG, "phc of " + "x".repeat(1_025));
        world.attempt("x".repeat(1_025));
        assertThat(world.hashing.checked).isZero();
        assertThat(world.records.audit.get(0).facts()).containsEntry("reason", "wrong-password");

        world.records.hashes.put(HONG, "phc of " + "x".repeat(1_024));
        assertThat(world.attempt("x".repeat(1_024)).join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void thePasswordIsWipedWhateverComesOfIt() {
        for (String text : List.of("right", "wrong")) {
            char[] password = text.toCharArray();
            world.begin(verdict(KEY, PERSON), HONG.toString(), "", password);
            world.threads.runAll();
            assertThat(password).containsOnly('\0');
        }
        char[] password = "right".toCharArray();
        world.begin(verdict(key(9), PERSON), HONG.toString(), "", password);
        world.threads.runAll();
        assertThat(password).containsOnly('\0');
    }
}
