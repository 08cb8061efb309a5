package io.gongmail.connector.testing;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's authority, opened once for all tests, since its keys take seconds to make. */
public final class TestPki {
    private static final Made MADE = make();

    private TestPki() {}

    private record Made(Path folder, DemoAuthority authority, Issued server, Issued person) {}

    public static DemoAuthority authority() {
        return MADE.authority();
    }

    /** For localhost and 127.0.0.1. */
    public static Issued server() {
        return MADE.server();
    }

    public static Issued person() {
        return MADE.person();
    }

    public static Path serverAnchors() {
        return MADE.folder().resolve("server-ca.pem");
    }

    /** An authority, but not the server's. */
    public static Path otherAnchors() {
        return MADE.folder().resolve("ca.pem");
    }

    private static Made make() {
        try {
            Path folder = Files.createTempDirectory("connector-pki");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            DemoAuthority authority = DemoAuthority.open(folder, Clock.systemUTC(), new SecureRandom());
            return new Made(
                    folder,
                    authority,
                    authority.serverWithEcKey(List.of("localhost")),
                    authority.officialWithEcKey("교육부", "001홍길동001"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
