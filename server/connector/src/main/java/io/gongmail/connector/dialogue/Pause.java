package io.gongmail.connector.dialogue;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits before a guess is answered; ends early when the connector stops. */
@FunctionalInterface
public interface Pause {
    void take(Duration time) throws InterruptedIOException;
}
