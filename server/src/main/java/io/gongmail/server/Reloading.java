package io.gongmail.server;

import io.gongmail.server.admin.Reloaded;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.TlsConfig;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.tls.ServerKey;
import io.gongmail.server.tls.TlsContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads again, while the server runs, what stands in files: the server's keys, anchors and issuing certificates, and
 * revocation lists. Keys and certificates are taken all or none: one file with a problem keeps everything as it was.
 * Revocation lists stand each for itself, since no revocation must wait for another file to be mended. Connections go on; new
 * ones get what is new; the sessions end whose certificates a list names or lead to no anchor any longer.
 *
 * <p>Thread-safe; one reading goes on at a time.
 */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private final TlsConfig files;
    private final List<Path> paths;
    private final Trust trust;
    private final TlsContexts tls;
    private final LiveSessions sessions;
    private final Clock clock;
    private FilesSeen read;
    private FilesSeen lookedAt;

    Reloading(GongmailConfig config, Trust trust, TlsContexts tls, LiveSessions sessions, Clock clock) {
        this.files = config.tls();
        this.paths = Stream.of(
                        config.tls().certificates(),
                        config.tls().keys(),
                        config.pki().anchors(),
                        config.pki().intermediates())
                .flatMap(List::stream)
                .toList();
        this.trust = trust;
        this.tls = tls;
        this.sessions = sessions;
        this.clock = clock;
        this.read = FilesSeen.of(paths);
        this.lookedAt = read;
    }

    /**
     * The server's keys by the files of the configuration.
     *
     * @throws IOException with every problem they have
     */
    static List<ServerKey> keys(TlsConfig files, Clock clock) throws IOException {
        ServerKey.Reading reading = ServerKey.read(files.certificates(), files.keys(), clock.instant());
        if (!reading.problems().isEmpty()) {
            throw new IOException(
                    reading.problems().stream().map(ServerKey.Problem::toString).collect(Collectors.joining("\n")));
        }
        return reading.keys();
    }

    /** Reads everything now. */
    synchronized Reloaded now() {
        List<String> problems = new ArrayList<>();
        List<String> inForce = keysAndCertificates(problems);
        List<String> ofLists = trust.reload();
        if (ofLists.isEmpty()) {
            inForce.add("revocation lists in files");
        }
        problems.addAll(ofLists);
        endSessions();
        return new Reloaded(inForce, problems);
    }

    /**
     * Reads what has changed since it was read last. Keys and certificates are read once they look the same twice: a file
     * that is being written is not yet meant.
     */
    synchronized void look() {
        FilesSeen now = FilesSeen.of(paths);
        boolean settled = now.equals(lookedAt);
        lookedAt = now;
        boolean news = trust.hasNews();
        if (settled && !now.equals(read)) {
            List<String> problems = new ArrayList<>();
            List<String> inForce = keysAndCertificates(problems);
            problems.forEach(problem -> LOG.error("files have changed, and are not taken: {}", problem));
            inForce.forEach(what -> LOG.info("files have changed, and are in force: {}", what));
            news |= problems.isEmpty();
        }
        if (news) {
            endSessions();
        }
    }

    /** What is in force now, to be added to; nothing where there was a problem. */
    private List<String> keysAndCertificates(List<String> problems) {
        // Before they are read: what changes meanwhile is noticed by the next look.
        read = FilesSeen.of(paths);
        ServerKey.Reading keys = ServerKey.read(files.certificates(), files.keys(), clock.instant());
        keys.problems().forEach(problem -> problems.add(problem.toString()));
        List<String> inForce = new ArrayList<>();
        try {
            Trust.Ground ground = trust.ground();
            if (problems.isEmpty()) {
                Runnable swap = tls.prepare(keys.keys(), ground.issuers());
                trust.use(ground);
                swap.run();
                inForce.add("server keys: "
                        + keys.keys().stream().map(ServerKey::toString).collect(Collectors.joining(", ")));
                inForce.add("anchors: " + ground.anchors());
                inForce.add("issuing certificates: " + (ground.issuers().size() - ground.anchors()));
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
        if (!problems.isEmpty()) {
            problems.add("server keys, anchors and issuing certificates stay as they were");
        }
        return inForce;
    }

    private void endSessions() {
        int ended = sessions.rejudge(this::ends);
        LOG.info("certificates of sessions were looked at again, {} sessions ended", ended);
    }

    private Optional<EndReason> ends(SignedIn signedIn) {
        if (!trust.isAnchor(signedIn.anchor())) {
            return Optional.of(EndReason.AUTHORITY_GONE);
        }
        return trust.revokes(signedIn.binding().key()) ? Optional.of(EndReason.CERTIFICATE_REVOKED) : Optional.empty();
    }
}
