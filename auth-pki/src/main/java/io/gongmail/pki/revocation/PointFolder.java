package io.gongmail.pki.revocation;

import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Provider;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lists of points over a restart. Of each point KEY.point holds its addresses, one a line, then its issuer's
 * certificate in PEM; KEY.crl the list in DER. Each file is written whole or not at all, and nothing read is believed: the
 * key must be that of the content, and the list goes through the same checks as one that was fetched.
 */
final class PointFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PointFolder.class);
    private static final String POINT = ".point";
    private static final String LIST = ".crl";
    private static final int LONGEST_POINT = 64 * 1024;

    private final Path folder;
    private final int largest;
    private final Provider provider;

    PointFolder(Path folder, int largest, Provider provider) {
        this.folder = folder;
        this.largest = largest;
        this.provider = provider;
    }

    /** The points whose lists are here and hold. */
    List<Point> points(int most, Clock clock) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Point> points = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(POINT))
                    .limit(most)
                    .toList()) {
                try {
                    points.add(point(file, clock));
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{}: not used: {}", file, e.getMessage());
                }
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read; lists are fetched anew", folder, e);
        }
        return points;
    }

    void keep(Point point) {
        X509CRL list = point.list().orElseThrow();
        try {
            Files.createDirectories(folder);
            StringBuilder text = new StringBuilder();
            point.uris().forEach(uri -> text.append(uri).append('\n'));
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(point.issuer().getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
            // The list first: without its point it is not looked at, and never the other way round.
            replace(folder.resolve(point.key() + LIST), list.getEncoded());
            replace(
                    folder.resolve(point.key() + POINT),
                    text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException | CRLException | CertificateEncodingException e) {
            LOG.error("the list of {} is in use, but cannot be kept over a restart", point.uris(), e);
        }
    }

    void forget(Point point) {
        try {
            Files.deleteIfExists(folder.resolve(point.key() + POINT));
            Files.deleteIfExists(folder.resolve(point.key() + LIST));
        } catch (IOException e) {
            LOG.warn("{}: {}", folder, e.getMessage());
        }
    }

    private Point point(Path file, Clock clock) throws IOException {
        if (Files.size(file) > LONGEST_POINT) {
            throw new IOException("larger than " + LONGEST_POINT + " octets");
        }
        X509Certificate issuer = PemFiles.certificates(file).get(0);
        List<URI> uris = Files.readAllLines(file).stream()
                .takeWhile(line -> !line.startsWith("-----"))
                .flatMap(line -> DistributionPoints.uri(line).stream())
                .toList();
        Point point = new Point(issuer, uris, provider, clock.instant());
        if (!file.getFileName().toString().equals(point.key() + POINT)) {
            throw new IOException("is not what its name says");
        }
        Path list = folder.resolve(point.key() + LIST);
        if (Files.size(list) > largest) {
            throw new IOException("the list is larger than " + largest + " octets");
        }
        point.take(Files.readAllBytes(list), clock);
        return point;
    }

    private static void replace(Path file, byte[] octets) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, octets);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
