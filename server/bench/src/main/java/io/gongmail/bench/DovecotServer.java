package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.demo.DemoPerson;
import io.gongmail.pki.PemFiles;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
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
    /** {@code nobody}: who owns the mail does not matter here. */
    private static final int MAIL_USER = 65_534;
    /** Behind what Debian gives out. */
    private static final int FIRST_OWN_USER = 100_000;

    private static final String LMTP = """
            service lmtp {
              process_min_avail = CORES
              unix_listener lmtp {
                mode = 0666
              }
            }
            """;

    private final Path folder;
    private final int port;
    private final PeerProcess process;

    private DovecotServer(Path folder, int port, PeerProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param folder for everything of it; one that is there must have been made for the same people
     * @param people who have accounts
     * @param others who have mailboxes besides and no password, by address; where there are any, mail is taken by LMTP
     * @param more lines of settings
     * @param ownUsers whether each person is a user of the system's, whose watches on files it bounds
     * @throws IOException also when this is not run as root, who alone may start it
     */
    static DovecotServer start(
            Path folder,
            DemoHome home,
            List<DemoPerson> people,
            List<String> others,
            int port,
            String more,
            boolean ownUsers)
            throws IOException {
        makeOpen(folder);
        makeOpen(folder.resolve("mail"));
        Files.writeString(
                folder.resolve("clients.pem"),
                Files.readString(home.pki().resolve("ca.pem"))
                        + Files.readString(home.pki().resolve("crl.pem")));
        if (!Files.exists(folder.resolve("users"))) {
            Files.writeString(folder.resolve("users"), users(people, folder.resolve("mail"), ownUsers));
            Files.writeString(folder.resolve("mailboxes"), mailboxes(people, others, folder.resolve("mail"), ownUsers));
        }
        Files.writeString(configuration(folder), settings(folder, home, !others.isEmpty(), port) + more);
        PeerProcess process = PeerProcess.start(
                List.of(COMMAND, "-F", "-c", configuration(folder).toString()), folder.resolve("output"), port);
        return new DovecotServer(folder, port, process);
    }

    /** The same, where all mail is one user's. */
    static DovecotServer start(
            Path folder, DemoHome home, List<DemoPerson> people, List<String> others, int port, String more)
            throws IOException {
        return start(folder, home, people, others, port, more, false);
    }

    /** The same without more settings. */
    static DovecotServer start(Path folder, DemoHome home, List<DemoPerson> people, List<String> others, int port)
            throws IOException {
        return start(folder, home, people, others, port, "");
    }

    /** Has the texts of a mailbox put into the index that the settings name, and waits for that. */
    void index(String address, String mailbox) throws IOException, InterruptedException {
        Path said = folder.resolve("index");
        Process process = new ProcessBuilder(
                        "doveadm", "-c", configuration(folder).toString(), "index", "-u", address, mailbox)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("doveadm index: " + Files.readString(said));
        }
    }

    /** The Message-ID of each message in somebody's INBOX, as {@link MessageIds} reads them; empty for who has none. */
    List<String> messageIds(List<String> addresses) throws IOException {
        Path whose = folder.resolve("whose");
        Files.write(whose, addresses);
        return PeerProcess.said(
                        "doveadm",
                        "-c",
                        configuration(folder).toString(),
                        "-f",
                        "tab",
                        "fetch",
                        "-F",
                        whose.toString(),
                        "hdr.message-id",
                        "mailbox",
                        "INBOX")
                .lines()
                .toList();
    }

    /** The socket at which it takes mail. */
    Path lmtp() {
        return folder.resolve("run/lmtp");
    }

    long process() {
        return process.number();
    }

    int port() {
        return port;
    }

    Contestant contestant() {
        return new Contestant("Dovecot", port, List.of(process.number()));
    }

    /** Its version and every setting that is not its default, a line each. */
    List<String> described() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Dovecot " + PeerProcess.said(COMMAND, "--version").strip() + ", OpenSSL " + opensslVersion());
        // Keys are hidden by the command itself.
        PeerProcess.said("doveconf", "-n", "-c", configuration(folder).toString())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(lines::add);
        return lines;
    }

    private static String opensslVersion() throws IOException {
        return PeerProcess.said("dpkg-query", "-W", "-f", "${Version}", "libssl3")
                .strip();
    }

    private static Path configuration(Path folder) {
        return folder.resolve("dovecot.conf");
    }

    /** passwd-file lines: the name that the certificate states, and the password hashed as our own accounts' are. */
    private static String users(List<DemoPerson> people, Path mail, boolean own) throws IOException {
        PasswordHashing hashing = new PasswordHashing(new SecureRandom(), Argon2Parameters.DEFAULT);
        StringBuilder users = new StringBuilder();
        for (int i = 0; i < people.size(); i++) {
            DemoPerson person = people.get(i);
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
                            Integer.toString(user(i, own)),
                            Integer.toString(MAIL_USER),
                            "",
                            mail.resolve(person.name()).toString(),
                            ""))
                    .append('\n');
        }
        return users.toString();
    }

    /** passwd-file lines of who gets mail by LMTP, by address. */
    private static String mailboxes(List<DemoPerson> people, List<String> others, Path mail, boolean own)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < people.size(); i++) {
            DemoPerson person = people.get(i);
            String address = person.address().orElse("");
            if (!address.isEmpty()) {
                lines.append(mailbox(address, user(i, own), mail.resolve(person.name())));
            }
        }
        others.forEach(address -> lines.append(mailbox(address, MAIL_USER, mail.resolve(address))));
        return lines.toString();
    }

    private static int user(int person, boolean own) {
        return own ? FIRST_OWN_USER + person : MAIL_USER;
    }

    private static String mailbox(String address, int user, Path home) {
        return address + "::" + user + ":" + MAIL_USER + "::" + home + ":\n";
    }

    private static String settings(Path folder, DemoHome home, boolean lmtp, int port) {
        return """
                protocols = PROTOCOLS
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
                userdb {
                  driver = passwd-file
                  args = username_format=%u FOLDER/mailboxes
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
                """.replace("PROTOCOLS", lmtp ? "imap lmtp" : "imap")
                .concat(lmtp ? LMTP : "")
                .replace("FOLDER", folder.toString())
                .replace("CONF", home.conf().toString())
                .replace("PORT", Integer.toString(port))
                .replace("CORES", Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    /** Makes a folder that Dovecot's users may pass through. */
    private static void makeOpen(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Override
    public void close() {
        process.close();
    }
}
