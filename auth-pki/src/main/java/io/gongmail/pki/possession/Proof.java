package io.gongmail.pki.possession;

import io.gongmail.pki.PeerCertificate;
import java.util.List;
import java.util.function.Function;

/** What came of a signed challenge. {@code fold} makes every caller answer for both outcomes. */
public sealed interface Proof {

    /** The holder of the signer's key signed the challenge. Whether the certificate is good, the judge says. */
    record Proven(PeerCertificate signer) implements Proof {
        @Override
        public <T> T fold(Function<Proven, T> proven, Function<Unproven, T> unproven) {
            return proven.apply(this);
        }
    }

    /**
     * Nothing is proven.
     *
     * @param refusal why
     * @param evidence facts for the helpdesk, one a line, as {@code name=value}
     */
    record Unproven(Refusal refusal, List<String> evidence) implements Proof {
        public Unproven {
            evidence = List.copyOf(evidence);
        }

        @Override
        public <T> T fold(Function<Proven, T> proven, Function<Unproven, T> unproven) {
            return unproven.apply(this);
        }
    }

    /** Why nothing is proven. */
    enum Refusal {
        /** More than 64 KiB. */
        TOO_LARGE,
        /** Not CMS SignedData (RFC 5652 §5) with its content and the signer's certificate inside. */
        MALFORMED,
        /** No signer, or several. */
        NOT_ONE_SIGNER,
        /** Signed by a certificate other than the expected one. */
        OTHER_CERTIFICATE,
        /** What was signed is not this challenge. */
        OTHER_CONTENT,
        /** The challenge is over. */
        EXPIRED,
        /** MD5, SHA-1, or anything that is not SHA-2. */
        WEAK_ALGORITHM,
        /** A key that is not RSA or a named curve, or is beyond its bounds. */
        UNSUPPORTED_KEY,
        /** The signature does not hold. */
        BAD_SIGNATURE
    }

    <T> T fold(Function<Proven, T> proven, Function<Unproven, T> unproven);
}
