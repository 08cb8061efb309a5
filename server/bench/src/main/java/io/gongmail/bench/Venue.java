package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.pki.demo.DemoAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where two servers meet: one demo home, whose people, administrative PKI and server's key both use. Not thread-safe. */
final class Venue {
    /** From ours. */
    private static final int PEER_PORT = 20;

    private static final String BANK_CUSTOMER = "bank-customer";

    private final Path folder;
    private final DemoHome home;
    private final int officials;
    private final int basePort;
    private final PrintWriter err;
    private int peers;

    /** @param officials who all have keys */
    Venue(Path folder, int officials, int basePort, PrintWriter err) {
        this.folder = folder;
        this.home = new DemoHome(folder.resolve("home"));
        this.officials = officials;
        this.basePort = basePort;
        this.err = err;
    }

    DemoHome home() {
        return home;
    }

    /** Starts ours with a new key of that kind; the first start makes the home. */
    ServerProcess ours(ServerKey key) throws IOException, GeneralSecurityException {
        key.install(home);
        long begun = System.nanoTime();
        ServerProcess server =
                ServerProcess.byCommand(home.root(), officials, officials, basePort, folder.resolve("server.log"));
        err.printf(Locale.ROOT, "Gongmail, as installed, ready after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        return server;
    }

    /**
     * Somebody whose certificate is judged whole, like an official's of the same kind of key, and refused in the end for its
     * policy. Made before the server starts, since the authority publishes its lists anew.
     */
    Visitor bankCustomer() throws IOException, GeneralSecurityException {
        DemoAuthority authority = DemoAuthority.open(home.pki(), Clock.systemUTC(), new SecureRandom());
        Path own = folder.resolve(BANK_CUSTOMER);
        DemoAuthority.write(authority.withBankPolicy("은행고객906"), own, BANK_CUSTOMER, BANK_CUSTOMER);
        return Visitor.stranger(
                BANK_CUSTOMER,
                own.resolve(BANK_CUSTOMER + ".crt.pem"),
                own.resolve(BANK_CUSTOMER + ".key.pem"),
                home.serverAnchor());
    }

    Contestant contestant(ServerProcess ours) {
        return new Contestant("Gongmail", basePort, List.of(ours.process()));
    }

    /** Starts the peer on a home that is there, and tells its version and settings. */
    DovecotServer peer() throws IOException {
        // Its users pass through to their mail; what is secret keeps its own permissions.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        DovecotServer server = DovecotServer.start(
                folder.resolve("peer" + ++peers), home, home.officials(), List.of(), basePort + PEER_PORT);
        if (peers == 1) {
            server.described().forEach(line -> err.println("peer: " + line));
        }
        return server;
    }

    /** The officials from the {@code first} on, counted from 0, ready to visit. */
    List<Visitor> visitors(int first, int number) throws IOException {
        List<Visitor> visitors = new ArrayList<>();
        for (DemoPerson person : home.officials().subList(first, first + number)) {
            visitors.add(Visitor.of(person, home.serverAnchor()));
        }
        return visitors;
    }
}
