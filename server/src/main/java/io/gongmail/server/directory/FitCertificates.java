package io.gongmail.server.directory;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.PeopleList;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Of the certificates that open accounts those that mail can be encrypted for (RFC 8550 §4.4): most are for signing alone, and are
 * not told. Thread-safe; may block for the database.
 */
final class FitCertificates {
    private static final int KEY_ENCIPHERMENT = 2; // RFC 5280 §4.2.1.3
    private static final int KEY_AGREEMENT = 4;
    private static final List<String> FOR_MAIL = List.of("1.3.6.1.5.5.7.3.4", "2.5.29.37.0"); // RFC 5280 §4.2.1.12
    private static final int RFC822_NAME = 1;

    private final PeopleList people;
    private final Clock clock;

    FitCertificates(PeopleList people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /** In DER, by address; nothing for who has none. */
    Map<String, List<byte[]>> of(List<Person> asked) {
        Map<String, List<byte[]>> fit = new HashMap<>();
        for (int from = 0; from < asked.size(); from += PeopleList.MOST_ASKED) {
            List<Address> some = asked.subList(from, Math.min(asked.size(), from + PeopleList.MOST_ASKED)).stream()
                    .map(person -> Address.of(person.address()))
                    .toList();
            people.certificates(some).forEach((owner, certificates) -> {
                List<byte[]> good = certificates.stream()
                        .filter(der -> isFit(der, owner.toString()))
                        .toList();
                if (!good.isEmpty()) {
                    fit.put(owner.toString(), good);
                }
            });
        }
        return fit;
    }

    private boolean isFit(byte[] der, String address) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return isFit(certificate, address, clock);
        } catch (CertificateException e) {
            return false; // It opened an account once, but not every reader takes it.
        }
    }

    /** Whether mail to {@code address} can be encrypted for it now. */
    static boolean isFit(X509Certificate certificate, String address, Clock clock) {
        try {
            Date now = Date.from(clock.instant());
            boolean valid = !now.before(certificate.getNotBefore()) && now.before(certificate.getNotAfter());
            boolean[] usage = certificate.getKeyUsage();
            List<String> purposes = certificate.getExtendedKeyUsage();
            return valid
                    && (usage == null || usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT])
                    && (purposes == null || purposes.stream().anyMatch(FOR_MAIL::contains))
                    && isFor(certificate, address);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Where it names mail addresses, this must be one (RFC 8550 §3): programs take it for nobody else. */
    private static boolean isFor(X509Certificate certificate, String address) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        List<String> addresses = new ArrayList<>();
        if (names != null) {
            for (List<?> name : names) {
                if (Integer.valueOf(RFC822_NAME).equals(name.get(0))) {
                    addresses.add(String.valueOf(name.get(1)));
                }
            }
        }
        return addresses.isEmpty() || addresses.stream().anyMatch(address::equalsIgnoreCase);
    }
}
