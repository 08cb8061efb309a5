package io.gongmail.pki.revocation;

import java.security.cert.X509CRL;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** The revocation lists at hand. Thread-safe; never blocks on anything outside the process. */
public interface RevocationLists {
    /** Every list issued under the name {@code issuer}, fresh or stale; nothing is verified yet. */
    List<X509CRL> of(X500Principal issuer);

    /** Every list of every issuer. */
    List<X509CRL> all();
}
