package io.gongmail.connector.tls;

import io.gongmail.pki.keyfile.KeyUse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which of several certificates is meant: the one named, or the only one that signs and is valid now. */
final class Choice<T> {
    private final Function<T, X509Certificate> certificate;
    private final Object where;

    Choice(Object where, Function<T, X509Certificate> certificate) {
        this.where = where;
        this.certificate = certificate;
    }

    /** Several that could be meant; who asked can name one. */
    static final class Several extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient List<X509Certificate> candidates;

        Several(String message, List<X509Certificate> candidates) {
            super(message);
            this.candidates = candidates;
        }

        List<X509Certificate> candidates() {
            return candidates;
        }
    }

    T of(List<T> all, Optional<String> serial, Instant now) throws IOException {
        if (serial.isPresent()) {
            return all.stream()
                    .filter(each ->
                            PersonalCertificate.serial(certificate.apply(each)).equals(serial.get()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            where + ": holds no certificate with the serial number " + serial.get() + list(all)));
        }
        List<T> able = all.stream()
                .filter(each -> KeyUse.of(certificate.apply(each)) != KeyUse.KEY_EXCHANGE)
                .toList();
        if (able.isEmpty()) {
            throw new IOException(where + ": holds no certificate that signs, with its key" + list(all));
        }
        List<T> signing = preferred(able, each -> KeyUse.of(certificate.apply(each)) == KeyUse.SIGNING);
        List<T> valid = preferred(
                signing,
                each -> certificate.apply(each).getNotAfter().toInstant().isAfter(now));
        if (valid.size() > 1) {
            throw new Several(
                    where + ": holds several certificates; name one by certificate-serial" + list(valid),
                    valid.stream().map(certificate).toList());
        }
        return valid.get(0);
    }

    /** An expired one is shown rather than none: the server says what to do then. */
    private List<T> preferred(List<T> among, java.util.function.Predicate<T> better) {
        List<T> those = among.stream().filter(better).toList();
        return those.isEmpty() ? among : those;
    }

    private String list(List<T> all) {
        return all.stream()
                .map(certificate)
                .map(each -> "\n  " + PersonalCertificate.serial(each) + "  " + PersonalCertificate.subject(each)
                        + "  until " + each.getNotAfter().toInstant())
                .collect(Collectors.joining());
    }
}
