package io.gongmail.server.clientsetup;

import io.gongmail.server.tls.ServerKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Configuration profiles for Apple Mail, signed with the server's own certificate, so that macOS tells whose they are. Thread-safe. */
public final class SignedProfiles {
    public static final String TYPE = "application/x-apple-aspen-config";

    private final MailService service;
    private final Supplier<List<ServerKey>> keys;

    /** @param keys those in force when they are asked for, of which the first signs */
    public SignedProfiles(MailService service, Supplier<List<ServerKey>> keys) {
        this.service = service;
        this.keys = keys;
    }

    /**
     * A signed profile for one address: SignedData with the profile in it, DER (RFC 5652 §5).
     *
     * @param address of a domain of the service's
     */
    public byte[] of(String address) {
        ServerKey signing = keys.get().get(0);
        String hash = signing.key().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(
                                    new JcaContentSignerBuilder(hash).build(signing.key()),
                                    signing.chain().get(0)));
            generator.addCertificates(new JcaCertStore(signing.chain()));
            return generator
                    .generate(new CMSProcessableByteArray(AppleProfile.write(service, address)), true)
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
            throw new IllegalStateException("the profile cannot be signed with the server's key", e);
        }
    }
}
