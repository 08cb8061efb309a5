package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.path.PathFinder.Links;
import io.gongmail.pki.path.PathFinder.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That work is bounded, each bound at both its sides. */
class PathFinderTest {
    private static final String NAME = "CN=CA,C=KR";
    private static final TestAuthority ROOT = TestAuthority.root("CN=Root,C=KR");
    private static final TestAuthority CA = ROOT.authority(NAME, made -> made);
    private static final X509Certificate LEAF = CA.issue(CA.person());
    /** Of the issuer's name, from nowhere and with a key of its own. */
    private static final X509Certificate DEAD_END = TestAuthority.root("CN=Elsewhere,C=KR")
            .authority(NAME, made -> made)
            .certificate();

    private static List<Path> found(List<X509Certificate> candidates, Links links, X509Certificate... anchors) {
        return new PathFinder(List.of(anchors), candidates, 5, links).from(LEAF);
    }

    private static List<X509Certificate> deadEndsThenTheIssuer(int deadEnds) {
        List<X509Certificate> candidates = new ArrayList<>(Collections.nCopies(deadEnds, DEAD_END));
        candidates.add(CA.certificate());
        return candidates;
    }

    @Test
    void aPathIsFoundLeafFirstWithItsAnchor() {
        assertThat(found(deadEndsThenTheIssuer(0), Links.NAMES_AND_SIGNATURES, ROOT.certificate()))
                .containsExactly(new Path(List.of(LEAF, CA.certificate()), ROOT.certificate()));
    }

    /** One more signature is that of the anchor under the issuer. */
    @ParameterizedTest
    @CsvSource({"62, 1", "63, 0"})
    void signaturesAreCheckedUpTo64(int deadEnds, int paths) {
        assertThat(found(deadEndsThenTheIssuer(deadEnds), Links.NAMES_AND_SIGNATURES, ROOT.certificate()))
                .hasSize(paths);
    }

    @ParameterizedTest
    @CsvSource({"255, 1", "256, 0"})
    void stepsAreTakenUpTo256(int deadEnds, int paths) {
        assertThat(found(deadEndsThenTheIssuer(deadEnds), Links.NAMES, ROOT.certificate()))
                .hasSize(paths);
    }

    @Test
    void pathsAreFoundUpToFourWhetherByAnchorsOrByIssuers() {
        X509Certificate[] anchors = Stream.generate(
                        () -> TestAuthority.root(NAME).certificate())
                .limit(5)
                .toArray(X509Certificate[]::new);
        assertThat(found(List.of(), Links.NAMES, anchors)).hasSize(4);

        List<X509Certificate> issuers = Stream.generate(
                        () -> ROOT.authority(NAME, made -> made).certificate())
                .limit(5)
                .toList();
        assertThat(found(issuers, Links.NAMES, ROOT.certificate())).hasSize(4);
    }
}
