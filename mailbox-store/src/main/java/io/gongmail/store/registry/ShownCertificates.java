package io.gongmail.store.registry;

import java.util.List;

/**
 * The certificates that an applicant has shown: their own first, then what was sent along above it; kept so that they can be
 * judged again when it is decided.
 *
 * @param base64 each in DER and base64, without line breaks: 1 to 10 of at most 32,000 characters
 */
public record ShownCertificates(List<String> base64) {
    private static final int MOST = 10;
    private static final int LONGEST = 32_000;

    /** @throws IllegalArgumentException when there is none, or they are out of their bounds */
    public ShownCertificates {
        base64 = List.copyOf(base64);
        if (base64.isEmpty() || base64.size() > MOST) {
            throw new IllegalArgumentException("certificates: 1 to " + MOST);
        }
        base64.forEach(one -> Bounds.some("certificate", one, LONGEST));
    }
}
