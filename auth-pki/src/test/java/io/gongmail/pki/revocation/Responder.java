package io.gongmail.pki.revocation;

import io.gongmail.pki.TestAuthority;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A responder that answers right in every respect until changed. */
public final class Responder implements UnaryOperator<byte[]> {
    private KeyPair signer;
    private X509Certificate named;
    private final List<X509CertificateHolder> shown = new ArrayList<>();
    private @Nullable CertificateStatus status = CertificateStatus.GOOD;
    private Instant thisUpdate;
    private @Nullable Instant nextUpdate;
    private UnaryOperator<byte[]> nonce = octets -> octets;
    private UnaryOperator<CertificateID> about = id -> id;
    private int failure;

    /** Signs with the authority's own key. */
    public Responder(TestAuthority authority, Instant now) {
        signer = authority.keyPair();
        named = authority.certificate();
        thisUpdate = now;
        nextUpdate = now.plusSeconds(3600);
    }

    /** Signs with another's key, and shows its certificate. */
    Responder delegated(X509Certificate certificate, KeyPair pair) {
        signer = pair;
        named = certificate;
        shown.clear();
        try {
            shown.add(new JcaX509CertificateHolder(certificate));
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    Responder signedBy(KeyPair pair) {
        signer = pair;
        return this;
    }

    /** Null is good (as Bouncy Castle has it). */
    public Responder saying(@Nullable CertificateStatus status) {
        this.status = status;
        return this;
    }

    Responder from(Instant instant) {
        thisUpdate = instant;
        return this;
    }

    Responder until(@Nullable Instant instant) {
        nextUpdate = instant;
        return this;
    }

    /** Null leaves it out. */
    Responder nonce(UnaryOperator<byte[]> change) {
        nonce = change;
        return this;
    }

    Responder about(UnaryOperator<CertificateID> change) {
        about = change;
        return this;
    }

    Responder failing(int code) {
        failure = code;
        return this;
    }

    @Override
    public byte[] apply(byte[] question) {
        try {
            OCSPReq request = new OCSPReq(question);
            if (failure != 0) {
                return new OCSPRespBuilder().build(failure, null).getEncoded();
            }
            BasicOCSPRespBuilder answer =
                    new BasicOCSPRespBuilder(new RespID(new JcaX509CertificateHolder(named).getSubject()));
            for (var asked : request.getRequestList()) {
                answer.addResponse(
                        about.apply(asked.getCertID()),
                        status,
                        Date.from(thisUpdate),
                        nextUpdate == null ? null : Date.from(nextUpdate));
            }
            byte[] octets = nonce.apply(request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                    .getExtnValue()
                    .getOctets());
            if (octets != null) {
                answer.setResponseExtensions(new Extensions(
                        new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(octets))));
            }
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            answer.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()),
                                    shown.toArray(new X509CertificateHolder[0]),
                                    Date.from(thisUpdate)))
                    .getEncoded();
        } catch (Exception e) { // whatever goes wrong in a test's own responder is the test's fault
            throw new AssertionError(e);
        }
    }
}
