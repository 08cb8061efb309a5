package io.gongmail.server;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.FetchSettings;
import io.gongmail.pki.revocation.FetchedLists;
import io.gongmail.pki.revocation.OcspClient;
import io.gongmail.pki.revocation.OcspSettings;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import io.gongmail.pki.revocation.RunningOut;
import io.gongmail.server.config.PkiConfig;
import io.gongmail.server.config.RevocationConfig;
import io.gongmail.server.config.RevocationConfig.NonceRule;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which certificates are good: by the files of the configuration, and by what is heard of revocation. Thread-safe. */
final class Trust implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    private final CertificateJudge judge;
    private final List<X509Certificate> issuers;
    private final CrlFiles files;
    private final FetchedLists fetched;
    private final Revocation revocation;
    private final Clock clock;
    private final AtomicLong changesSeen = new AtomicLong();
    private volatile Set<RunningOut> told = Set.of();

    private Trust(
            JudgePolicy policy,
            List<X509Certificate> issuers,
            CrlFiles files,
            FetchedLists fetched,
            OcspClient ocsp,
            Clock clock) {
        this.issuers = issuers;
        this.files = files;
        this.fetched = fetched;
        this.clock = clock;
        this.revocation = new Revocation(policy.revocation(), RevocationLists.together(files, fetched), ocsp);
        this.judge = new PathJudge(policy, revocation, clock);
    }

    /**
     * Reads the files. Of them, what is issued by itself is an anchor; the rest only helps to build paths.
     *
     * @throws IOException when one cannot be read, or there is no root; the message names it
     */
    static Trust read(PkiConfig config, Clock clock, SecureRandom random) throws IOException {
        List<X509Certificate> all = certificates(config);
        List<X509Certificate> anchors = anchors(config);
        List<X509Certificate> intermediates = all.stream()
                .filter(certificate -> !anchors.contains(certificate))
                .toList();
        Set<PolicyOid> accepted = new TreeSet<>(config.officialPolicies());
        accepted.addAll(config.representativePolicies());
        accepted.addAll(config.relayPolicies());
        RevocationConfig asked = config.revocation();
        JudgePolicy policy = new JudgePolicy(
                config.profile(),
                anchors,
                intermediates,
                accepted,
                config.maxChain(),
                config.maxChainSize().toInt(),
                new RevocationPolicy(asked.sources(), asked.grace(), asked.time()));
        FetchSettings fetching = new FetchSettings(
                asked.cache(), asked.fetchTime(), asked.largestList().toInt(), asked.refresh(), asked.fetchThreads());
        OcspSettings responders =
                new OcspSettings(asked.ocspTime(), asked.ocspCache(), asked.nonce() == NonceRule.REQUIRED);
        return new Trust(
                policy,
                all,
                new CrlFiles(config.revocationLists()),
                FetchedLists.open(fetching, clock, random),
                new OcspClient(responders, clock, random),
                clock);
    }

    /**
     * The certificates in the files alone.
     *
     * @throws IOException as {@link #read} does
     */
    static List<X509Certificate> certificates(PkiConfig config) throws IOException {
        Set<X509Certificate> all = new LinkedHashSet<>(anchors(config));
        for (Path path : config.anchors()) {
            all.addAll(PemFiles.certificates(path));
        }
        for (Path path : config.intermediates()) {
            if (!config.anchors().contains(path)) {
                all.addAll(PemFiles.certificates(path));
            }
        }
        return List.copyOf(all);
    }

    /** What is issued by itself, of what is configured as anchors: a root among the intermediates is none. */
    private static List<X509Certificate> anchors(PkiConfig config) throws IOException {
        Set<X509Certificate> anchors = new LinkedHashSet<>();
        for (Path path : config.anchors()) {
            PemFiles.certificates(path).stream().filter(Trust::isSelfIssued).forEach(anchors::add);
        }
        if (anchors.isEmpty()) {
            throw new IOException(config.anchors() + ": holds no root certificate; put the administrative PKI's there");
        }
        return List.copyOf(anchors);
    }

    CertificateJudge judge() {
        return judge;
    }

    /** What clients are told that we accept. */
    List<X509Certificate> issuers() {
        return issuers;
    }

    /** Reads the lists in files again; tells what was wrong. */
    List<String> reload() {
        return files.reload();
    }

    /** Whether a list at hand names that certificate. */
    boolean revokes(CertificateKey key) {
        return revocation.revokes(key, clock.instant());
    }

    /** Whether a list was swapped for another, or a file changed, since this was asked last; files are read again. */
    boolean hasNews() {
        long changes = fetched.changes();
        boolean news = changesSeen.getAndSet(changes) != changes;
        if (files.changed()) {
            files.reload();
            news = true;
        }
        return news;
    }

    /** The lists that are about to end with nothing newer at hand. */
    List<RunningOut> runningOut() {
        return revocation.runningOut(clock.instant());
    }

    /** Tells the log once of each list that is running out. */
    void alarm() {
        Set<RunningOut> now = Set.copyOf(runningOut());
        for (RunningOut list : now) {
            if (!told.contains(list)) {
                LOG.error(
                        "revocation list {} of {} {} ends at {}, and no newer one is to be had: after that nobody it"
                                + " speaks of is let in",
                        list.number(),
                        list.issuer(),
                        list.points(),
                        list.nextUpdate());
            }
        }
        told = now;
    }

    @Override
    public void close() {
        fetched.close();
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
