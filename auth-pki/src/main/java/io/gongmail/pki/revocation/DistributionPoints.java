package io.gongmail.pki.revocation;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.security.cert.X509Extension;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Reads where to ask from certificates and lists. Real ones write addresses with raw spaces ({@code o=Government of
 * Korea}), which the JDK calls unparseable: Bouncy Castle reads the extension, and what an address may not hold is escaped.
 */
final class DistributionPoints {
    private static final int MOST_POINTS = 8;
    private static final int MOST_ADDRESSES = 4;
    private static final int LONGEST_ADDRESS = 2_048;
    private static final int LONGEST_TOLD = 200;
    private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=";

    private DistributionPoints() {}

    /** Each point's addresses, of those that can be asked (RFC 5280 §4.2.1.13); its alternatives in their order. */
    static List<List<URI>> ofCertificate(X509Certificate certificate) {
        return points(certificate, Extension.cRLDistributionPoints);
    }

    /** Where the newest deltas are, as a certificate or a complete list tells it (RFC 5280 §4.2.1.15, §5.2.6). */
    static List<List<URI>> ofDeltas(X509Extension certificateOrList) {
        return points(certificateOrList, Extension.freshestCRL);
    }

    /** The responders that a certificate names (RFC 5280 §4.2.2.1). */
    static List<URI> responders(X509Certificate certificate) {
        return ocsp(certificate)
                .flatMap(text -> uri(text).stream())
                .filter(DistributionPoints::isHttp)
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private static Stream<String> ocsp(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (value == null) {
            return Stream.empty();
        }
        return Stream.of(AuthorityInformationAccess.getInstance(
                                ASN1OctetString.getInstance(value).getOctets())
                        .getAccessDescriptions())
                .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
                .map(AccessDescription::getAccessLocation)
                .flatMap(name -> address(name).stream());
    }

    private static boolean isHttp(URI uri) {
        return uri.getScheme().equals("http");
    }

    /**
     * The addresses for lists and responders that {@code certificate} names and nobody asks, such as those of https and ldaps:
     * lists and answers are signed, and to fetch them over TLS a certificate would have to be judged whose own status is asked
     * for in the same way (RFC 5280 §8 warns of that circle).
     */
    static List<String> notAsked(X509Certificate certificate) {
        return Stream.concat(
                        distributionPoints(certificate, Extension.cRLDistributionPoints).stream()
                                .filter(point -> point.getDistributionPoint() != null)
                                .flatMap(point -> addresses(point.getDistributionPoint()).stream())
                                .filter(text -> uri(text).isEmpty()),
                        ocsp(certificate)
                                .filter(text -> uri(text)
                                        .filter(DistributionPoints::isHttp)
                                        .isEmpty()))
                .map(text -> escaped(text.length() > LONGEST_TOLD ? text.substring(0, LONGEST_TOLD) : text))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    /** The addresses in a point's full name, as written. */
    static List<String> addresses(DistributionPointName name) {
        if (name.getType() != DistributionPointName.FULL_NAME) {
            return List.of();
        }
        return Stream.of(GeneralNames.getInstance(name.getName()).getNames())
                .flatMap(one -> address(one).stream())
                .toList();
    }

    /** {@code written} as an address that can be asked: by LDAP or HTTP, of a host; empty where it is none. */
    static Optional<URI> uri(String written) {
        if (written.length() > LONGEST_ADDRESS) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(escaped(written.strip()));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean known = (scheme.equals("ldap") || scheme.equals("http")) && uri.getHost() != null;
            return known ? Optional.of(new URI(scheme + uri.toString().substring(scheme.length()))) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static List<List<URI>> points(X509Extension from, ASN1ObjectIdentifier extension) {
        List<List<URI>> points = new ArrayList<>();
        for (DistributionPoint point : distributionPoints(from, extension)) {
            // A point with an issuer of its own is for indirect lists, which are another issuer's word.
            if (point.getDistributionPoint() == null || point.getCRLIssuer() != null) {
                continue;
            }
            List<URI> uris = addresses(point.getDistributionPoint()).stream()
                    .flatMap(text -> uri(text).stream())
                    .limit(MOST_ADDRESSES)
                    .toList();
            if (!uris.isEmpty() && points.size() < MOST_POINTS) {
                points.add(uris);
            }
        }
        return List.copyOf(points);
    }

    private static List<DistributionPoint> distributionPoints(X509Extension from, ASN1ObjectIdentifier extension) {
        byte[] value = from.getExtensionValue(extension.getId());
        return value == null
                ? List.of()
                : List.of(CRLDistPoint.getInstance(
                                ASN1OctetString.getInstance(value).getOctets())
                        .getDistributionPoints());
    }

    private static Optional<String> address(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                ? Optional.of(ASN1IA5String.getInstance(name.getName()).getString())
                : Optional.empty();
    }

    private static String escaped(String written) {
        StringBuilder escaped = new StringBuilder();
        byte[] octets = written.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            char c = (char) (octets[i] & 0xff);
            boolean escape = c == '%'
                    && i + 2 < octets.length
                    && Character.digit(octets[i + 1], 16) >= 0
                    && Character.digit(octets[i + 2], 16) >= 0;
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (escape || letter || PLAIN.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return escaped.toString();
    }
}
