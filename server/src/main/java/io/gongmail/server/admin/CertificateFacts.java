package io.gongmail.server.admin;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.gpki.GpkiPolicy;
import io.gongmail.pki.gpki.StatedPolicies;
import io.gongmail.pki.keyfile.KeyUse;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person or helpdesk wants to know of a certificate. */
final class CertificateFacts {
    static final String IN_ITS_TIME = "in its time";

    private CertificateFacts() {}

    static Map<String, Object> of(X509Certificate certificate, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        KeyUse use = KeyUse.of(certificate);
        facts.put("subject", name(certificate));
        facts.put("issuer", certificate.getIssuerX500Principal().getName());
        facts.put("serial", certificate.getSerialNumber().toString(16));
        facts.put(
                "use", certificate.getBasicConstraints() >= 0 ? "authority 인증기관" : use.english() + " " + use.korean());
        facts.put("policies", policies(certificate));
        facts.put("notBefore", certificate.getNotBefore().toInstant().toString());
        facts.put("notAfter", certificate.getNotAfter().toInstant().toString());
        facts.put("validity", validity(certificate, now));
        facts.put("key", key(certificate.getPublicKey()));
        return facts;
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** By the dates alone; whether it was revoked {@code pki explain} says. */
    static String validity(X509Certificate certificate, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return "not yet valid";
        }
        return now.isAfter(certificate.getNotAfter().toInstant()) ? "expired" : IN_ITS_TIME;
    }

    /** Each with its meaning in Korean and English. */
    private static List<String> policies(X509Certificate certificate) {
        return StatedPolicies.of(certificate).stream()
                .map(CertificateFacts::meaning)
                .toList();
    }

    private static String meaning(PolicyOid oid) {
        if (GpkiPolicy.isNpki(oid)) {
            return oid + " 공동인증서(NPKI), 로그인 불가 / bank or public (NPKI), never signs in";
        }
        return GpkiPolicy.of(oid)
                .map(policy -> oid + " " + policy.korean() + " / " + policy.english())
                .orElse(oid.dotted());
    }

    private static String key(@Nullable PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        if (key instanceof ECPublicKey ec) {
            return "EC " + ec.getParams().getOrder().bitLength();
        }
        // Bouncy Castle has none for an algorithm that it does not know.
        return (key == null ? "KCDSA or another kind" : key.getAlgorithm()) + " that TLS cannot use";
    }
}
