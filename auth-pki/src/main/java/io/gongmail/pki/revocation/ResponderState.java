package io.gongmail.pki.revocation;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A responder (OCSP) that was asked since the start.
 *
 * @param answered when it last gave an answer to be believed; null where it never did
 * @param failingSince since when it gives none; null where it does
 * @param failure why not; empty where it does
 */
public record ResponderState(
        URI responder, @Nullable Instant answered, @Nullable Instant failingSince, String failure) {
    public boolean isFailing() {
        return failingSince != null;
    }
}
