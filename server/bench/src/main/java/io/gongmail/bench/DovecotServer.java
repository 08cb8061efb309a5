package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.pki.PemFiles;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's Dovecot with a configuration of its own in a folder of its own, for the people, the administrative PKI and the
 * server's key of a demo home. It asks for certificate and password, looks revocation lists up, takes the account from the
 * certificate, and is set as its own documentation recommends for many sign-ins (performance tuning, login processes).
 */
final class DovecotServer implements AutoCloseable {
    /** As Debian installs it. */
    private static final String COMMAND = "/usr/sbin/dovecot";

    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(100);
    /** {@code nobody}: who owns the mail does not matter here. */
    private static final int MAIL_USER = 65_534;

    private final Path folder;
    private final int port;
    private final Process process;

    private DovecotServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param folder for everything of it; made anew
     * @param people who have accounts
     * @throws IOException also when this is not run as root, who alone may start it
     */
    static DovecotServer start(Path folder, DemoHome home, List<DemoPerson> people, int port) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IOException("Dovecot, the peer, drops from root to its own users: run this as root");
        }
        makeOpen(folder);
        makeOpen(folder.resolve("mail"));
        Files.writeString(
                folder.resolve("clients.pem"),
                Files.readString(home.pki().resolve("ca.pem"))
                        + Files.readString(home.pki().resolve("crl.pem")));
        Files.writeString(folder.resolve("users"), users(people, folder.resolve("mail")));
        Files.writeString(configuration(folder), settings(folder, home, port));
        Process process = new ProcessBuilder(
                        COMMAND, "-F", "-c", configuration(folder).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        DovecotServer server = new DovecotServer(folder, port, process);
        try {
            server.awaitPort();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    Contestant contestant() {
        return new Contestant("Dovecot", port, process.pid());
    }

    /** Its version and every setting that is not its default, a line each. */
    List<String> described() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Dovecot " + said(COMMAND, "--version").strip() + ", OpenSSL " + opensslVersion());
        // Keys are hidden by the command itself.
        said("doveconf", "-n", "-c", configuration(folder).toString())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(lines::add);
        return lines;
    }

    private static String opensslVersion() throws IOException {
        return said("dpkg-query", "-W", "-f", "${Version}", "libssl3").strip();
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path configuration(Path folder) {
        return folder.resolve("dovecot.conf");
    }

    /** passwd-file lines: the name that the certificate states, and the password hashed as our own accounts' are. */
    private static String users(List<DemoPerson> people, Path mail) throws IOException {
        PasswordHashing hashing = new PasswordHashing(new SecureRandom(), Argon2Parameters.DEFAULT);
        StringBuilder users = new StringBuilder();
        for (DemoPerson person : people) {
            String subject = PemFiles.certificates(person.certificate())
                    .get(0)
                    .getSubjectX500Principal()
                    .getName();
            Matcher name = COMMON_NAME.matcher(subject);
            if (!name.find()) {
                throw new IOException("no common name in " + subject);
            }
            users.append(String.join(
                            ":",
                            name.group(1),
                            "{ARGON2ID}" + hashing.hash(person.password().toCharArray()),
                            Integer.toString(MAIL_USER),
                            Integer.toString(MAIL_USER),
                            "",
                            mail.resolve(person.name()).toString(),
                            ""))
                    .append('\n');
        }
        return users.toString();
    }

    private static String settings(Path folder, DemoHome home, int port) {
        return """
                protocols = imap
                listen = 127.0.0.1
                base_dir = FOLDER/run
                state_dir = FOLDER/state
                instance_name = gongmail-bench
                log_path = FOLDER/log

                ssl = required
                ssl_cert = <CONF/server.crt.pem
                ssl_key = <CONF/server.key.pem
                ssl_ca = <FOLDER/clients.pem
                ssl_verify_client_cert = yes
                ssl_require_crl = yes
                ssl_min_protocol = TLSv1.2
                ssl_options = no_ticket no_compression
                ssl_cert_username_field = commonName
                auth_ssl_require_client_cert = yes
                auth_ssl_username_from_cert = yes

                auth_mechanisms = plain
                auth_username_format = %u
                auth_username_chars =
                auth_cache_size = 64M
                auth_cache_ttl = 1 hour
                auth_cache_verify_password_with_worker = yes
                passdb {
                  driver = passwd-file
                  args = scheme=ARGON2ID username_format=%u FOLDER/users
                }
                userdb {
                  driver = passwd-file
                  args = username_format=%u FOLDER/users
                }
                first_valid_uid = 1
                mail_location = mdbox:~/mdbox
                mail_max_userip_connections = 10000

                service imap-login {
                  service_count = 0
                  process_min_avail = CORES
                  client_limit = 1000
                  vsz_limit = 1G
                  inet_listener imap {
                    port = 0
                  }
                  inet_listener imaps {
                    address = 127.0.0.1
                    port = PORT
                    ssl = yes
                  }
                }
                service imap {
                  service_count = 100
                  process_limit = 1000
                  process_min_avail = CORES
                }
                service auth {
                  client_limit = 10000
                }
                service anvil {
                  client_limit = 10000
                }
                """.replace("FOLDER", folder.toString())
                .replace("CONF", home.conf().toString())
                .replace("PORT", Integer.toString(port))
                .replace("CORES", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    private void awaitPort() throws IOException {
        long started = System.nanoTime();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - started > PATIENCE) {
                    throw new IOException(
                            "Dovecot does not answer: " + Files.readString(folder.resolve("output"))
                                    + (Files.exists(folder.resolve("log"))
                                            ? Files.readString(folder.resolve("log"))
                                            : ""),
                            e);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS);
            }
        }
    }

    /** Makes a folder that Dovecot's users may pass through. */
    private static void makeOpen(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** Asks it to stop, with all of its processes; kills it after 10 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
