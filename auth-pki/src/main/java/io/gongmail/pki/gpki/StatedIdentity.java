package io.gongmail.pki.gpki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Whom a certificate says it was issued to, as far as two certificates can be compared by it. Names never decide who
 * somebody is: what is the same here proves nothing, and what differs needs another look. The VID cannot be compared, since
 * each certificate has a random number of its own in it.
 */
public final class StatedIdentity {
    private final X500Name subject;
    private final Optional<String> realName;

    private StatedIdentity(X500Name subject, Optional<String> realName) {
        this.subject = subject;
        this.realName = realName;
    }

    public static StatedIdentity of(X509Certificate certificate) {
        return new StatedIdentity(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), realName(certificate));
    }

    /**
     * What speaks against {@code next} being the same person's: the whole subject, with the number that tells namesakes of an
     * agency apart, and the real name where both state one. Empty where nothing does.
     */
    public Optional<String> differsAsPerson(StatedIdentity next) {
        if (subject.getRDNs().length == 0 || !isSame(subject, next.subject)) {
            return Optional.of("subject");
        }
        boolean bothState = realName.isPresent() && next.realName.isPresent();
        return bothState && !realName.equals(next.realName) ? Optional.of("real name") : Optional.empty();
    }

    /** What speaks against {@code next} being the same agency's: whatever stands above the common name. */
    public Optional<String> differsAsAgency(StatedIdentity next) {
        X500Name agency = withoutCommonName(subject);
        return agency.getRDNs().length > 0 && isSame(agency, withoutCommonName(next.subject))
                ? Optional.empty()
                : Optional.of("agency");
    }

    /**
     * The names of a person that it states: the real name of its identifyData, and what of its common name is left without
     * the digits around it (001홍길동001). None where it states none.
     */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        realName.filter(name -> !name.isBlank()).ifPresent(names::add);
        for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
            String name = IETFUtils.valueToString(rdn.getFirst().getValue()).replaceAll("^[0-9]+|[0-9]+$", "");
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    /** By RFC 5280 §7.1, as the JDK has it. */
    private static boolean isSame(X500Name one, X500Name other) {
        return principal(one).equals(principal(other));
    }

    private static X500Principal principal(X500Name name) {
        try {
            return new X500Principal(name.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a name that was read can be encoded", e);
        }
    }

    private static X500Name withoutCommonName(X500Name name) {
        return new X500Name(Stream.of(name.getRDNs())
                .filter(rdn -> Stream.of(rdn.getTypesAndValues()).noneMatch(part -> BCStyle.CN.equals(part.getType())))
                .toArray(RDN[]::new));
    }

    /** One that cannot be read is not the same as one that can. */
    private static Optional<String> realName(X509Certificate certificate) {
        try {
            return IdentifyData.of(certificate).map(IdentifyData::realName);
        } catch (RuntimeException e) {
            return Optional.of("");
        }
    }
}
