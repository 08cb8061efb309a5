package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

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

    /**
     * What files of this pair are named by: the subject's common name, as GPKI programs do, without what a file's name cannot
     * have; the serial number where there is none.
     */
    public String fileName() {
        X500Name subject =
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
        RDN[] names = subject.getRDNs(BCStyle.CN);
        String name = names.length == 0
                ? certificate().getSerialNumber().toString(16)
                : IETFUtils.valueToString(names[0].getFirst().getValue());
        String safe = name.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
        return safe.startsWith(".") ? "_" + safe : safe;
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
