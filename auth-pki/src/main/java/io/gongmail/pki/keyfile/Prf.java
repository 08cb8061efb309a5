package io.gongmail.pki.keyfile;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** The pseudo-random function of PBKDF2 (RFC 8018 §B.1.2). Without one stated it is HMAC-SHA-1. */
enum Prf {
    SHA1(PKCSObjectIdentifiers.id_hmacWithSHA1, SHA1Digest::new),
    SHA224(PKCSObjectIdentifiers.id_hmacWithSHA224, SHA224Digest::new),
    SHA256(PKCSObjectIdentifiers.id_hmacWithSHA256, SHA256Digest::new),
    SHA384(PKCSObjectIdentifiers.id_hmacWithSHA384, SHA384Digest::new),
    SHA512(PKCSObjectIdentifiers.id_hmacWithSHA512, SHA512Digest::new);

    private final ASN1ObjectIdentifier oid;
    private final Supplier<Digest> digest;

    Prf(ASN1ObjectIdentifier oid, Supplier<Digest> digest) {
        this.oid = oid;
        this.digest = digest;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    Digest digest() {
        return digest.get();
    }

    static Optional<Prf> of(ASN1ObjectIdentifier oid) {
        return Stream.of(values()).filter(prf -> prf.oid.equals(oid)).findFirst();
    }
}
