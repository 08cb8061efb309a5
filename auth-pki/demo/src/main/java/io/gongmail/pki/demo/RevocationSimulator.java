package io.gongmail.pki.demo;

import com.sun.net.httpserver.HttpExchange;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.pki.demo.identity.Permitted;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * The demo authority's lists and a responder over HTTP, beside the identity simulator: {@code GET /crl/root.crl} and
 * {@code /crl/issuing.crl} (DER), {@code POST /ocsp}; {@code GET /crl/} and {@code /ocsp} say on their face that this is a
 * simulator. It says what was last published, and knows nothing of certificates that are on no list: to it they are good.
 */
@Permitted("the JDK's own small HTTP server, as the identity simulator beside it")
public final class RevocationSimulator {
    private static final String NOTICE = "시험용: 인증서 폐지 확인 모의 서비스입니다. (simulator, test only)\n";
    private static final String LISTS = "/crl/";
    private static final String RESPONDER = "/ocsp";
    private static final int LARGEST_QUESTION = 8 * 1024;
    private static final int MOST_QUESTIONS = 16;
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private final DemoAuthority authority;
    private final Issued responder;
    private final X509CertificateHolder holder;
    private final Clock clock;

    private RevocationSimulator(DemoAuthority authority, Issued responder, Clock clock)
            throws GeneralSecurityException {
        this.authority = authority;
        this.responder = responder;
        this.holder = new JcaX509CertificateHolder(responder.certificate());
        this.clock = clock;
    }

    /** Answers beside {@code simulator}, for as long as that listens. */
    public static void serve(DemoAuthority authority, IdentitySimulator simulator, Clock clock)
            throws GeneralSecurityException {
        RevocationSimulator revocation = new RevocationSimulator(authority, authority.responder(), clock);
        simulator.beside(LISTS, revocation::list);
        simulator.beside(RESPONDER, revocation::answer);
    }

    /** Tells in a certificate of the issuing CA where its list and the responder are. */
    static void name(JcaX509v3CertificateBuilder builder, URI base) throws CertIOException {
        GeneralName list = new GeneralName(
                GeneralName.uniformResourceIdentifier,
                base.resolve(LISTS + "issuing.crl").toString());
        builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(list)), null, null)
        }));
        builder.addExtension(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp,
                        new GeneralName(
                                GeneralName.uniformResourceIdentifier,
                                base.resolve(RESPONDER).toString())));
    }

    private void list(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath().substring(LISTS.length());
        Optional<X509CRL> list = asked.endsWith(".crl")
                ? authority.list(asked.substring(0, asked.length() - ".crl".length()))
                : Optional.empty();
        if (list.isEmpty()) {
            notice(exchange, asked.isEmpty() ? 200 : 404);
            return;
        }
        try {
            send(exchange, 200, "application/pkix-crl", list.get().getEncoded());
        } catch (CRLException e) {
            throw new IllegalStateException("a list of our own can be encoded", e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            notice(exchange, 200);
            return;
        }
        byte[] question = exchange.getRequestBody().readNBytes(LARGEST_QUESTION);
        byte[] answer;
        try {
            answer = answered(new OCSPReq(question));
        } catch (IOException | OCSPException | RuntimeException e) {
            answer = failure(OCSPRespBuilder.MALFORMED_REQUEST);
        }
        send(exchange, 200, "application/ocsp-response", answer);
    }

    private byte[] answered(OCSPReq request) throws IOException, OCSPException {
        try {
            BasicOCSPRespBuilder answer = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
            Req[] questions = request.getRequestList();
            if (questions.length > MOST_QUESTIONS) {
                return failure(OCSPRespBuilder.UNAUTHORIZED);
            }
            Date now = Date.from(clock.instant());
            for (Req question : questions) {
                answer.addResponse(
                        question.getCertID(),
                        status(question.getCertID()),
                        now,
                        Date.from(clock.instant().plus(VALIDITY)));
            }
            Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (nonce != null) {
                answer.setResponseExtensions(new Extensions(nonce));
            }
            return new OCSPRespBuilder()
                    .build(
                            OCSPRespBuilder.SUCCESSFUL,
                            answer.build(
                                    CertificateMaker.signer(responder.key()),
                                    new X509CertificateHolder[] {holder},
                                    now))
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new OCSPException("cannot answer", e);
        }
    }

    private CertificateStatus status(CertificateID id)
            throws GeneralSecurityException, OCSPException, OperatorCreationException {
        boolean ours = id.matchesIssuer(
                new JcaX509CertificateHolder(authority.issuingCa()),
                new JcaDigestCalculatorProviderBuilder()
                        .setProvider(CertificateMaker.BOUNCY_CASTLE)
                        .build());
        if (!ours) {
            return new UnknownStatus();
        }
        X509CRLEntry entry = authority
                .list("issuing")
                .map(list -> list.getRevokedCertificate(id.getSerialNumber()))
                .orElse(null);
        if (entry == null) {
            return CertificateStatus.GOOD;
        }
        boolean onHold = entry.getRevocationReason() == java.security.cert.CRLReason.CERTIFICATE_HOLD;
        return new RevokedStatus(
                entry.getRevocationDate(), onHold ? CRLReason.certificateHold : CRLReason.keyCompromise);
    }

    private static byte[] failure(int code) throws IOException {
        try {
            return new OCSPRespBuilder().build(code, null).getEncoded();
        } catch (OCSPException e) {
            throw new IOException(e);
        }
    }

    private static void notice(HttpExchange exchange, int status) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", NOTICE.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Test", "simulator");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
