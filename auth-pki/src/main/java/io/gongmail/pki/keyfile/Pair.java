package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its private key, proven to fit. Closing wipes the key's octets.
 *
 * @param chain the certificate, then what stands above it where that is known
 */
public record Pair(List<X509Certificate> chain, OpenedKey key) implements AutoCloseable {
    public Pair {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a pair needs a certificate");
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public KeyUse use() {
        return KeyUse.of(certificate());
    }

    /** The certificate alone in DER, as {@code _sig.cer} and {@code signCert.der} are; an existing file stays and is an error. */
    public void writeCertificate(Path file) throws IOException {
        try {
            PrivateFile.writeOpenly(file, certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException(file + ": its certificate cannot be encoded", e);
        }
    }

    /** The certificate and what is known above it, in PEM. */
    public void writeChainPem(Path file) throws IOException {
        PrivateFile.writeOpenly(file, Chains.pem(chain));
    }

    @Override
    public void close() {
        key.close();
    }
}
