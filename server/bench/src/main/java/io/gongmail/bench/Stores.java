package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Gongmail, and Postfix with Dovecot, as stores of the same people's mail. Not thread-safe. */
final class Stores implements AutoCloseable {
    private static final int PEER_PORT = 20;

    /**
     * How both are set where that is not as installed.
     *
     * @param jvm options of our JVM; empty as installed
     * @param dovecot lines of settings
     * @param ownUsers whether each owner of mail at Dovecot's is a user of the system's too, whom the system bounds
     * @param sections of our configuration that a demo has none of
     */
    record Settings(String jvm, String dovecot, boolean ownUsers, String sections) {
        static final Settings INSTALLED = new Settings("", "", false);

        Settings(String jvm, String dovecot, boolean ownUsers) {
            this(jvm, dovecot, ownUsers, "");
        }
    }

    private final Path folder;
    private final DemoHome home;
    private final int keyed;
    private final int accounts;
    private final int basePort;
    private final PrintWriter err;
    private Settings settings;
    private ServerProcess ours;
    private DovecotServer dovecot;
    private PostfixServer postfix;

    /**
     * Starts both.
     *
     * @param keyed people who can sign in
     * @param accounts these and others, who get mail
     */
    Stores(Path folder, int keyed, int accounts, int basePort, PrintWriter err)
            throws IOException, GeneralSecurityException {
        this(folder, keyed, accounts, basePort, Settings.INSTALLED, err);
    }

    /** The same with settings. */
    Stores(Path folder, int keyed, int accounts, int basePort, Settings settings, PrintWriter err)
            throws IOException, GeneralSecurityException {
        this.folder = folder;
        this.home = new DemoHome(folder.resolve("home"));
        this.keyed = keyed;
        this.accounts = accounts;
        this.basePort = basePort;
        this.settings = settings;
        this.err = err;
        if (!settings.sections().isEmpty()) {
            Files.createDirectories(home.root());
            Files.writeString(home.ownSettings(), settings.sections());
        }
        ServerKey.P_256.install(home);
        started().close(); // makes the home, and takes the key that was put into it the next time
        this.ours = started();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        this.dovecot = dovecot();
        this.postfix = postfix("");
        dovecot.described().forEach(line -> err.println("peer: " + line));
        postfix.described().forEach(line -> err.println("peer: " + line));
    }

    private ServerProcess started() throws IOException {
        long begun = System.nanoTime();
        ServerProcess server = ServerProcess.byCommand(home.root(), accounts, keyed, basePort, log(), settings.jvm());
        err.printf(Locale.ROOT, "Gongmail, as installed, ready after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        return server;
    }

    private DovecotServer dovecot() throws IOException {
        List<DemoPerson> people = home.officials().subList(0, keyed);
        return DovecotServer.start(
                folder.resolve("dovecot"),
                home,
                people,
                addresses().subList(keyed, accounts),
                basePort + PEER_PORT,
                settings.dovecot(),
                settings.ownUsers());
    }

    private PostfixServer postfix(String more) throws IOException {
        return PostfixServer.start(
                folder.resolve("postfix"), home, dovecot.lmtp(), domain(), basePort + PEER_PORT + 1, more);
    }

    /**
     * Starts the peer's Postfix anew, set otherwise.
     *
     * @param more lines of settings beside those that it has everywhere
     */
    void startPostfixAnew(String more) throws IOException {
        postfix.close();
        postfix = postfix(more);
    }

    DemoHome home() {
        return home;
    }

    DovecotServer dovecotOfPeer() {
        return dovecot;
    }

    /** Stops ours, and leaves the peer. */
    void closeOurs() {
        ours.close();
    }

    /** Where ours logs. */
    Path log() {
        return folder.resolve("server.log");
    }

    String domain() throws IOException {
        String address = address(home.officials().get(0));
        return address.substring(address.indexOf('@') + 1);
    }

    private static String address(DemoPerson person) throws IOException {
        return person.address().orElseThrow(() -> new IOException(person.name() + " has no address"));
    }

    /** Of all accounts; those who can sign in come first. */
    List<String> addresses() throws IOException {
        String domain = domain();
        return IntStream.rangeClosed(1, accounts)
                .mapToObj(i -> String.format(Locale.ROOT, "official%04d@%s", i, domain))
                .toList();
    }

    List<Visitor> visitors() throws IOException {
        List<Visitor> visitors = new ArrayList<>();
        for (DemoPerson person : home.officials().subList(0, keyed)) {
            visitors.add(Visitor.of(person, home.serverAnchor()));
        }
        return visitors;
    }

    Contestant ours() {
        return new Contestant("Gongmail", basePort, List.of(ours.process()));
    }

    Contestant peer() {
        return new Contestant("Postfix and Dovecot", dovecot.port(), List.of(dovecot.process(), postfix.process()));
    }

    List<Contestant> both() {
        return List.of(ours(), peer());
    }

    boolean isOurs(Contestant server) {
        return server.port() == basePort;
    }

    /** Where {@code server} takes submissions. */
    int submission(Contestant server) {
        return server.port() + 1;
    }

    /** Returns when our index of texts has caught up with the mail; it would be busy beside what is measured. */
    void awaitIndex() throws IOException {
        new Desk(home.data()).one("store", "index", "--wait", "900");
    }

    /** The first process of those that hold IMAP's connections. */
    long holder(Contestant server) {
        return isOurs(server) ? ours.process() : dovecot.process();
    }

    /** How many messages {@code server} took and has yet to deliver. */
    long queued(Contestant server) throws IOException {
        return isOurs(server) ? new Desk(home.data()).queued() : postfix.queued();
    }

    /** Stops it and starts it on the same data, so that it remembers nothing. */
    void startAnew(Contestant server) throws IOException {
        if (isOurs(server)) {
            ours.close();
            ours = started();
        } else {
            dovecot.close();
            dovecot = dovecot();
        }
    }

    /** The same, set otherwise. */
    void startAnew(Contestant server, Settings otherwise) throws IOException {
        settings = otherwise;
        startAnew(server);
    }

    /** Lets the peer forget what it noted of a mailbox when it was looked at; ours has nothing of the kind on disk. */
    void forget(Contestant server, Visitor owner, String mailbox) throws IOException {
        if (!isOurs(server)) {
            Path cache = folder.resolve("dovecot/mail")
                    .resolve(owner.name())
                    .resolve("mdbox/mailboxes")
                    .resolve(mailbox)
                    .resolve("dbox-Mails/dovecot.index.cache");
            if (!Files.deleteIfExists(cache)) {
                throw new IOException("no " + cache);
            }
        }
    }

    @Override
    public void close() {
        postfix.close();
        dovecot.close();
        ours.close();
    }
}
