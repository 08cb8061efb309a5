package io.gongmail.pki.revocation;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** The revocation lists at hand. Thread-safe; nothing but {@link #demand} waits for anything outside the process. */
public interface RevocationLists {
    /** Every list issued under the name {@code issuer}, fresh or stale; nothing is verified yet. */
    List<X509CRL> of(X500Principal issuer);

    /** Every list of every issuer. */
    List<X509CRL> all();

    /**
     * Rises whenever a list came, went or was swapped for another, after that is seen in what the others give: who has read it
     * before looking, and finds it unchanged later, would find the same lists.
     */
    long version();

    /**
     * Those that may speak of {@code certificate}: all of its issuer's, or fewer where lists are known by distribution
     * point.
     */
    default List<X509CRL> about(X509Certificate certificate, X509Certificate issuer) {
        return of(certificate.getIssuerX500Principal());
    }

    /**
     * Lets the lists come to hand that {@code certificate} names, and waits for them while {@code patience} lasts.
     * Where lists come by themselves this does nothing.
     *
     * @param issuer who signed it, verified up to an anchor: its points are trusted to be asked
     */
    default void demand(X509Certificate certificate, X509Certificate issuer, Patience patience) {}

    /** The lists of both. */
    static RevocationLists together(RevocationLists one, RevocationLists other) {
        return new RevocationLists() {
            @Override
            public List<X509CRL> of(X500Principal issuer) {
                return both(one.of(issuer), other.of(issuer));
            }

            @Override
            public List<X509CRL> all() {
                return both(one.all(), other.all());
            }

            @Override
            public long version() {
                return one.version() + other.version();
            }

            @Override
            public List<X509CRL> about(X509Certificate certificate, X509Certificate issuer) {
                return both(one.about(certificate, issuer), other.about(certificate, issuer));
            }

            @Override
            public void demand(X509Certificate certificate, X509Certificate issuer, Patience patience) {
                one.demand(certificate, issuer, patience);
                other.demand(certificate, issuer, patience);
            }

            private List<X509CRL> both(List<X509CRL> lists, List<X509CRL> more) {
                return lists.isEmpty()
                        ? more
                        : more.isEmpty()
                                ? lists
                                : Stream.concat(lists.stream(), more.stream()).toList();
            }
        };
    }
}
