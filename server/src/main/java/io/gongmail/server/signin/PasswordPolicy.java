package io.gongmail.server.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a password must be, and how long it counts.
 *
 * @param minimum characters
 * @param history how many of an account's last passwords, the present one among them, are not taken again; 0 to 24
 * @param maximumAge after which one signs nobody in and must be replaced; zero: never
 * @param warning how long before that its owner is told
 */
public record PasswordPolicy(int minimum, int history, Duration maximumAge, Duration warning) {
    /** One that never ends. */
    public PasswordPolicy(int minimum, int history) {
        this(minimum, history, Duration.ZERO, Duration.ZERO);
    }

    /** When a password set at {@code since} ends; empty for never. */
    public Optional<Instant> end(Instant since) {
        return maximumAge.isZero() ? Optional.empty() : Optional.of(since.plus(maximumAge));
    }

    /** Whether it is time to tell the owner of a password that ends at {@code end}. */
    boolean isNear(Instant end, Instant now) {
        return !now.isBefore(end.minus(warning));
    }
}
