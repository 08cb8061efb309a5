package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates in the order TLS sends them: each followed by the one that its issuer is named in. */
final class Chains {
    private static final int LONGEST = 10;

    private Chains() {}

    /** From {@code leaf} up as far as {@code others} reach, without a root. By name alone: who trusts it, judges it. */
    static List<X509Certificate> from(X509Certificate leaf, Collection<X509Certificate> others) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        boolean grown = true;
        while (grown && chain.size() < LONGEST) {
            X509Certificate last = chain.get(chain.size() - 1);
            grown = others.stream()
                    .filter(other -> other.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .filter(other -> !other.getSubjectX500Principal().equals(other.getIssuerX500Principal()))
                    .filter(other -> !chain.contains(other))
                    .findFirst()
                    .map(chain::add)
                    .orElse(false);
        }
        return chain;
    }

    static byte[] pem(List<X509Certificate> certificates) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (X509Certificate certificate : certificates) {
                writer.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IOException("a certificate cannot be encoded", e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
