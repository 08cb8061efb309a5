package io.gongmail.server.outbound;

import com.google.common.io.ByteSource;
import io.gongmail.server.config.OutboundConfig;
import io.gongmail.server.config.OutboundConfig.Security;
import io.gongmail.server.config.OutboundRoute;
import io.gongmail.server.config.TlsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Mail to other servers by its domain: to the host of a route, to the domain's mail exchangers, to the smarthost, or nowhere, as
 * {@code [outbound]} says. Thread-safe; calls block for no longer than {@code attempt-time}.
 */
public final class Routing implements NextHop {
    private static final OutboundRoute NOWHERE = new OutboundRoute("*", OutboundRoute.To.OFF, "", 0, TlsPolicy.NONE);
    /** RFC 8689 §4.2.1: by DNSSEC or MTA-STS, neither of which is asked here. */
    private static final Way NOT_KNOWN = new Way.Closed(new Handed.Never(
            "5.7.30", "REQUIRETLS: which servers take the domain's mail is not told in a way that is safe"));

    private static final Handed OFF = new Handed.Never("5.7.1", "mail to other servers is off");

    private final OutboundConfig config;
    private final Set<String> served;
    private final Optional<Credentials> credentials;
    private final Handover handover;
    private final MailExchangers exchangers;
    private final LongSupplier nanos;

    private Routing(
            OutboundConfig config,
            Ourselves ourselves,
            Optional<Credentials> credentials,
            Handover handover,
            MailExchangers exchangers,
            LongSupplier nanos) {
        this.config = config;
        this.served = Set.copyOf(ourselves.domains());
        this.credentials = credentials;
        this.handover = handover;
        this.exchangers = exchangers;
        this.nanos = nanos;
    }

    /**
     * Who we are, so that nothing is sent to ourselves.
     *
     * @param hostName also said in EHLO
     * @param domains whose mail is delivered here
     * @param isOwn whether an address is one of this machine's
     */
    public record Ourselves(String hostName, Set<String> domains, Predicate<InetAddress> isOwn) {}

    /**
     * Made from the configuration; connects to nobody yet.
     *
     * @param timer cuts off what takes too long
     * @param nanos a clock that nobody sets, as {@link System#nanoTime}
     * @throws IOException when a password or anchors cannot be read; the message names the file
     */
    public static Routing of(
            OutboundConfig config,
            Ourselves ourselves,
            ScheduledExecutorService timer,
            LongSupplier nanos,
            SecureRandom random)
            throws IOException {
        return new Routing(
                config,
                ourselves,
                config.hasSmarthost() ? Credentials.of(config) : Optional.empty(),
                new Handover(ourselves.hostName(), HopTls.trusting(config.anchors(), random), config.limits(), timer),
                new MailExchangers(
                        Dns.of(config.nameServers()),
                        new MailExchangers.Self(ourselves.hostName(), ourselves.isOwn()),
                        config.exchangerPort(),
                        config.limits().addresses(),
                        random),
                nanos);
    }

    /** Whether mail for a domain goes anywhere from here; what is served here does not. */
    public boolean goesTo(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return !name.startsWith("[") && !served.contains(name) && route(name).to() != OutboundRoute.To.OFF;
    }

    /** What mail for a domain shares with that for others: the smarthost, a host, or its own exchangers. */
    public String destination(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        OutboundRoute route = route(name);
        return switch (route.to()) {
            case HOST -> route.host() + ":" + route.port();
            case SMARTHOST -> config.smarthost() + ":" + config.port();
            case MX, OFF -> name;
        };
    }

    private OutboundRoute route(String domain) {
        return config.routes().stream()
                .filter(route -> route.isFor(domain))
                .findFirst()
                .orElseGet(() -> switch (config.usual()) {
                    case MX -> new OutboundRoute("*", OutboundRoute.To.MX, "", 0, config.exchangerTls());
                    case SMARTHOST ->
                        config.hasSmarthost()
                                ? new OutboundRoute("*", OutboundRoute.To.SMARTHOST, "", 0, TlsPolicy.NONE)
                                : NOWHERE;
                    case OFF -> NOWHERE;
                });
    }

    @Override
    public Handed hand(String sender, String recipient, byte[] message) {
        return hand(new Order(sender, List.of(recipient), ByteSource.wrap(message), false, 0))
                .get(0);
    }

    /**
     * Hands one message on for several recipients, those of one domain in one transaction as far as its servers have it.
     *
     * @return outcomes in the order of the recipients
     */
    public List<Handed> hand(Order order) {
        String sender = order.sender();
        List<String> recipients = order.recipients();
        List<Handed> outcomes = new ArrayList<>(Collections.nCopies(recipients.size(), OFF));
        Map<Bound, List<Integer>> bound = new LinkedHashMap<>();
        for (int i = 0; i < recipients.size(); i++) {
            String recipient = recipients.get(i);
            if (Order.isAddress(recipient) && (sender.isEmpty() || Order.isAddress(sender))) {
                String domain =
                        recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
                bound.computeIfAbsent(new Bound(domain, Order.isAscii(recipient)), fresh -> new ArrayList<>())
                        .add(i);
            } else {
                outcomes.set(i, new Handed.Never("5.1.3", "no mail address"));
            }
        }
        bound.forEach((to, places) -> {
            List<Handed> handed = hand(
                    to.domain(), order.to(places.stream().map(recipients::get).toList()));
            for (int i = 0; i < places.size(); i++) {
                outcomes.set(places.get(i), handed.get(i));
            }
        });
        return List.copyOf(outcomes);
    }

    /** Who goes together: a server that does not know SMTPUTF8 takes the mail of those who need none (RFC 6531 §3.5). */
    private record Bound(String domain, boolean ascii) {}

    private List<Handed> hand(String domain, Order order) {
        Deadline deadline = new Deadline(nanos, config.limits().attemptTime());
        OutboundRoute route = route(domain);
        Way way = order.tlsRequired() && route.to() == OutboundRoute.To.MX ? NOT_KNOWN : way(domain, route, deadline);
        if (way instanceof Way.Open open) {
            return handover.hand(order, open.targets(), manner(route, order.tlsRequired()), deadline);
        }
        return Collections.nCopies(order.recipients().size(), ((Way.Closed) way).why());
    }

    private Way way(String domain, OutboundRoute route, Deadline deadline) {
        if (served.contains(domain)) {
            return new Way.Closed(new Handed.Never("5.4.6", "mail for this domain is delivered here"));
        }
        if (domain.startsWith("[")) {
            return new Way.Closed(new Handed.Never("5.1.2", "mail is sent to domains, not to addresses of servers"));
        }
        return switch (route.to()) {
            case HOST -> host(route.host(), route.port());
            case SMARTHOST -> host(config.smarthost(), config.port());
            case MX -> exchangers.of(domain, deadline);
            case OFF -> new Way.Closed(OFF);
        };
    }

    /** By the system, as all names that an administrator writes: it may stand in its own list of hosts. */
    private Way host(String name, int port) {
        try {
            return new Way.Open(Arrays.stream(InetAddress.getAllByName(name))
                    .limit(config.limits().addresses())
                    .map(address -> new Target(name, address, port))
                    .toList());
        } catch (UnknownHostException e) {
            return new Way.Closed(new Handed.Later("the host " + name + " has no address now", false));
        }
    }

    private Handover.Manner manner(OutboundRoute route, boolean tlsRequired) {
        boolean isSmarthost = route.to() == OutboundRoute.To.SMARTHOST;
        TlsPolicy usual = isSmarthost ? policy(config.security()) : route.tls();
        TlsPolicy policy = tlsRequired && usual != TlsPolicy.IMPLICIT ? TlsPolicy.REQUIRED : usual;
        return new Handover.Manner(
                policy, isSmarthost ? credentials : Optional.empty(), route.to() == OutboundRoute.To.MX);
    }

    private static TlsPolicy policy(Security security) {
        return switch (security) {
            case TLS -> TlsPolicy.IMPLICIT;
            case STARTTLS -> TlsPolicy.REQUIRED;
            case NONE -> TlsPolicy.NONE;
        };
    }
}
