package io.gongmail.pki;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What we hold of a certificate at one instant. {@code fold} makes every caller answer for both outcomes. */
public sealed interface Verdict {

    /**
     * The certificate is good.
     *
     * @param key which certificate it is
     * @param policies the policies it was issued under that are valid along its path
     * @param until the instant up to which this verdict may be relied on: the earliest of the path's notAfter and the
     *     nextUpdate of the revocation data used
     * @param anchor where its path ends: with it gone, the verdict is no longer ours
     */
    record Accepted(CertificateKey key, Set<PolicyOid> policies, Instant until, AnchorKey anchor) implements Verdict {
        public Accepted {
            policies = Set.copyOf(policies);
        }

        @Override
        public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
            return accepted.apply(this);
        }
    }

    /**
     * The certificate opens nothing.
     *
     * @param reason why, with its code and words
     * @param evidence facts for the helpdesk, one a line, as {@code name=value} ({@code notAfter=2026-10-01}); never
     *     told to the peer, and free of personal secrets
     */
    record Refused(RefusalReason reason, List<String> evidence) implements Verdict {
        public Refused {
            evidence = List.copyOf(evidence);
        }

        /** The value of the evidence {@code name}, or the empty text where there is none. */
        public String evidence(String name) {
            return facts().getOrDefault(name, "");
        }

        /** The evidence by name; of several with one name, the first. */
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            for (String line : evidence) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    facts.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return facts;
        }

        @Override
        public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused);
}
