package io.gongmail.pki.path;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds paths from a certificate to an anchor by name and signature, depth first. Work is bounded: at most 64 signatures
 * are checked and 4 paths found, whatever a peer sends.
 */
final class PathFinder {
    private static final int MOST_SIGNATURES = 64;
    private static final int MOST_PATHS = 4;

    private final List<X509Certificate> anchors;
    private final List<X509Certificate> candidates;
    private final int longest;
    private final Provider provider;
    private final List<Path> found = new ArrayList<>();
    private int signatures;
    private boolean namesLedToAnAnchor;

    PathFinder(List<X509Certificate> anchors, List<X509Certificate> candidates, int longest, Provider provider) {
        this.anchors = anchors;
        this.candidates = candidates;
        this.longest = longest;
        this.provider = provider;
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
        return found;
    }

    /** Whether a path existed by its names, of which a signature failed. */
    boolean namesLedToAnAnchor() {
        return namesLedToAnAnchor;
    }

    private void extend(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        for (X509Certificate anchor : anchors) {
            if (issued(anchor, last)) {
                namesLedToAnAnchor = true;
                if (signed(anchor, last) && found.size() < MOST_PATHS) {
                    found.add(new Path(path, anchor));
                }
            }
        }
        if (path.size() >= longest) {
            return;
        }
        for (X509Certificate candidate : candidates) {
            if (issued(candidate, last) && !path.contains(candidate) && !anchors.contains(candidate)) {
                if (signed(candidate, last)) {
                    path.add(candidate);
                    extend(path);
                    path.remove(path.size() - 1);
                } else {
                    namesLedToAnAnchor |= anchors.stream().anyMatch(anchor -> issued(anchor, candidate));
                }
            }
        }
    }

    private static boolean issued(X509Certificate issuer, X509Certificate subject) {
        return issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal());
    }

    private boolean signed(X509Certificate issuer, X509Certificate subject) {
        if (signatures++ >= MOST_SIGNATURES) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey(), provider);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
