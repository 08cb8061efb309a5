package io.gongmail.pki.revocation;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How lists are fetched.
 *
 * @param cache the folder that keeps them over a restart
 * @param limit what one fetch may take, all alternatives of a point together
 * @param largest octets of one list
 * @param refresh the longest time between two looks at a point
 * @param threads fetches at once
 */
public record FetchSettings(Path cache, Duration limit, int largest, Duration refresh, int threads) {
    public FetchSettings {
        if (limit.isZero() || limit.isNegative() || largest < 1 || refresh.isNegative() || threads < 1) {
            throw new IllegalArgumentException("bounds above zero");
        }
    }
}
