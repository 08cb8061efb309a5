package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's Postfix with a configuration of its own in a folder of its own: submission over TLS for who shows a certificate of
 * the administrative PKI, and delivery by LMTP to the Dovecot beside it. The certificate alone lets in: its connections
 * carry many messages, so that a password would count for nothing.
 */
final class PostfixServer implements AutoCloseable {
    private static final String COMMAND = "/usr/sbin/postfix";
    private static final String PROGRAMS = "/usr/lib/postfix/sbin";

    private final Path folder;
    private final int port;
    private final PeerProcess process;

    private PostfixServer(Path folder, int port, PeerProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it and returns when it answers.
     *
     * @param folder for everything of it; made anew
     * @param lmtp the socket of the Dovecot that takes the mail
     * @param more lines of settings
     * @throws IOException also when this is not run as root, who alone may start it
     */
    static PostfixServer start(Path folder, DemoHome home, Path lmtp, String domain, int port, String more)
            throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.setOwner(
                data, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.writeString(conf.resolve("main.cf"), settings(folder, home, lmtp, domain) + more);
        Files.writeString(conf.resolve("master.cf"), services(port));
        return new PostfixServer(
                folder,
                port,
                PeerProcess.start(List.of(COMMAND, "-c", conf.toString(), "start-fg"), folder.resolve("output"), port));
    }

    int port() {
        return port;
    }

    long process() {
        return process.number();
    }

    /** Its version and every setting that is not its default, a line each. */
    List<String> described() throws IOException {
        return (PeerProcess.said("dpkg-query", "-W", "-f", "Postfix ${Version}\n", "postfix")
                        + PeerProcess.said(
                                "/usr/sbin/postconf",
                                "-c",
                                folder.resolve("conf").toString(),
                                "-n"))
                .lines()
                .toList();
    }

    /** How many messages it has yet to deliver. */
    long queued() throws IOException {
        long messages = 0;
        for (String queue : List.of("incoming", "active", "deferred")) {
            try (Stream<Path> files = Files.walk(folder.resolve("queue").resolve(queue))) {
                messages += files.filter(Files::isRegularFile).count();
            } catch (UncheckedIOException e) {
                return 1; // one went while it was looked at
            }
        }
        return messages;
    }

    private static String settings(Path folder, DemoHome home, Path lmtp, String domain) {
        return """
                compatibility_level = 3.6
                queue_directory = FOLDER/queue
                data_directory = FOLDER/data
                command_directory = /usr/sbin
                daemon_directory = PROGRAMS
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = /dev/stdout
                myhostname = localhost
                mydestination =
                alias_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                virtual_mailbox_domains = DOMAIN
                virtual_mailbox_maps = static:all
                virtual_transport = lmtp:unix:LMTP
                smtpd_recipient_limit = 2000
                smtpd_client_connection_count_limit = 0
                smtpd_tls_cert_file = CONF/server.crt.pem
                smtpd_tls_key_file = CONF/server.key.pem
                smtpd_tls_CAfile = PKI/ca.pem
                smtpd_tls_security_level = encrypt
                smtpd_tls_ask_ccert = yes
                smtpd_tls_req_ccert = yes
                smtpd_relay_restrictions = permit_tls_all_clientcerts, reject
                """.replace("FOLDER", folder.toString())
                .replace("PROGRAMS", PROGRAMS)
                .replace("DOMAIN", domain)
                .replace("LMTP", lmtp.toString())
                .replace("CONF", home.conf().toString())
                .replace("PKI", home.pki().toString());
    }

    /** Debian's own table, less what this does not use, and submission on a port of ours. */
    private static String services(int port) {
        return """
                127.0.0.1:PORT inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
                cleanup   unix  n  -  n  -     0  cleanup
                qmgr      unix  n  -  n  300   1  qmgr
                tlsmgr    unix  -  -  n  1000? 1  tlsmgr
                rewrite   unix  -  -  n  -     -  trivial-rewrite
                bounce    unix  -  -  n  -     0  bounce
                defer     unix  -  -  n  -     0  bounce
                trace     unix  -  -  n  -     0  bounce
                verify    unix  -  -  n  -     1  verify
                proxymap  unix  -  -  n  -     -  proxymap
                error     unix  -  -  n  -     -  error
                retry     unix  -  -  n  -     -  error
                lmtp      unix  -  -  n  -     -  lmtp
                anvil     unix  -  -  n  -     1  anvil
                scache    unix  -  -  n  -     1  scache
                postlog   unix-dgram n - n -   1  postlogd
                """.replace("PORT", Integer.toString(port));
    }

    @Override
    public void close() {
        process.close();
    }
}
