package io.gongmail.demo;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.demo.RevocationSimulator;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.Gongmail;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gongmail demo}. */
@Command(
        name = "gongmail demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a demo administrative PKI and enrolled officials, starts the server in the foreground, and prints",
            "its endpoints and people, then the line 'ready'. Ctrl-C stops it; the same home continues with the same data."
        })
public final class Demo implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--home", paramLabel = "DIR", description = "Where it lives; default: ${DEFAULT-VALUE}.")
    private Path home = Path.of("demo-home");

    @Option(
            names = "--officials",
            paramLabel = "N",
            description = "Officials with accounts; default: ${DEFAULT-VALUE}.")
    private int officials = 3;

    @Option(
            names = "--keys",
            paramLabel = "K",
            description = "The first so many have keys under people/; default: ${DEFAULT-VALUE}.")
    private int keys = 50;

    @Option(
            names = "--base-port",
            paramLabel = "P",
            description =
                    "IMAP is on P, submission on P+1, relay on P+2, the portal on P+3, ManageSieve on P+7, the directory on P+8; default:"
                            + " ${DEFAULT-VALUE}.")
    private int basePort = 19_000;

    @Option(
            names = "--once",
            description = "After 'ready' prove the main job step by step, then stop; 0 only if all held.")
    private boolean once;

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

    private Demo() {}

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Demo());
        command.setOut(new PrintWriter(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8));
        command.setExecutionExceptionHandler((e, line, result) -> {
            line.getErr().println("gongmail demo: " + e.getMessage());
            return 1;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
        CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
        PrintWriter out = command.getOut();
        if (officials < 2 || officials > 1_000_000 || keys < 2 || basePort < 1_024 || basePort > 65_000) {
            throw new ParameterException(
                    command, "at least 2 officials and 2 keys, at most 1,000,000; ports from 1024 to 65000");
        }
        DemoHome folder = new DemoHome(home.toAbsolutePath().normalize());
        Endpoints ports = new Endpoints(basePort);
        folder.create();
        DemoAuthority authority = DemoAuthority.open(
                folder.pki(), URI.create("http://127.0.0.1:" + ports.simulators() + "/"), clock, random);
        DemoSettings.write(folder, ports);
        writeServerKey(folder, authority);
        writeProviderKey(folder);
        DemoPeople people = new DemoPeople(folder, authority, random, clock);
        people.issue(Math.min(keys, officials));
        people.completeGpki();
        InetSocketAddress simulators = new InetSocketAddress("127.0.0.1", ports.simulators());
        Path providerKey = folder.conf().resolve("identity-provider.key");
        try (IdentitySimulator simulator = IdentitySimulator.start(simulators, providerKey, clock, random);
                Gongmail server = Gongmail.start(config(folder), clock)) {
            RevocationSimulator.serve(authority, simulator, clock);
            people.enroll(server, officials, Math.min(keys, officials));
            tell(out, folder, ports, simulator);
            out.println("ready");
            out.flush();
            if (once) {
                return new MainJob(out, folder, ports, authority, people, server).prove() ? 0 : 1;
            }
            awaitTheEnd(server);
        }
        return 0;
    }

    private static void awaitTheEnd(Gongmail server) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            stopped.countDown();
                        },
                        "stop"));
        stopped.await();
    }

    private GongmailConfig config(DemoHome folder) throws IOException {
        GongmailConfig.Reading reading = GongmailConfig.read(folder.conf());
        List<String> problems =
                reading.problems().stream().map(Problem::toString).toList();
        return reading.config().orElseThrow(() -> new IOException(String.join("\n", problems)));
    }

    private static void writeServerKey(DemoHome folder, DemoAuthority authority)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(folder.conf().resolve("server.key.pem"))) {
            Issued server = authority.server(List.of("localhost", DemoSettings.HOST));
            DemoAuthority.write(server, folder.conf(), "server", "server");
            Files.delete(folder.conf().resolve("server.p12"));
        }
    }

    private void writeProviderKey(DemoHome folder) throws IOException {
        Path key = folder.conf().resolve("identity-provider.key");
        if (!Files.exists(key)) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            Files.writeString(key, HexFormat.of().formatHex(secret) + "\n");
        }
    }

    private static void tell(PrintWriter out, DemoHome folder, Endpoints ports, IdentitySimulator simulator)
            throws IOException {
        out.println("Gongmail demo (시험용) in " + folder.root());
        out.println("limits per address and for sharing are lifted for 127.0.0.0/8");
        out.println();
        out.printf(Locale.ROOT, "  %-28s 127.0.0.1:%d%n", "IMAP over TLS", ports.imap());
        out.printf(Locale.ROOT, "  %-28s 127.0.0.1:%d%n", "submission over TLS", ports.submission());
        out.printf(Locale.ROOT, "  %-28s 127.0.0.1:%d%n", "relay over TLS", ports.relay());
        out.printf(Locale.ROOT, "  %-28s https://127.0.0.1:%d/%n", "portal", ports.portal());
        out.printf(Locale.ROOT, "  %-28s https://127.0.0.1:%d/%n", "portal, certificate door", ports.certificateDoor());
        out.printf(Locale.ROOT, "  %-28s 127.0.0.1:%d%n", "ManageSieve over TLS", ports.manageSieve());
        out.printf(Locale.ROOT, "  %-28s ldaps://localhost:%d/%n", "directory", ports.directory());
        out.printf(Locale.ROOT, "  %-28s %s  (시험용)%n", "identity simulators", simulator.base());
        out.printf(
                Locale.ROOT,
                "  %-28s %s/crl/issuing.crl, %s/ocsp  (시험용)%n",
                "CRL and OCSP",
                simulator.base(),
                simulator.base());
        out.printf(Locale.ROOT, "  %-28s %s%n", "anchor of the server", folder.serverAnchor());
        out.println();
        int told = 0;
        for (DemoPerson person : folder.officials()) {
            if (told++ == 10) {
                out.println("  … and more under " + folder.people());
                break;
            }
            out.printf(
                    Locale.ROOT,
                    "  %-44s password %s  key %s%n",
                    person.address().orElse(""),
                    person.password(),
                    person.key());
        }
        out.println();
    }
}
