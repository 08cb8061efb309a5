package io.gongmail.server.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads the server's certificates and keys and notes every problem they have. For one reading. */
final class ServerKeyFiles {
    /** A chain of three with large keys takes 10 KiB. */
    private static final long LARGEST = 1 << 20;

    private static final int SHORTEST_RSA = 2_048;
    private static final int P_256 = 256;
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";

    private final Instant now;
    private final List<ServerKey> read = new ArrayList<>();
    private final List<ServerKey.Problem> problems = new ArrayList<>();

    ServerKeyFiles(Instant now) {
        this.now = now;
    }

    ServerKey.Reading read(List<Path> certificates, List<Path> keys) {
        if (certificates.isEmpty() || certificates.size() != keys.size()) {
            throw new IllegalArgumentException("as many keys as certificates, and at least one");
        }
        for (int i = 0; i < certificates.size(); i++) {
            read(certificates.get(i), keys.get(i));
        }
        // A client that can verify both gets the first: P-256 signs for a tenth of what RSA takes.
        read.sort(Comparator.comparing(key -> key.isElliptic() ? 0 : 1));
        return new ServerKey.Reading(read, problems);
    }

    private void read(Path certificate, Path key) {
        List<X509Certificate> chain = chain(certificate);
        Optional<PrivateKey> itsKey = key(key);
        if (chain.isEmpty() || itsKey.isEmpty()) {
            return;
        }
        if (!isPair(chain.get(0).getPublicKey(), itsKey.get())) {
            problem(KEY, key + " is not the key of " + certificate, "name each key where its certificate is named");
            return;
        }
        ServerKey made = new ServerKey(chain, itsKey.get());
        if (read.stream().anyMatch(other -> other.isElliptic() == made.isElliptic())) {
            problem(
                    CERTIFICATE,
                    certificate + " has the same kind of key as one before it",
                    "allowed: one RSA, one P-256, or both");
            return;
        }
        read.add(made);
    }

    private List<X509Certificate> chain(Path file) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(Files.newInputStream(small(file)))) {
                chain.add((X509Certificate) certificate);
            }
        } catch (IOException e) {
            unreadable(CERTIFICATE, file, e);
            return List.of();
        } catch (CertificateException e) {
            problem(CERTIFICATE, file + " holds something that is no certificate", "put certificates there in PEM");
            return List.of();
        }
        if (chain.isEmpty()) {
            problem(CERTIFICATE, file + " holds no certificate", "put the server's there in PEM, and those above it");
            return List.of();
        }
        return isFit(file, chain) ? chain : List.of();
    }

    private boolean isFit(Path file, List<X509Certificate> chain) {
        int before = problems.size();
        if (!isOfferedKind(chain.get(0).getPublicKey())) {
            problem(
                    CERTIFICATE,
                    file + " is for a key that mail programs do not take",
                    "allowed: RSA of at least " + SHORTEST_RSA + " bits, or P-256");
        }
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            String which = i == 0 ? file.toString() : file + ", certificate " + (i + 1) + ",";
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isAfter(until)) {
                problem(CERTIFICATE, which + " expired on " + until, "put a renewed one there");
            } else if (now.isBefore(from)) {
                problem(CERTIFICATE, which + " is not valid before " + from, "put one there that is valid now");
            }
            if (i > 0 && !isIssuedBy(chain.get(i - 1), certificate)) {
                problem(
                        CERTIFICATE,
                        which + " did not issue the one before it",
                        "put the server's first, then its issuer, then that one's (RFC 8446 §4.4.2)");
            }
        }
        return problems.size() == before;
    }

    private Optional<PrivateKey> key(Path file) {
        try (Reader reader = Files.newBufferedReader(small(file), StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(reader)) {
            for (Object thing = parser.readObject(); thing != null; thing = parser.readObject()) {
                if (thing instanceof PEMEncryptedKeyPair || thing instanceof PKCS8EncryptedPrivateKeyInfo) {
                    problem(KEY, file + " is encrypted", "write it unencrypted, readable by the server's user alone");
                    return Optional.empty();
                }
                if (thing instanceof PrivateKeyInfo plain) {
                    return Optional.of(new JcaPEMKeyConverter().getPrivateKey(plain));
                }
                if (thing instanceof PEMKeyPair pair) {
                    return Optional.of(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
                }
            }
            problem(KEY, file + " holds no key", "put the certificate's there in PEM, PKCS#8");
        } catch (PEMException e) {
            problem(KEY, file + " holds a key that cannot be read", "put the certificate's there in PEM, PKCS#8");
        } catch (IOException e) {
            unreadable(KEY, file, e);
        }
        return Optional.empty();
    }

    private static Path small(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("larger than 1 MiB");
        }
        return file;
    }

    private static boolean isOfferedKind(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength() >= SHORTEST_RSA
                : key instanceof ECPublicKey ec
                        && ec.getParams().getCurve().getField().getFieldSize() == P_256;
    }

    private static boolean isIssuedBy(X509Certificate subject, X509Certificate issuer) {
        try {
            subject.verify(issuer.getPublicKey());
            return subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isPair(PublicKey publicKey, PrivateKey privateKey) {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        String algorithm = privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] probe = {1};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey);
            signing.update(probe);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(probe);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void unreadable(String setting, Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "is not there" : "cannot be read (" + e.getMessage() + ")";
        problem(setting, file + " " + why, "put a file there that the server's user may read");
    }

    private void problem(String setting, String wrong, String allowed) {
        problems.add(new ServerKey.Problem(setting, wrong, allowed));
    }
}
