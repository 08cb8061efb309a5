package io.gongmail.server;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PemFiles;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.RevocationSource;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.path.PathJudge;
import io.gongmail.pki.path.RememberingJudge;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.FetchSettings;
import io.gongmail.pki.revocation.FetchedLists;
import io.gongmail.pki.revocation.ListState;
import io.gongmail.pki.revocation.OcspClient;
import io.gongmail.pki.revocation.OcspSettings;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import io.gongmail.pki.revocation.RunningOut;
import io.gongmail.server.admin.RevocationStatus;
import io.gongmail.server.config.PkiConfig;
import io.gongmail.server.config.RevocationConfig;
import io.gongmail.server.config.RevocationConfig.NonceRule;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates are good: by the files of the configuration, and by what is heard of revocation. Anchors and issuing
 * certificates are replaced together, with the judge who goes by them. Thread-safe.
 */
final class Trust implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    private final PkiConfig config;
    private final CrlFiles files;
    private final FetchedLists fetched;
    private final OcspClient responders;
    private final Revocation revocation;
    private final Clock clock;
    private volatile Ground ground;
    private final AtomicLong changesSeen = new AtomicLong();
    private volatile Set<RunningOut> told = Set.of();

    /** What stood in the files at one time, and the judge who goes by it. */
    static final class Ground {
        private final CertificateJudge judge;
        private final List<X509Certificate> issuers;
        private final Set<AnchorKey> anchors;
        /** By their subject as {@link CertificateKey#issuer} has it; without anchors, which nobody revokes. */
        private final Map<String, List<CertificateKey>> issuing;

        private Ground(InFiles read, CertificateJudge judge) {
            this.judge = judge;
            this.issuers = read.all();
            this.anchors = read.anchors().stream().map(AnchorKey::of).collect(Collectors.toUnmodifiableSet());
            this.issuing = read.intermediates().stream()
                    .collect(Collectors.groupingBy(
                            Trust::subject, Collectors.mapping(CertificateKeys::of, Collectors.toList())));
        }

        /** What clients are told that we accept: anchors and issuing certificates. */
        List<X509Certificate> issuers() {
            return issuers;
        }

        int anchors() {
            return anchors.size();
        }
    }

    private Trust(PkiConfig config, CrlFiles files, FetchedLists fetched, OcspClient responders, Clock clock)
            throws IOException {
        this.config = config;
        this.files = files;
        this.fetched = fetched;
        this.responders = responders;
        this.revocation = new Revocation(policy(config), RevocationLists.together(files, fetched), responders);
        this.clock = clock;
        this.ground = ground();
    }

    /**
     * Reads the files.
     *
     * @throws IOException as {@link #ground}
     */
    static Trust read(PkiConfig config, Clock clock, SecureRandom random) throws IOException {
        RevocationConfig asked = config.revocation();
        FetchSettings fetching = new FetchSettings(
                asked.cache(), asked.fetchTime(), asked.largestList().toInt(), asked.refresh(), asked.fetchThreads());
        OcspSettings asking =
                new OcspSettings(asked.ocspTime(), asked.ocspCache(), asked.nonce() == NonceRule.REQUIRED);
        CrlFiles files = new CrlFiles(config.revocationLists());
        FetchedLists fetched = FetchedLists.open(fetching, clock, random);
        try {
            return new Trust(config, files, fetched, new OcspClient(asking, clock, random), clock);
        } catch (IOException | RuntimeException e) {
            fetched.close();
            throw e;
        }
    }

    private static RevocationPolicy policy(PkiConfig config) {
        RevocationConfig asked = config.revocation();
        return new RevocationPolicy(asked.sources(), asked.grace(), asked.time());
    }

    /**
     * Reads anchors and issuing certificates anew; what is in force stays so until {@link #use}. Of the files, what is
     * issued by itself is an anchor; the rest only helps to build paths.
     *
     * @throws IOException when one cannot be read, or there is no root; the message names it
     */
    Ground ground() throws IOException {
        InFiles read = InFiles.read(config);
        Set<PolicyOid> accepted = new TreeSet<>(config.officialPolicies());
        accepted.addAll(config.representativePolicies());
        accepted.addAll(config.relayPolicies());
        JudgePolicy policy = new JudgePolicy(
                config.profile(),
                read.anchors(),
                read.intermediates(),
                accepted,
                config.maxChain(),
                config.maxChainSize().toInt(),
                policy(config));
        return new Ground(read, new RememberingJudge(new PathJudge(policy, revocation, clock), revocation, clock));
    }

    /** Judges by {@code next} from now on; what is being judged already may still be by what was before. */
    void use(Ground next) {
        ground = next;
    }

    /**
     * The certificates in the files alone.
     *
     * @throws IOException as {@link #read} does
     */
    static List<X509Certificate> certificates(PkiConfig config) throws IOException {
        return InFiles.read(config).all();
    }

    /** What is issued by itself, of what is configured as anchors, is one: a root among the intermediates is none. */
    private record InFiles(List<X509Certificate> anchors, List<X509Certificate> intermediates) {
        static InFiles read(PkiConfig config) throws IOException {
            Set<X509Certificate> all = new LinkedHashSet<>();
            for (Path path : config.anchors()) {
                all.addAll(PemFiles.certificates(path));
            }
            List<X509Certificate> anchors =
                    all.stream().filter(Trust::isSelfIssued).toList();
            if (anchors.isEmpty()) {
                throw new IOException(
                        config.anchors() + ": holds no root certificate; put the administrative PKI's there");
            }
            for (Path path : config.intermediates()) {
                if (!config.anchors().contains(path)) {
                    all.addAll(PemFiles.certificates(path));
                }
            }
            anchors.forEach(all::remove);
            return new InFiles(anchors, List.copyOf(all));
        }

        List<X509Certificate> all() {
            return Stream.concat(anchors.stream(), intermediates.stream()).toList();
        }
    }

    /** What is judged by now. */
    Ground inForce() {
        return ground;
    }

    /** By what is in force at each judgement. */
    CertificateJudge judge() {
        return new CertificateJudge() {
            @Override
            public Verdict judge(PeerCertificate peer) {
                return ground.judge.judge(peer);
            }

            @Override
            public Optional<Verdict.Accepted> remembered(PeerCertificate peer) {
                return ground.judge.remembered(peer);
            }

            @Override
            public List<String> evidence(PeerCertificate peer) {
                return ground.judge.evidence(peer);
            }
        };
    }

    /** Whether an anchor is one still. */
    boolean isAnchor(AnchorKey anchor) {
        return ground.anchors.contains(anchor);
    }

    /** Reads the lists in files again; tells what was wrong. */
    List<String> reload() {
        return files.reload();
    }

    /**
     * Whether a list at hand names that certificate, or one in the files that stands above it. Of several by one name the
     * others may still be good: who has another path comes in by that again.
     */
    boolean revokes(CertificateKey key) {
        return revokes(key, clock.instant(), config.maxChain());
    }

    private boolean revokes(CertificateKey key, Instant now, int above) {
        return revocation.revokes(key, now)
                || (above > 0
                        && ground.issuing.getOrDefault(key.issuer(), List.of()).stream()
                                .anyMatch(issuer -> revokes(issuer, now, above - 1)));
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

    /** How it stands with lists and responders now. */
    RevocationStatus status() {
        Instant now = clock.instant();
        List<ListState> lists = Stream.concat(files.states().stream(), fetched.states().stream())
                .sorted(Comparator.comparing(ListState::issuer).thenComparing(list -> String.join(" ", list.sources())))
                .toList();
        Set<String> heardOf = lists.stream().map(ListState::issuer).collect(Collectors.toSet());
        return new RevocationStatus(
                now,
                lists,
                revocation.runningOut(now),
                ground.issuers.stream()
                        .map(issuer -> issuer.getSubjectX500Principal().getName())
                        .distinct()
                        .filter(issuer -> !heardOf.contains(issuer))
                        .toList(),
                config.revocation().sources().contains(RevocationSource.CRL),
                files.problems(),
                responders.states());
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

    private static String subject(X509Certificate certificate) {
        return HexFormat.of().formatHex(certificate.getSubjectX500Principal().getEncoded());
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
