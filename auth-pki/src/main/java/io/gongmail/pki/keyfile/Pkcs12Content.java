package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.io.InputStream;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jcajce.io.CipherInputStream;
import org.bouncycastle.operator.DefaultSecretKeySizeProvider;
import org.bouncycastle.operator.InputDecryptor;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/** What one PKCS#12 file holds. Its MAC tells a wrong password; what is wrong behind a right MAC is damage. */
final class Pkcs12Content {
    /** Of a person with several pairs of several authorities: what is opened and compared with what grows by both. */
    private static final int MOST_KEYS = 8;

    private static final int MOST_CERTIFICATES = 40;
    /** Key and IV of RFC 7292 §B, at most two blocks and one, by Bouncy Castle's slower hashing. */
    private static final int STEPS_OF_PBES1 = 4;

    private static final int LONGEST_KEY = 32;
    private final Work work = new Work();
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
            if (!isMacValid(mac, pfx, password)) {
                throw new NotOpened(
                        KeyProblem.WRONG_PASSWORD,
                        "the password does not open it; try again, and if it is surely right the file is damaged");
            }
            InputDecryptorProvider decryption = new Decryption(password);
            for (ContentInfo content : new PKCS12PfxPdu(pfx).getContentInfos()) {
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
            if (keys.size() > MOST_KEYS || certificates.size() > MOST_CERTIFICATES) {
                throw new NotOpened(
                        KeyProblem.TOO_MUCH_WORK,
                        "it holds more than " + MOST_KEYS + " keys or " + MOST_CERTIFICATES
                                + " certificates; export yours alone");
            }
        }
    }

    private boolean isMacValid(MacData mac, Pfx pfx, char[] password) throws NotOpened {
        ASN1ObjectIdentifier digest = mac.getMac().getAlgorithmId().getAlgorithm();
        Prf prf = Prf.ofDigest(digest).orElseThrow(() -> unknown(digest));
        int iterations = work.iterations(mac.getIterationCount(), prf.steps());
        byte[] content =
                ASN1OctetString.getInstance(pfx.getAuthSafe().getContent()).getOctets();
        try (Secrets key = Secrets.of(Derivation.ofMac(prf, password, mac.getSalt(), iterations))) {
            Mac check = Mac.getInstance(prf.mac());
            check.init(new SecretKeySpec(key.octets(), prf.mac()));
            return MessageDigest.isEqual(check.doFinal(content), mac.getMac().getDigest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }

    /** Decrypts one part; its iterations are in the sum by then. */
    private final class Decryption implements InputDecryptorProvider {
        private final char[] password;
        private final InputDecryptorProvider others;

        Decryption(char[] password) {
            this.password = password;
            this.others = new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(provider)
                    .build(password);
        }

        @Override
        public InputDecryptor get(AlgorithmIdentifier stated) throws OperatorCreationException {
            if (!stated.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
                return others.get(stated);
            }
            PBES2Parameters pbes2 = PBES2Parameters.getInstance(stated.getParameters());
            PBKDF2Params pbkdf2 =
                    PBKDF2Params.getInstance(pbes2.getKeyDerivationFunc().getParameters());
            Prf prf = Prf.of(pbkdf2.getPrf().getAlgorithm()).orElseThrow();
            AlgorithmIdentifier scheme = AlgorithmIdentifier.getInstance(pbes2.getEncryptionScheme());
            String oid = scheme.getAlgorithm().getId();
            try (Secrets secret = Secrets.of(password);
                    Secrets key = Secrets.of(Derivation.pbkdf2(
                            prf,
                            secret.octets(),
                            pbkdf2.getSalt(),
                            pbkdf2.getIterationCount().intValueExact(),
                            keyOctets(scheme)))) {
                Cipher cipher = Cipher.getInstance(oid, provider);
                AlgorithmParameters parameters = AlgorithmParameters.getInstance(oid, provider);
                parameters.init(scheme.getParameters().toASN1Primitive().getEncoded());
                cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.octets(), oid), parameters);
                return new Decrypted(scheme, cipher);
            } catch (GeneralSecurityException | IOException e) {
                throw new OperatorCreationException(
                        "a cipher that is not known, or whose parameters are not its own", e);
            }
        }

        private static int keyOctets(AlgorithmIdentifier scheme) {
            return KeyScheme.of(KeyScheme.Family.PBES2, scheme.getAlgorithm().getId())
                    .map(KeyScheme::keyOctets)
                    .orElseGet(() -> DefaultSecretKeySizeProvider.INSTANCE.getKeySize(scheme) / 8);
        }
    }

    private record Decrypted(AlgorithmIdentifier scheme, Cipher cipher) implements InputDecryptor {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return scheme;
        }

        @Override
        public InputStream getInputStream(InputStream encrypted) {
            return new CipherInputStream(encrypted, cipher);
        }
    }

    /** Takes the iterations into the sum, wherever this algorithm states them. */
    private void bounded(AlgorithmIdentifier algorithm) throws NotOpened {
        ASN1Encodable parameters = algorithm.getParameters();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            KeyDerivationFunc derivation =
                    PBES2Parameters.getInstance(parameters).getKeyDerivationFunc();
            if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
                throw unknown(derivation.getAlgorithm());
            }
            PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
            Prf prf = Prf.of(pbkdf2.getPrf().getAlgorithm()).orElse(null);
            if (prf == null) {
                throw unknown(pbkdf2.getPrf().getAlgorithm());
            }
            work.iterations(pbkdf2.getIterationCount(), prf.steps(LONGEST_KEY));
        } else {
            work.iterations(
                    PKCS12PBEParams.getInstance(ASN1Sequence.getInstance(parameters))
                            .getIterations(),
                    STEPS_OF_PBES1);
        }
    }

    private static NotOpened unknown(ASN1ObjectIdentifier oid) {
        return new NotOpened(
                KeyProblem.UNKNOWN_SCHEME,
                "a part of it is protected by a scheme that is not known here, OID " + oid
                        + "; export it anew, with AES and SHA-256");
    }
}
