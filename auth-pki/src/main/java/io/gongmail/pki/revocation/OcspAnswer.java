package io.gongmail.pki.revocation;

import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Reads one answer of a responder and believes it only if all of RFC 6960 §3.2 holds. */
final class OcspAnswer {
    private static final Duration SKEW = Duration.ofMinutes(2);
    /** How old an answer without nextUpdate may be: it says that newer status is to be had at any time (§2.4). */
    private static final Duration OLDEST_WITHOUT_END = Duration.ofMinutes(10);

    private final X509Certificate issuer;
    private final X509CertificateHolder issuerHolder;
    private final CertificateID asked;
    private final byte[] nonce;
    private final boolean nonceRequired;
    private final Provider provider;

    OcspAnswer(
            X509Certificate issuer,
            X509CertificateHolder issuerHolder,
            CertificateID asked,
            byte[] nonce,
            boolean nonceRequired,
            Provider provider) {
        this.issuer = issuer;
        this.issuerHolder = issuerHolder;
        this.asked = asked;
        this.nonce = nonce.clone();
        this.nonceRequired = nonceRequired;
        this.provider = provider;
    }

    /**
     * What {@code octets} say.
     *
     * @param ofResponder what holds of a responder's own certificate that does not exempt itself
     * @throws IOException when they are not to be believed; the message says why
     */
    Standing read(byte[] octets, Instant now, Function<X509Certificate, Standing> ofResponder) throws IOException {
        try {
            OCSPResp response = parsed(octets);
            if (response.getStatus() != OCSPResp.SUCCESSFUL) {
                throw new IOException("the responder answered with error " + response.getStatus());
            }
            if (!(response.getResponseObject() instanceof BasicOCSPResp answer)) {
                throw new IOException("an answer of a kind that is not known");
            }
            verify(answer, now, ofResponder);
            verifyNonce(answer);
            SingleResp single = Stream.of(answer.getResponses())
                    .filter(one -> isAbout(one.getCertID()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("an answer for another certificate"));
            return standing(single, now);
        } catch (OCSPException | OperatorCreationException | CertificateException | CertException e) {
            throw new IOException("an answer that cannot be verified: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Bouncy Castle meets broken DER with many kinds.
            throw new IOException(
                    "an answer that cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static OCSPResp parsed(byte[] octets) throws IOException {
        try {
            return new OCSPResp(octets);
        } catch (IOException e) {
            // Where the octets end too soon it says nothing at all.
            throw new IOException("an answer that is broken: " + e, e);
        }
    }

    /** By the issuer itself, or by whom it has charged with answering (§4.2.2.2). */
    private void verify(BasicOCSPResp answer, Instant now, Function<X509Certificate, Standing> ofResponder)
            throws IOException, OCSPException, OperatorCreationException, CertificateException, CertException {
        JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder().setProvider(provider);
        if (isNamed(answer.getResponderId(), issuerHolder)
                && answer.isSignatureValid(verifiers.build(issuer.getPublicKey()))) {
            return;
        }
        X509CertificateHolder responder = responder(answer);
        // The issuer's signature first: until it holds, the key in there is a stranger's.
        if (!responder.getIssuer().equals(issuerHolder.getSubject())
                || !responder.isSignatureValid(verifiers.build(issuer.getPublicKey()))) {
            throw new IOException("the responder's certificate is not of the certificate's own issuer");
        }
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(responder.getExtensions());
        if (usage == null || !usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)) {
            throw new IOException("the responder's certificate is not for answering");
        }
        if (!responder.isValidOn(Date.from(now))) {
            throw new IOException("the responder's certificate is out of its time");
        }
        if (!answer.isSignatureValid(verifiers.build(responder))) {
            throw new IOException("a signature that fails");
        }
        boolean exempt = responder.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck) != null;
        Standing own = ofResponder.apply((X509Certificate) CertificateFactory.getInstance("X.509", provider)
                .generateCertificate(new ByteArrayInputStream(responder.getEncoded())));
        // Who is exempt may have no status, but a list that names it is final all the same.
        if (own instanceof Revoked || !exempt && !(own instanceof Good)) {
            throw new IOException("the responder's certificate is revoked, or its status is not to be had");
        }
    }

    private X509CertificateHolder responder(BasicOCSPResp answer)
            throws IOException, OCSPException, OperatorCreationException {
        for (X509CertificateHolder holder : answer.getCerts()) {
            if (isNamed(answer.getResponderId(), holder)) {
                return holder;
            }
        }
        throw new IOException("signed by nobody who is known");
    }

    private void verifyNonce(BasicOCSPResp answer) throws IOException {
        Extension returned = answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (returned == null) {
            if (nonceRequired) {
                throw new IOException("an answer without nonce");
            }
        } else if (!Arrays.equals(returned.getExtnValue().getOctets(), nonce)) {
            throw new IOException("an answer with another nonce");
        }
    }

    private boolean isAbout(CertificateID id) {
        return id.getSerialNumber().equals(asked.getSerialNumber())
                && id.getHashAlgOID().equals(asked.getHashAlgOID())
                && Arrays.equals(id.getIssuerNameHash(), asked.getIssuerNameHash())
                && Arrays.equals(id.getIssuerKeyHash(), asked.getIssuerKeyHash());
    }

    private static Standing standing(SingleResp single, Instant now) throws IOException {
        Instant from = single.getThisUpdate().toInstant();
        Instant end = single.getNextUpdate() == null
                ? from.plus(OLDEST_WITHOUT_END)
                : single.getNextUpdate().toInstant();
        List<String> evidence = List.of("ocspThisUpdate=" + from, "ocspNextUpdate=" + end);
        CertificateStatus status = single.getCertStatus();
        if (now.plus(SKEW).isBefore(from)) {
            throw new IOException("an answer of the future: thisUpdate " + from);
        }
        if (!now.isBefore(end)) {
            throw new IOException("an answer that is over since " + end);
        }
        if (status == CertificateStatus.GOOD) {
            return new Good(end, List.of(), evidence);
        }
        if (status instanceof RevokedStatus revoked) {
            boolean onHold =
                    revoked.hasRevocationReason() && revoked.getRevocationReason() == CRLReason.certificateHold;
            return new Revoked(
                    onHold,
                    Stream.concat(
                                    Stream.of("revokedOn="
                                            + revoked.getRevocationTime().toInstant()),
                                    evidence.stream())
                            .toList());
        }
        throw new IOException("the responder does not know the certificate");
    }

    private boolean isNamed(RespID id, X509CertificateHolder holder) throws OCSPException, OperatorCreationException {
        X500Name name = id.toASN1Primitive().getName();
        if (name != null) {
            return name.equals(holder.getSubject());
        }
        return id.equals(new RespID(
                holder.getSubjectPublicKeyInfo(),
                new JcaDigestCalculatorProviderBuilder()
                        .setProvider(provider)
                        .build()
                        .get(RespID.HASH_SHA1)));
    }
}
