package io.gongmail.pki.possession;

import io.gongmail.pki.BouncyCastle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** The person's side: signs challenges with their key, by SHA-256. Thread-safe. */
public final class ChallengeSigner {
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Provider signing;
    private final Provider provider = BouncyCastle.PROVIDER;

    /**
     * @param chain the signer's certificate, then what stands above it; sent along
     * @param key RSA or EC
     */
    public ChallengeSigner(List<X509Certificate> chain, PrivateKey key) {
        this(chain, key, BouncyCastle.PROVIDER);
    }

    /** With a key that signs only by {@code signing}, such as that of a token. */
    public ChallengeSigner(List<X509Certificate> chain, PrivateKey key, Provider signing) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a signer needs a certificate");
        }
        this.chain = List.copyOf(chain);
        this.key = key;
        this.signing = signing;
    }

    /**
     * CMS SignedData in DER with the challenge's text inside (RFC 5652 §5).
     *
     * @throws GeneralSecurityException when the key cannot sign
     */
    public byte[] sign(Challenge challenge) throws GeneralSecurityException {
        try {
            String algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC", "ECDSA" -> "SHA256withECDSA";
                default -> throw new GeneralSecurityException("no signatures by " + key.getAlgorithm());
            };
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                            .setProvider(provider)
                            .build())
                    .build(
                            new JcaContentSignerBuilder(algorithm)
                                    .setProvider(signing)
                                    .build(key),
                            chain.get(0)));
            generator.addCertificates(new JcaCertStore(chain));
            return generator
                    .generate(new CMSProcessableByteArray(challenge.octets()), true)
                    .getEncoded("DER");
        } catch (OperatorCreationException | CMSException | IOException e) {
            throw new GeneralSecurityException("the challenge could not be signed", e);
        }
    }
}
