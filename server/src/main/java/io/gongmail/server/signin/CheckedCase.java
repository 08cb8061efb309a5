package io.gongmail.server.signin;

import io.gongmail.server.tls.LastRefused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a self-check found.
 *
 * @param number by which the helpdesk finds it: {@code 7KQ2-MX9C}
 * @param from the address it was asked from
 * @param certificate that was presented; empty where none was, or none that can be read
 * @param account that it is bound to; empty where to none
 * @param findings one for each area, in their order
 * @param evidence of the judge, for the helpdesk
 * @param refused what mail programs with this certificate were told last; the newest first
 * @param withoutCertificate what those were told that presented none, from the same address
 */
public record CheckedCase(
        String number,
        Instant at,
        String from,
        Optional<Certificate> certificate,
        String account,
        List<Finding> findings,
        List<String> evidence,
        List<LastRefused.Refusal> refused,
        List<LastRefused.Refusal> withoutCertificate) {
    public CheckedCase {
        findings = List.copyOf(findings);
        evidence = List.copyOf(evidence);
        refused = List.copyOf(refused);
        withoutCertificate = List.copyOf(withoutCertificate);
    }

    /** What is looked at, in this order: the first that fails is told, and what comes after it was not reached. */
    public enum Area {
        PRESENTED,
        READABLE,
        /** It leads to an anchor of the administrative PKI. */
        ISSUER,
        /** It is for signing in, with a key and a signature that are strong enough. */
        KIND,
        VALIDITY,
        REVOCATION,
        /** It is of a kind that opens a mailbox. */
        POLICY,
        BINDING,
        ACCOUNT,
        /** There is one, and it is not too old. */
        PASSWORD
    }

    /** How it stands with one area. */
    public enum State {
        HOLDS,
        FAILS,
        NOT_REACHED
    }

    /**
     * One area.
     *
     * @param code of the words for what is wrong; empty where nothing is
     * @param facts that the words need
     */
    public record Finding(Area area, State state, String code, Map<String, String> facts) {
        public Finding {
            facts = Map.copyOf(facts);
        }

        static Finding holds(Area area) {
            return new Finding(area, State.HOLDS, "", Map.of());
        }
    }

    /**
     * The certificate as it states itself.
     *
     * @param serial hexadecimal
     */
    public record Certificate(
            String subject, String issuer, String serial, Instant notBefore, Instant notAfter, String sha256) {}

    /** What is wrong; empty where nothing is. */
    public Optional<Finding> failing() {
        return findings.stream()
                .filter(finding -> finding.state() == State.FAILS)
                .findFirst();
    }
}
