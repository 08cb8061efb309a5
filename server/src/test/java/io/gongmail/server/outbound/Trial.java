package io.gongmail.server.outbound;

import com.google.common.io.ByteSource;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.config.NameServers;
import io.gongmail.server.config.OutboundConfig;
import io.gongmail.server.config.OutboundConfig.Security;
import io.gongmail.server.config.OutboundConfig.Usual;
import io.gongmail.server.config.OutboundLimits;
import io.gongmail.server.config.OutboundRoute;
import io.gongmail.server.config.TlsPolicy;
import io.gongmail.server.testing.DnsSimulator;
import io.gongmail.server.testing.ScriptedHop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Routing among simulators on loopback: servers of others, each at an address of its own and all at one port, and DNS. */
final class Trial implements AutoCloseable {
    static final String US = "mail.moe.example";
    static final String SERVED = "moe.example";
    static final Duration DNS_TIME = Duration.ofMillis(200);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<ScriptedHop> hops = new ArrayList<>();
    final DnsSimulator dns;
    private List<Path> anchors = List.of();
    private int port;
    Duration replyTime = Duration.ofSeconds(20);
    Duration attemptTime = Duration.ofMinutes(1);

    Trial() throws IOException {
        dns = new DnsSimulator();
    }

    /** The certificates of whom are trusted where they are asked for; else nobody's. */
    Trial trusting(Path anchor) {
        anchors = List.of(anchor);
        return this;
    }

    /** A server at 127.0.0.{@code number}, whose name DNS knows. */
    ScriptedHop hop(int number, String name, SSLContext tls) throws IOException {
        String address = "127.0.0." + number;
        ScriptedHop hop = new ScriptedHop(InetAddress.getByName(address), port, tls, false);
        port = hop.port();
        hops.add(hop);
        dns.address(name, address);
        return hop;
    }

    /** All servers of others have this port. */
    void at(int all) {
        port = all;
    }

    /** To the mail exchangers of every domain without route. */
    Routing routing(TlsPolicy policy, OutboundRoute... routes) throws IOException {
        return of(config(policy, List.of(dns.address()), routes));
    }

    OutboundConfig config(TlsPolicy policy, List<InetSocketAddress> servers, OutboundRoute... routes) {
        return new OutboundConfig(
                "",
                587,
                Security.STARTTLS,
                anchors,
                "",
                Path.of("none"),
                Usual.MX,
                List.of(routes),
                policy,
                Math.max(1, port),
                new NameServers(servers, DNS_TIME),
                new OutboundLimits(
                        16,
                        4,
                        6,
                        Duration.ofSeconds(5),
                        replyTime,
                        attemptTime,
                        List.of(Duration.ofMinutes(5)),
                        Duration.ofDays(4),
                        Duration.ofHours(4)));
    }

    Routing of(OutboundConfig config) throws IOException {
        return Routing.of(
                config,
                new Routing.Ourselves(US, Set.of(SERVED), address -> false),
                timer,
                System::nanoTime,
                new SecureRandom());
    }

    /** As the administrator writes it, to a host of the system's knowledge. */
    static OutboundRoute route(String domain, String host, int port, TlsPolicy tls) {
        return new OutboundRoute(domain, OutboundRoute.To.HOST, host, port, tls);
    }

    static List<String> outcomes(Routing routing, ByteSource message, String... recipients) {
        return routing.hand(new Order("hong@" + SERVED, List.of(recipients), message, false, 0)).stream()
                .map(Trial::outcome)
                .toList();
    }

    static String outcome(Handed handed) {
        return handed.fold(
                taken -> "taken",
                later -> (later.ofThisAlone() ? "later " : "later all ") + later.why(),
                never -> "never " + never.why());
    }

    /** Of a server of the demo's authority, whose anchor is {@code pki/server-ca.pem} below the folder. */
    static SSLContext tls(DemoAuthority authority, Path folder, String name)
            throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        DemoAuthority.write(authority.server(List.of(name)), folder.resolve(name), "hop", "changeit");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(folder.resolve(name).resolve("hop.p12").toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    static DemoAuthority authority(Path folder) throws IOException, GeneralSecurityException {
        return DemoAuthority.open(folder.resolve("pki"), Clock.systemUTC(), new SecureRandom());
    }

    @Override
    public void close() throws IOException {
        for (ScriptedHop hop : hops) {
            hop.close();
        }
        dns.close();
        timer.shutdownNow();
    }
}
