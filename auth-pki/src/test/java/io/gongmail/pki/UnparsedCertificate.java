package io.gongmail.pki;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;

/** Octets that call themselves a certificate and were never parsed, as a TLS library may hand them over. */
public final class UnparsedCertificate extends X509Certificate {
    private static final long serialVersionUID = 1;
    private final byte[] octets;

    public UnparsedCertificate(byte[] octets) {
        this.octets = octets.clone();
    }

    @Override
    public byte[] getEncoded() {
        return octets.clone();
    }

    private static UnsupportedOperationException unparsed() {
        return new UnsupportedOperationException("only the octets may be asked for");
    }

    @Override
    public void checkValidity() {
        throw unparsed();
    }

    @Override
    public void checkValidity(Date date) {
        throw unparsed();
    }

    @Override
    public int getVersion() {
        throw unparsed();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw unparsed();
    }

    @Override
    public Principal getIssuerDN() {
        throw unparsed();
    }

    @Override
    public Principal getSubjectDN() {
        throw unparsed();
    }

    @Override
    public Date getNotBefore() {
        throw unparsed();
    }

    @Override
    public Date getNotAfter() {
        throw unparsed();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw unparsed();
    }

    @Override
    public byte[] getSignature() {
        throw unparsed();
    }

    @Override
    public String getSigAlgName() {
        throw unparsed();
    }

    @Override
    public String getSigAlgOID() {
        throw unparsed();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw unparsed();
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        throw unparsed();
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        throw unparsed();
    }

    @Override
    public boolean[] getKeyUsage() {
        throw unparsed();
    }

    @Override
    public int getBasicConstraints() {
        throw unparsed();
    }

    @Override
    public void verify(PublicKey key) {
        throw unparsed();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw unparsed();
    }

    @Override
    public String toString() {
        return "unparsed";
    }

    @Override
    public PublicKey getPublicKey() {
        throw unparsed();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        throw unparsed();
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        throw unparsed();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        throw unparsed();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        throw unparsed();
    }
}
