package io.gongmail.pki.path;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyMappings;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a certificate that are read while it is judged (RFC 5280 §4.2), each read whole before anything relies on
 * it: a broken one is the certificate's fault, and would be taken for ours where a library meets it later.
 */
final class KnownExtensions {
    private static final Map<ASN1ObjectIdentifier, Consumer<ASN1Primitive>> READERS = Map.ofEntries(
            Map.entry(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance),
            Map.entry(Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance),
            Map.entry(Extension.keyUsage, ASN1BitString::getInstance),
            Map.entry(
                    Extension.certificatePolicies,
                    value -> CertificatePolicies.getInstance(value).getPolicyInformation()),
            Map.entry(Extension.policyMappings, PolicyMappings::getInstance),
            Map.entry(Extension.subjectAlternativeName, GeneralNames::getInstance),
            Map.entry(Extension.issuerAlternativeName, GeneralNames::getInstance),
            Map.entry(Extension.basicConstraints, BasicConstraints::getInstance),
            Map.entry(Extension.nameConstraints, NameConstraints::getInstance),
            Map.entry(Extension.policyConstraints, PolicyConstraints::getInstance),
            Map.entry(Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance),
            Map.entry(Extension.cRLDistributionPoints, KnownExtensions::points),
            Map.entry(Extension.freshestCRL, KnownExtensions::points),
            Map.entry(Extension.inhibitAnyPolicy, ASN1Integer::getInstance),
            Map.entry(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance));

    private KnownExtensions() {}

    /** The first of {@code extensions} that is not what its name says; one that nobody here reads is taken as it is. */
    static Optional<ASN1ObjectIdentifier> broken(@Nullable Extensions extensions) {
        return extensions == null
                ? Optional.empty()
                : Stream.of(extensions.getExtensionOIDs())
                        .filter(oid -> !isReadable(extensions.getExtension(oid)))
                        .findFirst();
    }

    private static boolean isReadable(Extension extension) {
        try {
            READERS.getOrDefault(extension.getExtnId(), value -> {})
                    .accept(ASN1Primitive.fromByteArray(extension.getExtnValue().getOctets()));
            return true;
        } catch (IOException | RuntimeException e) {
            return !READERS.containsKey(extension.getExtnId()); // Bouncy Castle meets broken DER with many kinds
        }
    }

    private static void points(ASN1Primitive value) {
        Stream.of(CRLDistPoint.getInstance(value).getDistributionPoints())
                .map(DistributionPoint::getDistributionPoint)
                .forEach(name -> {
                    if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
                        GeneralNames.getInstance(name.getName());
                    }
                });
    }
}
