package io.gongmail.pki.keyfile;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The encryption of one key file, as its header states it and within our bounds. */
final class Encryption {
    /** Of all ciphers here, in octets; an IV is as long. */
    static final int BLOCK = 16;

    private static final int LONGEST_SALT = 256;
    /** What openssl makes of a password-protected key; old programs take no more than this in reasonable time. */
    private static final int ITERATIONS_OF_PBES1 = 2_048;

    private static final int ITERATIONS_OF_PBES2 = 100_000;
    private static final int SALT = 16;
    /** Programs of old read eight octets of salt and no more. */
    private static final int SALT_OF_PBES1 = 8;

    private final KeyScheme scheme;
    private final byte[] salt;
    private final int iterations;
    private final Prf prf;
    private final byte[] iv;

    private Encryption(KeyScheme scheme, byte[] salt, int iterations, Prf prf, byte[] iv) {
        this.scheme = scheme;
        this.salt = salt;
        this.iterations = iterations;
        this.prf = prf;
        this.iv = iv;
    }

    KeyScheme scheme() {
        return scheme;
    }

    byte[] salt() {
        return salt;
    }

    int iterations() {
        return iterations;
    }

    /** Of PBKDF2; of the others SHA-1, which is what they are built on. */
    Prf prf() {
        return prf;
    }

    /** Of PBES2; the others derive or fix theirs. */
    byte[] iv() {
        return iv;
    }

    /** For a new file. */
    static Encryption fresh(KeyScheme scheme, SecureRandom random) {
        return switch (scheme.family()) {
            case FIXED_IV -> throw new IllegalArgumentException(scheme + " is read and never written");
            case PBES1 ->
                new Encryption(scheme, octets(SALT_OF_PBES1, random), ITERATIONS_OF_PBES1, Prf.SHA1, new byte[0]);
            // HMAC-SHA-1, since Korean programs read no other with SEED and ARIA.
            case PBES2 ->
                new Encryption(scheme, octets(SALT, random), ITERATIONS_OF_PBES2, Prf.SHA1, octets(BLOCK, random));
        };
    }

    /** What {@code stated} says. */
    static Encryption of(AlgorithmIdentifier stated) throws NotOpened {
        String oid = stated.getAlgorithm().getId();
        try {
            if (stated.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
                return pbes2(PBES2Parameters.getInstance(stated.getParameters()));
            }
            KeyScheme scheme = KeyScheme.outermost(oid).orElse(null);
            if (scheme == null) {
                throw unknown(oid);
            }
            ASN1Sequence parameters = ASN1Sequence.getInstance(stated.getParameters());
            byte[] salt = salt(parameters.getObjectAt(0));
            int iterations = new Work()
                    .iterations(
                            ASN1Integer.getInstance(parameters.getObjectAt(1)).getValue(), steps(scheme, Prf.SHA1));
            return new Encryption(scheme, salt, iterations, Prf.SHA1, new byte[0]);
        } catch (RuntimeException e) {
            // How Bouncy Castle says, in many ways, that a structure is not what it was taken for.
            throw new NotOpened(
                    KeyProblem.DAMAGED,
                    "the parameters of its encryption " + oid + " are not what they should be; take a fresh copy");
        }
    }

    private static Encryption pbes2(PBES2Parameters parameters) throws NotOpened {
        KeyDerivationFunc derivation = parameters.getKeyDerivationFunc();
        if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknown(derivation.getAlgorithm().getId());
        }
        EncryptionScheme cipher = parameters.getEncryptionScheme();
        String oid = cipher.getAlgorithm().getId();
        KeyScheme scheme = KeyScheme.of(KeyScheme.Family.PBES2, oid).orElse(null);
        if (scheme == null) {
            throw unknown(oid);
        }
        PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
        ASN1ObjectIdentifier stated = pbkdf2.getPrf().getAlgorithm();
        Prf prf = Prf.of(stated).orElse(null);
        if (prf == null) {
            throw unknown(stated.getId());
        }
        BigInteger keyLength = pbkdf2.getKeyLength();
        byte[] iv = ASN1OctetString.getInstance(cipher.getParameters()).getOctets();
        if (iv.length != BLOCK || (keyLength != null && !keyLength.equals(BigInteger.valueOf(scheme.keyOctets())))) {
            throw new IllegalArgumentException("key or IV of another cipher");
        }
        int iterations = new Work().iterations(pbkdf2.getIterationCount(), steps(scheme, prf));
        return new Encryption(scheme, bounded(pbkdf2.getSalt()), iterations, prf, iv);
    }

    /** As it stands in a file's header. */
    AlgorithmIdentifier stated() {
        if (scheme.family() == KeyScheme.Family.PBES2) {
            KeyDerivationFunc derivation = new KeyDerivationFunc(
                    PKCSObjectIdentifiers.id_PBKDF2,
                    new PBKDF2Params(salt, iterations, new AlgorithmIdentifier(prf.oid(), DERNull.INSTANCE)));
            EncryptionScheme cipher =
                    new EncryptionScheme(new ASN1ObjectIdentifier(scheme.oid()), new DEROctetString(iv));
            return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, cipher));
        }
        return new AlgorithmIdentifier(
                new ASN1ObjectIdentifier(scheme.oid()),
                new DERSequence(new ASN1Encodable[] {new DEROctetString(salt), new ASN1Integer(iterations)}));
    }

    /** Of each iteration, as {@link Work} counts them; where two derivations are tried, of both. */
    private static int steps(KeyScheme scheme, Prf prf) {
        return switch (scheme.family()) {
            case PBES1 -> 1;
            case PBES2 -> prf.steps(scheme.keyOctets());
            case FIXED_IV -> 1 + prf.steps(scheme.keyOctets());
        };
    }

    private static byte[] salt(ASN1Encodable stated) {
        return bounded(ASN1OctetString.getInstance(stated).getOctets());
    }

    private static byte[] bounded(byte[] salt) {
        if (salt.length == 0 || salt.length > LONGEST_SALT) {
            throw new IllegalArgumentException("salt");
        }
        return salt;
    }

    private static byte[] octets(int count, SecureRandom random) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private static NotOpened unknown(String oid) {
        return new NotOpened(
                KeyProblem.UNKNOWN_SCHEME,
                "it is encrypted by a scheme that is not known here, OID " + oid
                        + "; save it anew by the program that made it, as a key file or as PKCS#12");
    }
}
