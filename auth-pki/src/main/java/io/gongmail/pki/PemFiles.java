package io.gongmail.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and revocation lists from files, PEM or DER, one or many in a file; of a folder, every file whose
 * name ends in pem, crt, cer, der or crl. A file of more than 64 MiB is refused. Errors name the file.
 */
public final class PemFiles {
    private static final long LARGEST = 64L << 20;
    private static final Set<String> CERTIFICATE = Set.of("CERTIFICATE", "X509 CERTIFICATE", "PKCS7");
    private static final Set<String> REVOCATION_LIST = Set.of("CRL", "X509 CRL", "PKCS7");

    private PemFiles() {}

    /** All certificates of {@code path}; never empty. */
    public static List<X509Certificate> certificates(Path path) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files(path)) {
            byte[] bytes = bytes(file);
            try {
                CertificateFactory factory = factory();
                for (byte[] der : DerObjects.of(bytes, CERTIFICATE)) {
                    for (Certificate read : each(der, factory::generateCertificate)) {
                        found.add(WholeCertificate.of((X509Certificate) read));
                    }
                }
            } catch (IOException | GeneralSecurityException e) {
                throw new IOException(file + ": not a certificate in PEM or DER: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(path + ": holds no certificate; put one there in PEM or DER");
        }
        return found;
    }

    /** All revocation lists of {@code path}; may be empty where a folder holds none. */
    public static List<X509CRL> revocationLists(Path path) throws IOException {
        List<X509CRL> found = new ArrayList<>();
        for (Path file : files(path)) {
            byte[] bytes = bytes(file);
            try {
                CertificateFactory factory = factory();
                for (byte[] der : DerObjects.of(bytes, REVOCATION_LIST)) {
                    each(der, factory::generateCRL).forEach(read -> found.add((X509CRL) read));
                }
            } catch (IOException | GeneralSecurityException e) {
                throw new IOException(file + ": not a revocation list in PEM or DER: " + e.getMessage(), e);
            }
        }
        return found;
    }

    private interface Reading<T> {
        @Nullable
        T next(ByteArrayInputStream der) throws GeneralSecurityException;
    }

    /** One, or all of a PKCS #7 (RFC 2315 §9.1), of which the factory hands out one at a time. */
    private static <T> List<T> each(byte[] der, Reading<T> reading) throws GeneralSecurityException {
        List<T> all = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        for (T one = reading.next(in); one != null; one = reading.next(in)) {
            all.add(one);
        }
        return all;
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": larger than 64 MiB");
        }
        return Files.readAllBytes(file);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + ": is not there");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> listed = Files.list(path)) {
            return listed.filter(file -> file.getFileName().toString().matches(".*\\.(pem|crt|cer|der|crl)"))
                    .sorted()
                    .toList();
        }
    }
}
