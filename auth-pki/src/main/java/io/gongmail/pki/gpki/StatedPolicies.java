package io.gongmail.pki.gpki;

import io.gongmail.pki.PolicyOid;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;

/** The policies that a certificate states (RFC 5280 §4.2.1.4). Which of them are valid along its path the judge says. */
public final class StatedPolicies {
    private StatedPolicies() {}

    /** In their order; empty when it states none, or in a form that cannot be read. */
    public static List<PolicyOid> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.certificatePolicies.getId());
        if (extension == null) {
            return List.of();
        }
        try {
            return Stream.of(CertificatePolicies.getInstance(
                                    ASN1OctetString.getInstance(extension).getOctets())
                            .getPolicyInformation())
                    .map(policy -> PolicyOid.parse(policy.getPolicyIdentifier().getId()))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (RuntimeException e) {
            return List.of(); // Bouncy Castle says in many ways that a structure is not what it was taken for
        }
    }
}
