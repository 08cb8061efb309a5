package io.gongmail.pki.path;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the certificates at hand lead from one to an anchor, by name and signature. No verdict: time, revocation, usage
 * and policies are the judge's.
 */
public final class ChainFinder {
    private final List<X509Certificate> anchors;
    private final List<X509Certificate> intermediates;
    private final int longest;

    /** @param longest certificates in a chain, without the anchor */
    public ChainFinder(List<X509Certificate> anchors, List<X509Certificate> intermediates, int longest) {
        this.anchors = List.copyOf(anchors);
        this.intermediates = List.copyOf(intermediates);
        this.longest = longest;
    }

    /** The first chain found, leaf first and its anchor last; {@code above} helps and is not trusted. */
    public Optional<List<X509Certificate>> from(X509Certificate leaf, List<X509Certificate> above) {
        List<X509Certificate> candidates = new ArrayList<>(above);
        candidates.addAll(intermediates);
        return new PathFinder(anchors, candidates, longest, PathFinder.Links.NAMES_AND_SIGNATURES)
                .from(leaf).stream().findFirst().map(path -> {
                    List<X509Certificate> whole = new ArrayList<>(path.certificates());
                    whole.add(path.anchor());
                    return List.copyOf(whole);
                });
    }
}
