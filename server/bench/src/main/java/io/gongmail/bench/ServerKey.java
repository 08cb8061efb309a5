package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.pki.demo.DemoAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** The key that a server shows itself with. */
enum ServerKey {
    RSA_2048("rsa2048"),
    P_256("p256");

    private static final List<String> NAMES = List.of("localhost", "mail.gongmail.example");

    private final String code;

    ServerKey(String code) {
        this.code = code;
    }

    /** In the names of cases. */
    String code() {
        return code;
    }

    /** Gives {@code home}, which is new or whose server is stopped, a new key of this kind and no other. */
    void install(DemoHome home) throws IOException, GeneralSecurityException {
        DemoAuthority authority = DemoAuthority.open(home.pki(), Clock.systemUTC(), new SecureRandom());
        DemoAuthority.write(
                this == P_256 ? authority.serverWithEcKey(NAMES) : authority.server(NAMES),
                home.conf(),
                "server",
                "server");
        Files.delete(home.conf().resolve("server.p12"));
    }
}
