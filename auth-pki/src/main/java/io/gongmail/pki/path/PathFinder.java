package io.gongmail.pki.path;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds paths from a certificate to an anchor by name, and by signature where asked, depth first. Work is bounded: at most
 * 256 steps are taken, 64 signatures checked and 4 paths found, whatever a peer sends.
 */
final class PathFinder {
    private static final int MOST_STEPS = 256;
    private static final int MOST_SIGNATURES = 64;
    private static final int MOST_PATHS = 4;

    /** What makes one certificate another's issuer. */
    enum Links {
        /** Its name and its signature: what is found was made by the anchor's own people. */
        NAMES_AND_SIGNATURES,
        /** Its name alone, for saying why nothing was found, and where signatures are left to the PKIX validator. */
        NAMES
    }

    private final List<X509Certificate> anchors;
    private final List<X509Certificate> candidates;
    private final int longest;
    private final Links links;
    private final List<Path> found = new ArrayList<>();
    private int steps;
    private int signatures;

    PathFinder(List<X509Certificate> anchors, List<X509Certificate> candidates, int longest, Links links) {
        this.anchors = anchors;
        this.candidates = candidates;
        this.longest = longest;
        this.links = links;
    }

    /** A path, leaf first, without its anchor. */
    record Path(List<X509Certificate> certificates, X509Certificate anchor) {
        Path {
            certificates = List.copyOf(certificates);
        }

        X509Certificate leaf() {
            return certificates.get(0);
        }

        /** Who signed the certificate at {@code position}. */
        X509Certificate issuerOf(int position) {
            return position + 1 < certificates.size() ? certificates.get(position + 1) : anchor;
        }
    }

    List<Path> from(X509Certificate leaf) {
        List<X509Certificate> path = new ArrayList<>();
        path.add(leaf);
        extend(path);
        return List.copyOf(found);
    }

    private void extend(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        for (X509Certificate anchor : anchors) {
            if (found.size() < MOST_PATHS && issued(anchor, last)) {
                found.add(new Path(path, anchor));
            }
        }
        if (path.size() >= longest) {
            return;
        }
        for (X509Certificate candidate : candidates) {
            if (found.size() >= MOST_PATHS) {
                return;
            }
            if (isNamedAsIssuer(candidate, last)
                    && steps++ < MOST_STEPS
                    && !path.contains(candidate)
                    && !anchors.contains(candidate)
                    && issued(candidate, last)) {
                path.add(candidate);
                extend(path);
                path.remove(path.size() - 1);
            }
        }
    }

    private boolean issued(X509Certificate issuer, X509Certificate subject) {
        return isNamedAsIssuer(issuer, subject) && (links == Links.NAMES || signed(issuer, subject));
    }

    private static boolean isNamedAsIssuer(X509Certificate issuer, X509Certificate subject) {
        return issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal());
    }

    private boolean signed(X509Certificate issuer, X509Certificate subject) {
        if (signatures++ >= MOST_SIGNATURES) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Bouncy Castle meets an odd key or signature with either: it is not a signature that holds.
            return false;
        }
    }
}
