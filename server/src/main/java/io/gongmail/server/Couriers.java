package io.gongmail.server;

import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.delivery.Courier;
import io.gongmail.server.delivery.CourierSettings;
import io.gongmail.server.delivery.Elsewhere;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.delivery.Given;
import io.gongmail.server.delivery.LocalRecipients;
import io.gongmail.server.delivery.Reactions;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.outbound.NextHop;
import io.gongmail.server.sieve.OwnersScripts;
import io.gongmail.store.registry.Agency;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What brings mail into mailboxes, and to other servers, and what owners have done with it. */
final class Couriers {
    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);

    private Couriers() {}

    /** Begins to deliver. */
    static void start(
            GongmailConfig config,
            Stores stores,
            LocalRecipients recipients,
            ForwardingPolicy policy,
            NextHop nextHop,
            Parts parts,
            Clock clock) {
        String hostName = config.server().hostName();
        parts.add(Courier.startOutward(
                stores.mail(), recipients, elsewhere(nextHop), hostName, CourierSettings.outward(), clock));
        Reactions reactions = new Reactions(
                stores.registry().vacations(),
                stores.registry().forwardings(),
                policy,
                new OwnersScripts(stores.registry().scripts()));
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

    /** What the next hop itself says stands in the log: it may be anything, and a notice to the sender is not the place for it. */
    private static Elsewhere elsewhere(NextHop hop) {
        return (sender, recipient, message) -> hop.hand(sender, recipient, message)
                .fold(
                        taken -> new Given.There(),
                        later -> {
                            LOG.warn("mail to another server waits on: {}", later.why());
                            return new Given.Later();
                        },
                        never -> {
                            LOG.warn("mail to another server is refused: {}", never.why());
                            return new Given.Never("5.0.0", "the next server refused it");
                        });
    }
}
