package io.gongmail.server;

import com.google.common.io.ByteSource;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.OutboundConfig;
import io.gongmail.server.config.OutboundLimits;
import io.gongmail.server.delivery.BeyondAscii;
import io.gongmail.server.delivery.Courier;
import io.gongmail.server.delivery.CourierSettings;
import io.gongmail.server.delivery.Elsewhere;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.Given;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.delivery.OutwardCourier;
import io.gongmail.server.delivery.OutwardSettings;
import io.gongmail.server.delivery.Reactions;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.outbound.Handed;
import io.gongmail.server.outbound.Order;
import io.gongmail.server.outbound.Routing;
import io.gongmail.server.sieve.OwnersScripts;
import io.gongmail.store.registry.Agency;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What brings mail into mailboxes, and to other servers, and what owners have done with it. */
final class Couriers {
    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);

    /** Mails for other servers that wait for their turn in memory, without their messages. */
    private static final int IN_HAND = 400;

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private Couriers() {}

    /** Begins to deliver. */
    static void start(
            GongmailConfig config,
            Stores stores,
            LocalRecipients recipients,
            ForwardingPolicy policy,
            Routing routing,
            Parts parts,
            Clock clock) {
        String hostName = config.server().hostName();
        parts.add(OutwardCourier.start(
                stores.mail(), recipients, elsewhere(routing), hostName, outward(config.outbound()), clock));
        Reactions reactions = new Reactions(
                stores.registry().vacations(),
                stores.registry().forwardings(),
                policy,
                new OwnersScripts(stores.registry().scripts(), clock));
        parts.add(Courier.start(stores.mail(), recipients, reactions, hostName, CourierSettings.defaults(), clock));
    }

    /** Where owners may have their mail forwarded to. */
    static ForwardingPolicy policy(GongmailConfig config, Stores stores, LocalRecipients recipients) {
        return new ForwardingPolicy(
                config.forwarding(),
                Set.copyOf(config.server().domains()),
                recipients,
                agency -> stores.registry()
                        .agencies()
                        .find(agency)
                        .map(Agency::domains)
                        .orElse(Set.of()),
                !config.outbound().isOff());
    }

    /** What owners do about it. */
    static Absence absence(Stores stores, ForwardingPolicy policy, Clock clock) {
        return new Absence(stores.registry().vacations(), stores.registry().forwardings(), policy, clock);
    }

    private static OutwardSettings outward(OutboundConfig config) {
        OutboundLimits limits = config.limits();
        return new OutwardSettings(
                limits.atOnce(),
                limits.toOnePlace(),
                IN_HAND,
                limits.retryAfter(),
                limits.giveUpAfter(),
                limits.delayAfter(),
                DRAIN);
    }

    /** Other servers' mail by its domain; a demo may have all of them on its own machine. */
    static Routing routing(GongmailConfig config, Parts parts, SecureRandom random) throws IOException {
        boolean isDemo = config.server().mode() == Mode.DEMO;
        return Routing.of(
                config.outbound(),
                new Routing.Ourselves(
                        config.server().hostName(),
                        Set.copyOf(config.server().domains()),
                        address -> !isDemo && isOwn(address)),
                parts.timer("outward-limits"),
                System::nanoTime,
                random);
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            LOG.warn("the machine does not tell its addresses: {}", e.getMessage());
            return false;
        }
    }

    private static Elsewhere elsewhere(Routing routing) {
        return new Elsewhere() {
            @Override
            public String destination(String domain) {
                return routing.destination(domain);
            }

            @Override
            public List<Given> hand(Envelope envelope, ByteSource message) {
                List<String> to = envelope.recipients().stream()
                        .map(MailAddress::asString)
                        .map(BeyondAscii::meant)
                        .toList();
                return routing
                        .hand(new Order(envelope.sender(), to, message, envelope.tlsRequired(), envelope.priority()))
                        .stream()
                        .map(Couriers::given)
                        .toList();
            }
        };
    }

    private static Given given(Handed handed) {
        return handed.fold(
                taken -> {
                    LOG.info("taken by {}", taken.by());
                    return new Given.There();
                },
                later -> new Given.Later(later.why(), !later.ofThisAlone(), later.host()),
                never -> new Given.Never(never.status(), never.why(), never.host()));
    }
}
