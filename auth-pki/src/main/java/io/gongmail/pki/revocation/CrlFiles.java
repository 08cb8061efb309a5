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
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation lists from files and folders, read at start and again by {@link #reload()}. Of one issuer a set with a lower
 * CRL number than the one in hand is not taken (a replayed older list would un-revoke).
 */
public final class CrlFiles implements RevocationLists {
    private static final Logger LOG = LoggerFactory.getLogger(CrlFiles.class);

    private final List<Path> paths;
    private volatile Map<X500Principal, List<X509CRL>> byIssuer = Map.of();
    private volatile List<FileTime> seen = List.of();

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
     * Reads all files anew and swaps the set whole. A file that cannot be read is logged, and what is in hand of it stays
     * until it runs out.
     *
     * @return the problems met, each naming its file; empty when all is well
     */
    public synchronized List<String> reload() {
        List<FileTime> times = times();
        List<String> problems = new ArrayList<>();
        Map<X500Principal, List<X509CRL>> fresh = new HashMap<>();
        for (Path path : paths) {
            try {
                for (X509CRL list : PemFiles.revocationLists(path)) {
                    fresh.computeIfAbsent(list.getIssuerX500Principal(), issuer -> new ArrayList<>())
                            .add(list);
                }
            } catch (IOException e) {
                problems.add(e.getMessage());
                LOG.error("revocation list not read: {}", e.getMessage());
            }
        }
        byIssuer.forEach((issuer, inHand) -> {
            List<X509CRL> read = fresh.get(issuer);
            if (read == null) {
                if (!problems.isEmpty()) {
                    fresh.put(issuer, inHand);
                }
            } else if (highest(read).compareTo(highest(inHand)) < 0) {
                String problem = "CRL number " + highest(read) + " of " + issuer.getName() + " is lower than "
                        + highest(inHand) + " in hand: not taken";
                problems.add(problem);
                LOG.error("{}", problem);
                fresh.put(issuer, inHand);
            }
        });
        fresh.replaceAll((issuer, lists) -> List.copyOf(lists));
        byIssuer = Map.copyOf(fresh);
        seen = times;
        return List.copyOf(problems);
    }

    private List<FileTime> times() {
        List<FileTime> times = new ArrayList<>();
        for (Path path : paths) {
            try {
                times.add(Files.getLastModifiedTime(path));
            } catch (IOException e) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    private static BigInteger highest(List<X509CRL> lists) {
        return lists.stream().map(CrlFiles::number).max(BigInteger::compareTo).orElse(BigInteger.ZERO);
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
