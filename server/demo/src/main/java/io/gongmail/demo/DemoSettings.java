package io.gongmail.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;

/** Writes the demo's configuration, as an administrator would have it. */
final class DemoSettings {
    static final String HOST = "mail.gongmail.example";
    static final String DOMAIN = "moe.gongmail.example";

    private DemoSettings() {}

    static void write(DemoHome home, Endpoints ports) throws IOException {
        String text = String.format(
                Locale.ROOT,
                """
                ; The demo's configuration. Limits are lifted for load generators: all of the demo comes from 127.0.0.0/8.

                [server]
                host-name = %s
                domains = %s
                portal = https://127.0.0.1:%d/
                mode = demo

                [pki]
                anchors = pki/ca.pem
                intermediates = pki/ca.pem
                revocation-lists = pki/crl.pem
                crl-refresh = 1 min

                [tls]
                certificate = conf/server.crt.pem
                key = conf/server.key.pem

                [imap]
                address = 127.0.0.1
                port = %d
                max-sessions = 20000
                max-sessions-per-address = 20000

                [submission]
                address = 127.0.0.1
                port = %d
                max-recipients = 1000
                max-sessions = 20000
                max-sessions-per-address = 20000

                [relay]
                address = 127.0.0.1
                port = %d
                max-sessions = 20000
                max-sessions-per-address = 20000

                [portal]
                doors = open
                address = 127.0.0.1
                port = %d
                certificate-port = %d
                certificate-door = https://127.0.0.1:%d/
                max-connections-per-address = 2000
                requests-per-minute = 1000000
                attempts-per-minute = 1000000

                [directory]
                doors = open
                address = 127.0.0.1
                port = %d
                max-sessions-per-address = 2000

                [managesieve]
                doors = open
                address = 127.0.0.1
                port = %d
                max-sessions-per-address = 2000

                [sign-in]
                strangers-per-address = 1000

                [sharing]
                exempt = 127.0.0.0/8

                [enrollment]
                identity-provider = http://127.0.0.1:%d/
                identity-provider-key = conf/identity-provider.key
                """,
                HOST,
                DOMAIN,
                ports.portal(),
                ports.imap(),
                ports.submission(),
                ports.relay(),
                ports.portal(),
                ports.certificateDoor(),
                ports.certificateDoor(),
                ports.directory(),
                ports.manageSieve(),
                ports.simulators());
        String more = Files.exists(home.ownSettings()) ? "\n" + Files.readString(home.ownSettings()) : "";
        Files.writeString(home.conf().resolve("gongmail.ini"), text + more);
    }
}
