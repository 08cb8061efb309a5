package io.gongmail.pki.keyfile;

import io.gongmail.pki.BouncyCastle;
import io.gongmail.pki.WholeCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Reads and writes PKCS#12 (RFC 7292), which every mail program takes. Keys keep their attributes, R among them, both ways:
 * the JDK's own key store drops them. New files: PBES2 with AES-256 and HMAC-SHA-256, as the JDK and OpenSSL 3 write them.
 */
public final class Pkcs12Files {
    /** A pair with its chain takes 8 KiB. */
    private static final int LARGEST = 1024 * 1024;

    private static final int ITERATIONS = 10_000;
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);

    private final SecureRandom random;
    private final Provider provider = BouncyCastle.PROVIDER;

    public Pkcs12Files(SecureRandom random) {
        this.random = random;
    }

    /** Whether {@code file} looks like PKCS#12: without its password nothing more can be seen. */
    public boolean isOne(Path file) throws IOException {
        try {
            return Pfx.getInstance(PrivateFile.read(file, LARGEST)).getAuthSafe() != null;
        } catch (RuntimeException e) {
            return false; // Bouncy Castle says in many ways that a structure is not what it was taken for
        }
    }

    /** Every pair in {@code file}; never an empty list. */
    public Opening<List<Pair>> open(Path file, char[] password) throws IOException {
        byte[] octets = PrivateFile.read(file, LARGEST);
        Pkcs12Content content = new Pkcs12Content(provider);
        List<Pair> pairs = new ArrayList<>();
        List<OpenedKey> leftOver = new ArrayList<>();
        try {
            content.read(octets, password);
            List<X509Certificate> certificates = certificates(content.certificates());
            for (PrivateKeyInfo key : content.keys()) {
                OpenedKey opened = OpenedKey.parsed(key.getEncoded("DER"));
                Opening<Pair> paired = CertificateFolder.paired(opened, certificates, file);
                paired.fold(found -> pairs.add(found.value()), refused -> leftOver.add(opened));
            }
            if (pairs.isEmpty()) {
                throw new NotOpened(
                        KeyProblem.NO_CERTIFICATE,
                        "it holds " + content.keys().size() + " keys and " + certificates.size()
                                + " certificates, and no two of them fit; export certificate and key together");
            }
            return new Opening.Opened<>(List.copyOf(pairs));
        } catch (NotOpened e) {
            pairs.forEach(Pair::close);
            return new NotOpened(e.problem(), file + ": " + e.getMessage()).told();
        } finally {
            leftOver.forEach(OpenedKey::close);
        }
    }

    /** All of {@code pairs} under {@code password}, for its owner alone; an existing file stays and is an error. */
    public void write(Path file, List<Pair> pairs, char[] password) throws IOException {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("nothing to write");
        }
        try {
            PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
            Set<X509Certificate> above = new LinkedHashSet<>();
            List<PKCS12SafeBag> certificates = new ArrayList<>();
            int number = 0;
            for (Pair pair : pairs) {
                byte[] id = {(byte) ++number};
                String name = pair.certificate().getSubjectX500Principal().getName();
                builder.addData(named(keyBag(pair.key(), password), name, id));
                certificates.add(named(bag(pair.certificate()), name, id));
                above.addAll(pair.chain().subList(1, pair.chain().size()));
            }
            for (X509Certificate certificate : above) {
                certificates.add(bag(certificate).build());
            }
            builder.addEncryptedData(encryptor(password), certificates.toArray(new PKCS12SafeBag[0]));
            PrivateFile.write(
                    file,
                    builder.build(
                                    new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                                            .setProvider(provider)
                                            .setIterationCount(ITERATIONS),
                                    password)
                            .getEncoded("DER"));
        } catch (PKCSException | OperatorCreationException | CertificateException e) {
            throw new IOException(file + ": could not be made as PKCS#12", e);
        }
    }

    private PKCS12SafeBagBuilder keyBag(OpenedKey key, char[] password) throws OperatorCreationException {
        byte[] pkcs8 = key.encoded();
        try (Secrets wiped = Secrets.of(pkcs8)) {
            return new PKCS12SafeBagBuilder(PrivateKeyInfo.getInstance(pkcs8), encryptor(password));
        }
    }

    private static PKCS12SafeBagBuilder bag(X509Certificate certificate) throws CertificateException, IOException {
        return new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(certificate));
    }

    private static PKCS12SafeBag named(PKCS12SafeBagBuilder bag, String name, byte[] id) {
        return bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(name))
                .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(id))
                .build();
    }

    private OutputEncryptor encryptor(char[] password) throws OperatorCreationException {
        return new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(provider)
                .setRandom(random)
                .setPRF(HMAC_SHA256)
                .setIterationCount(ITERATIONS)
                .build(Arrays.copyOf(password, password.length));
    }

    private List<X509Certificate> certificates(List<X509CertificateHolder> holders) throws NotOpened {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (X509CertificateHolder holder : holders) {
                certificates.add(WholeCertificate.of(
                        new JcaX509CertificateConverter().setProvider(provider).getCertificate(holder)));
            }
        } catch (CertificateException e) {
            throw new NotOpened(KeyProblem.DAMAGED, "a certificate in it cannot be read; export it anew");
        }
        return certificates;
    }
}
