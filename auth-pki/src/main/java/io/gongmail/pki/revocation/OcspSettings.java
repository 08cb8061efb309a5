package io.gongmail.pki.revocation;

import java.time.Duration;

/**
 * How responders are asked.
 *
 * @param limit what one question may take
 * @param cache how long an answer is used again; never past its nextUpdate
 * @param nonceRequired whether an answer without the nonce of its question counts for nothing (RFC 6960 §4.4.1); without
 *     it an answer made before may be played back up to its nextUpdate
 */
public record OcspSettings(Duration limit, Duration cache, boolean nonceRequired) {
    public OcspSettings {
        if (limit.isZero() || limit.isNegative() || cache.isNegative()) {
            throw new IllegalArgumentException("bounds above zero");
        }
    }
}
