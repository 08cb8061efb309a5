package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.io.ByteSource;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.TlsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Postfix as the mail exchanger of another domain, with a certificate of the demo's authority; where it is installed. */
class PostfixTest {
    private static final Path COMMAND = Path.of("/usr/sbin/postfix");

    @TempDir
    static Path folder;

    private static Process postfix;
    private static Trial trial;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(COMMAND) && Files.isWritable(Path.of("/root")), "only root may start Postfix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        DemoAuthority authority = Trial.authority(folder);
        DemoAuthority.write(authority.server(List.of("mx.other.example")), folder.resolve("tls"), "mx", "changeit");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("queue"));
        for (String owned : List.of("data", "mail")) {
            Path made = Files.createDirectories(folder.resolve(owned));
            Files.setOwner(
                    made,
                    made.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(owned.equals("mail") ? "nobody" : "postfix"));
        }
        Files.writeString(conf.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = FOLDER/queue
                data_directory = FOLDER/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = /dev/stdout
                myhostname = mx.other.example
                mydestination =
                alias_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 192.0.2.1/32
                virtual_mailbox_domains = other.example
                virtual_mailbox_maps = inline:{ {kim@other.example=kim/}, {lee@other.example=lee/} }
                virtual_mailbox_base = FOLDER/mail
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                smtpd_tls_cert_file = FOLDER/tls/mx.crt.pem
                smtpd_tls_key_file = FOLDER/tls/mx.key.pem
                smtpd_tls_security_level = may
                smtpd_tls_received_header = yes
                smtpd_relay_restrictions = reject_unauth_destination
                message_size_limit = 200000
                virtual_mailbox_limit = 0
                smtputf8_enable = no
                """.replace("FOLDER", folder.toString()));
        Files.writeString(conf.resolve("master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
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
                virtual   unix  -  n  n  -     -  virtual
                anvil     unix  -  -  n  -     1  anvil
                scache    unix  -  -  n  -     1  scache
                postlog   unix-dgram n - n -   1  postlogd
                """.replace("PORT", Integer.toString(port)));
        postfix = new ProcessBuilder(COMMAND.toString(), "-c", conf.toString(), "start-fg")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(PostfixTest::answers);
        trial = new Trial().trusting(folder.resolve("pki/server-ca.pem"));
        trial.dns.mx("other.example", 10, "mx.other.example").address("mx.other.example", "127.0.0.1");
    }

    private static boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            assertThat(postfix.isAlive())
                    .as(() -> {
                        try {
                            return Files.readString(folder.resolve("output"));
                        } catch (IOException lost) {
                            return lost.toString();
                        }
                    })
                    .isTrue();
            return false;
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (trial != null) {
            trial.close();
        }
        if (postfix != null) {
            // Its master process ends its own; the command that started it does not end the master.
            List<ProcessHandle> started = postfix.descendants().toList();
            postfix.destroy();
            started.forEach(ProcessHandle::destroy);
            if (!postfix.waitFor(20, TimeUnit.SECONDS)) {
                postfix.destroyForcibly();
            }
        }
    }

    private static List<String> sent(TlsPolicy policy, String message, String... recipients) throws IOException {
        trial.at(port);
        return Trial.outcomes(
                trial.routing(policy), ByteSource.wrap(message.getBytes(StandardCharsets.UTF_8)), recipients);
    }

    private static List<String> mailbox(String name) throws IOException {
        Path fresh = folder.resolve("mail").resolve(name).resolve("new");
        if (!Files.isDirectory(fresh)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(fresh)) {
            List<Path> all = files.toList();
            List<String> texts = new ArrayList<>();
            for (Path file : all) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    @Test
    void itTakesAMessageForTwoOverTlsOnceAndRefusesWhoIsNotThere() throws Exception {
        String message =
                "From: <hong@moe.example>\r\nSubject: =?UTF-8?B?7IaM7Iud?=\r\n\r\n안녕하십니까\r\n.\r\n..dots\r\nend";
        assertThat(sent(TlsPolicy.REQUIRED, message, "kim@other.example", "nobody@other.example", "lee@other.example"))
                .satisfiesExactly(
                        kim -> assertThat(kim).isEqualTo("taken"),
                        nobody -> assertThat(nobody).startsWith("never 550 5.1.1 <nobody@other.example>"),
                        lee -> assertThat(lee).isEqualTo("taken"));
        for (String name : List.of("kim", "lee")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(mailbox(name)).hasSize(1));
            assertThat(mailbox(name).get(0)).contains("using TLSv1.3").endsWith("\n\n안녕하십니까\n.\n..dots\nend\n");
        }
        assertThat(mailbox("kim").get(0).replaceAll("(?s).*ESMTPS id (\\w+).*", "$1"))
                .as("one transaction")
                .isEqualTo(mailbox("lee").get(0).replaceAll("(?s).*ESMTPS id (\\w+).*", "$1"));
    }

    @Test
    void itIsNoRelayForUsAndSaysWhatIsTooLarge() throws Exception {
        trial.dns.mx("third.example", 10, "mx.other.example");
        assertThat(sent(TlsPolicy.OPPORTUNISTIC, "From: <a@b.example>\r\n\r\nx\r\n", "kim@third.example"))
                .singleElement()
                .satisfies(told -> assertThat(told).startsWith("never 554 5.7.1"));
        assertThat(sent(
                        TlsPolicy.OPPORTUNISTIC,
                        "From: <a@b.example>\r\n\r\n" + "x\r\n".repeat(100_000),
                        "kim@other.example"))
                .containsExactly("never the next server takes no more than 200000 octets");
    }
}
