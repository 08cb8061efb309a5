package io.gongmail.pki.revocation;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation lists from files and folders, read at start and again by {@link #reload()}. Of one issuer's
 * partition a set with a lower CRL number than the one in hand is not taken (a replayed older list would un-revoke).
 */
public final class CrlFiles implements RevocationLists {
    private static final Logger LOG = LoggerFactory.getLogger(CrlFiles.class);

    private final List<Path> paths;
    private volatile Map<X500Principal, List<X509CRL>> byIssuer = Map.of();
    private volatile Map<Path, FileTime> seen = Map.of();
    private volatile Map<X509CRL, Path> places = Map.of();
    private volatile List<String> problems = List.of();
    private final AtomicLong version = new AtomicLong();

    /** The lists that take each other's place: one issuer's, for the same certificates, complete or delta. */
    private record Partition(X500Principal issuer, String point, boolean delta) {
        static Partition of(X509CRL list) {
            byte[] point = list.getExtensionValue(Extension.issuingDistributionPoint.getId());
            return new Partition(
                    list.getIssuerX500Principal(),
                    point == null ? "" : HexFormat.of().formatHex(point),
                    list.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null);
        }
    }

    /** Reads {@code paths} at once; a path that is missing is told and leaves its issuers without a list. */
    public CrlFiles(List<Path> paths) {
        this.paths = List.copyOf(paths);
        reload();
    }

    @Override
    public List<X509CRL> of(X500Principal issuer) {
        return byIssuer.getOrDefault(issuer, List.of());
    }

    @Override
    public List<X509CRL> all() {
        return byIssuer.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public long version() {
        return version.get();
    }

    /** Every list at hand, and where it stands. */
    public List<ListState> states() {
        Map<X509CRL, Path> where = places;
        return all().stream()
                .map(list -> ListState.inFile(list, String.valueOf(where.get(list))))
                .toList();
    }

    /** What was wrong when they were last read, each naming its file; empty when all is well. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Whether a list at hand names this certificate. For ending sessions, whose certificate was judged in full when they
     * began: signatures are not verified again.
     */
    public boolean revokes(CertificateKey key) {
        X500Principal issuer = new X500Principal(HexFormat.of().parseHex(key.issuer()));
        return of(issuer).stream().anyMatch(list -> {
            X509CRLEntry entry = list.getRevokedCertificate(key.serial());
            return entry != null && entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL;
        });
    }

    /** Whether a file changed since it was last read. */
    public boolean changed() {
        return !seen.equals(times());
    }

    /**
     * Reads all files anew and swaps the set whole. A file or list that cannot be read is logged, and what is in hand of it
     * stays until it runs out.
     *
     * @return the problems met, each naming its file; empty when all is well
     */
    public synchronized List<String> reload() {
        Map<Path, FileTime> times = times();
        List<String> problems = new ArrayList<>();
        Map<X509CRL, Path> found = new HashMap<>(places);
        Map<Partition, List<X509CRL>> fresh = new LinkedHashMap<>();
        for (Path path : paths) {
            try {
                for (X509CRL list : PemFiles.revocationLists(path)) {
                    if (isReadable(list)) {
                        found.put(list, path);
                        fresh.computeIfAbsent(Partition.of(list), partition -> new ArrayList<>())
                                .add(list);
                    } else {
                        String problem = path + ": holds a revocation list with a broken name or extension: not taken";
                        problems.add(problem);
                        LOG.error("{}", problem);
                    }
                }
            } catch (IOException e) {
                problems.add(e.getMessage());
                LOG.error("revocation list not read: {}", e.getMessage());
            }
        }
        boolean allRead = problems.isEmpty();
        all().stream().collect(Collectors.groupingBy(Partition::of)).forEach((partition, inHand) -> {
            List<X509CRL> read = fresh.get(partition);
            if (read == null) {
                if (!allRead) {
                    fresh.put(partition, inHand);
                }
            } else if (highest(read).compareTo(highest(inHand)) < 0) {
                String problem = "CRL number " + highest(read) + " of "
                        + partition.issuer().getName() + " is lower than " + highest(inHand) + " in hand: not taken";
                problems.add(problem);
                LOG.error("{}", problem);
                fresh.put(partition, inHand);
            }
        });
        byIssuer = Map.copyOf(fresh.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(X509CRL::getIssuerX500Principal, Collectors.toUnmodifiableList())));
        found.keySet().retainAll(Set.copyOf(all()));
        places = Map.copyOf(found);
        version.incrementAndGet();
        seen = times;
        this.problems = List.copyOf(problems);
        return this.problems;
    }

    /** Its number is compared at each reload, and its issuer asked for: neither may fail later. */
    private static boolean isReadable(X509CRL list) {
        try {
            ReadList.of(list);
            return list.getIssuerX500Principal() != null;
        } catch (RuntimeException e) {
            return false; // Bouncy Castle meets broken DER with many kinds
        }
    }

    private Map<Path, FileTime> times() {
        Map<Path, FileTime> times = new HashMap<>();
        for (Path path : paths) {
            try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
                for (Path file : files.toList()) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            } catch (IOException e) {
                times.put(path, FileTime.fromMillis(0)); // missing: told by reload()
            }
        }
        return Map.copyOf(times);
    }

    private static BigInteger highest(List<X509CRL> lists) {
        return lists.stream().map(CrlFiles::number).max(BigInteger::compareTo).orElse(BigInteger.ZERO);
    }

    /** Whose list it is, which, from when, until when; for evidence. */
    public static String told(X509CRL list) {
        return list.getIssuerX500Principal().getName() + " number " + number(list) + ", thisUpdate "
                + list.getThisUpdate().toInstant() + ", nextUpdate "
                + (list.getNextUpdate() == null ? "none" : list.getNextUpdate().toInstant());
    }

    /** The CRL number (RFC 5280 §5.2.3), or −1 where the list has none. */
    public static BigInteger number(X509CRL list) {
        byte[] value = list.getExtensionValue(Extension.cRLNumber.getId());
        if (value == null) {
            return BigInteger.ONE.negate();
        }
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets())
                .getValue();
    }
}
