package io.gongmail.pki.keyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.MacCalculator;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.junit.jupiter.api.io.TempDir;

/** Whatever calls itself PKCS#12, of a stranger or of somebody who knows the password. */
class Pkcs12FuzzTest {
    private static final char[] PASSWORD = Vectors.PASSWORD.toCharArray();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Pkcs12Files FILES = new Pkcs12Files(new SecureRandom());

    @TempDir
    static Path folder;

    @FuzzTest
    void isOpenedOrRefused(byte[] octets) throws Exception {
        opened(octets);
        opened(authenticated(octets));
    }

    private static void opened(byte[] octets) throws Exception {
        Path file = Files.write(folder.resolve("any.p12"), octets);
        FILES.isOne(file);
        FILES.open(file, PASSWORD.clone())
                .fold(
                        opened -> {
                            List<Pair> pairs = opened.value();
                            pairs.forEach(Pair::close);
                            return assertThat(pairs).isNotEmpty();
                        },
                        refused -> assertThat(refused.text()).contains("any.p12"));
    }

    /** Around {@code contents} a MAC that holds: what follows it is out of a fuzzer's reach without one. */
    private static byte[] authenticated(byte[] contents) throws Exception {
        MacCalculator mac = new JcePKCS12MacCalculatorBuilder()
                .setProvider(BOUNCY_CASTLE)
                .setIterationCount(1)
                .build(PASSWORD.clone());
        mac.getOutputStream().write(contents);
        PKCS12PBEParams parameters =
                PKCS12PBEParams.getInstance(mac.getAlgorithmIdentifier().getParameters());
        return new Pfx(
                        new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(contents)),
                        new MacData(
                                new DigestInfo(
                                        new AlgorithmIdentifier(
                                                mac.getAlgorithmIdentifier().getAlgorithm(), DERNull.INSTANCE),
                                        mac.getMac()),
                                parameters.getIV(),
                                1))
                .getEncoded();
    }
}
