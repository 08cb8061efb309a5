package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.server.config.PkiConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which certificates are good, by the files of the configuration.
 *
 * @param issuers what clients are told that we accept
 */
record Trust(CertificateJudge judge, CrlFiles revocation, List<X509Certificate> issuers) {

    /**
     * Reads the files. Of them, what is issued by itself is an anchor; the rest only helps to build paths.
     *
     * @throws IOException when one cannot be read, or there is no root; the message names it
     */
    static Trust read(PkiConfig config, Clock clock) throws IOException {
        Set<X509Certificate> all = new LinkedHashSet<>();
        for (Path path : config.anchors()) {
            all.addAll(PemFiles.certificates(path));
        }
        List<X509Certificate> anchors = all.stream().filter(Trust::isSelfIssued).toList();
        if (anchors.isEmpty()) {
            throw new IOException(config.anchors() + ": holds no root certificate; put the administrative PKI's there");
        }
        for (Path path : config.intermediates()) {
            if (!config.anchors().contains(path)) {
                all.addAll(PemFiles.certificates(path));
            }
        }
        List<X509Certificate> intermediates = all.stream()
                .filter(certificate -> !anchors.contains(certificate))
                .toList();
        Set<PolicyOid> accepted = new TreeSet<>(config.officialPolicies());
        accepted.addAll(config.representativePolicies());
        JudgePolicy policy = new JudgePolicy(
                config.profile(),
                anchors,
                intermediates,
                accepted,
                config.maxChain(),
                config.maxChainSize().toInt());
        CrlFiles revocation = new CrlFiles(config.revocationLists());
        return new Trust(new PathJudge(policy, revocation, clock), revocation, List.copyOf(all));
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
