package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.math.BigInteger;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/** What one PKCS#12 file holds. Its MAC tells a wrong password; what is wrong behind a right MAC is damage. */
final class Pkcs12Content {
    private static final int MOST_BAGS = 100;

    private final Provider provider;
    private final List<PrivateKeyInfo> keys = new ArrayList<>();
    private final List<X509CertificateHolder> certificates = new ArrayList<>();

    Pkcs12Content(Provider provider) {
        this.provider = provider;
    }

    List<PrivateKeyInfo> keys() {
        return keys;
    }

    List<X509CertificateHolder> certificates() {
        return certificates;
    }

    void read(byte[] octets, char[] password) throws NotOpened {
        try {
            Pfx pfx = Pfx.getInstance(octets);
            MacData mac = pfx.getMacData();
            if (mac == null) {
                throw new NotOpened(
                        KeyProblem.UNKNOWN_SCHEME,
                        "it has no password check (MAC), so nobody can tell whether it was changed; export it anew with a password");
            }
            Encryption.iterations(mac.getIterationCount());
            PKCS12PfxPdu pdu = new PKCS12PfxPdu(pfx);
            if (!pdu.isMacValid(new JcePKCS12MacCalculatorBuilderProvider().setProvider(provider), password)) {
                throw new NotOpened(
                        KeyProblem.WRONG_PASSWORD,
                        "the password does not open it; try again, and if it is surely right the file is damaged");
            }
            InputDecryptorProvider decryption = new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(provider)
                    .build(password);
            for (ContentInfo content : pdu.getContentInfos()) {
                bags(content, decryption);
            }
        } catch (PKCSException | IOException | RuntimeException e) {
            // Bouncy Castle says in many ways that a structure is not what it was taken for.
            throw new NotOpened(KeyProblem.DAMAGED, "it is not PKCS#12, or it is damaged; export it anew");
        }
    }

    private void bags(ContentInfo content, InputDecryptorProvider decryption)
            throws PKCSException, IOException, NotOpened {
        PKCS12SafeBagFactory factory;
        if (content.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
            bounded(EncryptedData.getInstance(content.getContent()).getEncryptionAlgorithm());
            factory = new PKCS12SafeBagFactory(content, decryption);
        } else {
            factory = new PKCS12SafeBagFactory(content);
        }
        for (PKCS12SafeBag bag : factory.getSafeBags()) {
            if (keys.size() + certificates.size() >= MOST_BAGS) {
                throw new NotOpened(
                        KeyProblem.TOO_MUCH_WORK,
                        "it holds more than " + MOST_BAGS + " certificates and keys; export yours alone");
            }
            Object value = bag.getBagValue();
            if (value instanceof X509CertificateHolder certificate) {
                certificates.add(certificate);
            } else if (value instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                bounded(EncryptedPrivateKeyInfo.getInstance(encrypted.getEncoded())
                        .getEncryptionAlgorithm());
                keys.add(encrypted.decryptPrivateKeyInfo(decryption));
            } else if (value instanceof PrivateKeyInfo plain) {
                keys.add(plain);
            }
        }
    }

    /** Refuses more iterations than the bound, wherever this algorithm states them. */
    private static void bounded(AlgorithmIdentifier algorithm) throws NotOpened {
        ASN1Encodable parameters = algorithm.getParameters();
        BigInteger stated;
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            stated = PBKDF2Params.getInstance(PBES2Parameters.getInstance(parameters)
                            .getKeyDerivationFunc()
                            .getParameters())
                    .getIterationCount();
        } else {
            stated = PKCS12PBEParams.getInstance(ASN1Sequence.getInstance(parameters))
                    .getIterations();
        }
        Encryption.iterations(stated);
    }
}
