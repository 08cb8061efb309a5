package io.gongmail.pki;

/** Where the status of a certificate is asked for. */
public enum RevocationSource {
    /** Lists at hand in files. */
    FILES,
    /** Lists fetched from the distribution points that certificates name, by LDAP or HTTP. */
    CRL,
    /** Responders that certificates name. */
    OCSP
}
