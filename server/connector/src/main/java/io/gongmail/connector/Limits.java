package io.gongmail.connector;

import java.time.Duration;

/**
 * How long a connection may take.
 *
 * @param signIn until somebody has signed in
 * @param idle without an octet either way; longer than the 29 minutes after which a program renews IDLE (RFC 2177)
 * @param ending from when one side has ended until the other does, without an octet
 * @param tick how often that is looked at
 */
record Limits(Duration signIn, Duration idle, Duration ending, Duration tick) {
    static Limits standard() {
        return new Limits(Duration.ofMinutes(3), Duration.ofMinutes(35), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }
}
