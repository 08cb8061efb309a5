package io.gongmail.connector.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * The certificate that is shown to the server, with its key or the handle of one that stays in a token.
 *
 * @param chain the certificate, then what stands above it where that is known
 */
public record PersonalCertificate(List<X509Certificate> chain, PrivateKey key) {
    public PersonalCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** As people know it. */
    public String subject() {
        return subject(certificate());
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    /** Hexadecimal, as settings name one of several. */
    public static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
    }

    public Instant until() {
        return certificate().getNotAfter().toInstant();
    }

    /** What is left at {@code now}; negative when it is past its end. */
    public Duration left(Instant now) {
        return Duration.between(now, until());
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return subject() + ", serial " + serial(certificate());
    }
}
