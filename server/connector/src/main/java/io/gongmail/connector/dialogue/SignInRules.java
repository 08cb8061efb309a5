package io.gongmail.connector.dialogue;

import io.gongmail.connector.words.Words;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How signing in goes, for all connections.
 *
 * @param certificateAlone sign in by EXTERNAL; the password is not passed on
 * @param pause before a wrong secret is answered
 */
public record SignInRules(LocalSecret secret, boolean certificateAlone, Words words, Observer observer, Pause pause) {
    static final int MOST_TRIES = 3;
    /** Bad commands and refused sign-ins, so that a connection does not go on for ever. */
    static final int MOST_COMMANDS = 100;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** @param tries wrong ones so far, with this one */
    void wrongSecret(int tries) throws InterruptedIOException {
        observer.wrongSecret();
        pause.take(FIRST_PAUSE.multipliedBy(tries));
    }
}
