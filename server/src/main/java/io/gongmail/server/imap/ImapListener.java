package io.gongmail.server.imap;

import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.MailboxMetadata;
import io.gongmail.store.mail.mailbox.MailboxUses;
import io.gongmail.store.mail.quota.AccountQuotas;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The IMAP listener: James' Netty server over TLS, with the gate in front, and sign-in by certificate and password. Started
 * once, closed once; thread-safe.
 */
public final class ImapListener implements AutoCloseable {
    private static final int WORKERS = 32;
    private static final int WAITING_COMMANDS = 10_000;
    private static final int HEARTBEAT_SECONDS = 120;
    private static final int SHORTEST_IDLE_SECONDS = 30 * 60; // RFC 9051 §5.4
    /** James registers each server under a name of its own in the process. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ImapConfig config;
    private final String hostName;
    private final ImapServer server;
    private final Scheduler workers;
    private final ImapCounters counters;
    private volatile boolean started;

    /**
     * @param hostName told in the greeting
     * @param tls this listener's own
     * @param gate this listener's own; its limits are those of {@code config}
     * @param reader of messages that {@link WireDescriber} described when they arrived
     * @param sharing who can be given rights to a mailbox, and where that is written down
     * @param spool an existing folder for literals on their way; nothing in it outlives its connection
     */
    public ImapListener(
            ImapConfig config,
            String hostName,
            TlsEncryption tls,
            GatedPipeline gate,
            SignIn signIn,
            LiveSessions sessions,
            MailboxManager mailboxes,
            SubscriptionManager subscriptions,
            EventBus events,
            MailReader reader,
            AccountQuotas quotas,
            MailboxUses uses,
            MailboxMetadata metadata,
            SharingRecords sharing,
            Path spool,
            Words words,
            Clock clock) {
        this(
                config,
                hostName,
                tls,
                gate,
                signIn,
                sessions,
                mailboxes,
                subscriptions,
                events,
                reader,
                quotas,
                uses,
                metadata,
                sharing,
                spool,
                words,
                clock,
                Schedulers.newBoundedElastic(WORKERS, WAITING_COMMANDS, "imap-worker", 60, true));
    }

    /** @param workers work commands off; disposed of with this */
    ImapListener(
            ImapConfig config,
            String hostName,
            TlsEncryption tls,
            GatedPipeline gate,
            SignIn signIn,
            LiveSessions sessions,
            MailboxManager mailboxes,
            SubscriptionManager subscriptions,
            EventBus events,
            MailReader reader,
            AccountQuotas quotas,
            MailboxUses uses,
            MailboxMetadata metadata,
            SharingRecords sharing,
            Path spool,
            Words words,
            Clock clock,
            Scheduler workers) {
        this.config = config;
        this.hostName = hostName;
        this.counters = new ImapCounters();
        this.workers = workers;
        ImapMeasures measures = new ImapMeasures(counters);
        Entrance entrance = new Entrance(signIn, sessions, mailboxes, words, counters);
        int literalLimit = Math.toIntExact(config.literalLimit().bytes());
        ImapConfiguration configuration = ImapConfiguration.builder()
                .enableIdle(true)
                .idleTimeInterval(HEARTBEAT_SECONDS)
                .idleTimeIntervalUnit(TimeUnit.SECONDS)
                .appendLimit(literalLimit)
                .isCondstoreEnable(!config.withheld().contains("CONDSTORE"))
                .isProvisionDefaultMailboxes(false)
                .disabledCaps(notAnnounced(config))
                .build();
        this.server = new ImapServer(
                new SessionRules(
                        Commands.processor(
                                mailboxes,
                                subscriptions,
                                events,
                                reader,
                                quotas,
                                uses,
                                metadata,
                                new MetadataBounds(
                                        config.metadataEntries(),
                                        Math.toIntExact(config.metadataValue().bytes())),
                                sharing,
                                entrance,
                                new CompressedConnections(config.maxCompressed()),
                                workers,
                                measures,
                                clock),
                        new SharedRights(mailboxes),
                        configuration,
                        workers),
                measures,
                tls,
                gate,
                new CommandBounds(
                        config.lineLength(),
                        Math.toIntExact(config.literalBeforeSignIn().bytes()),
                        literalLimit),
                config.timeToSignIn(),
                config.idleTimeout(),
                spool,
                hostName + " Gongmail ready");
    }

    /**
     * Opens the port.
     *
     * @throws java.net.BindException if the address is taken or not this machine's
     */
    public void start() throws Exception {
        server.configure(tree());
        // Not by the tree: James would ask DNS for the name of the address.
        server.setListenAddresses(new InetSocketAddress(config.address(), config.port()));
        server.init();
        started = true;
    }

    private static String[] notAnnounced(ImapConfig config) {
        Set<String> names = new HashSet<>(Commands.NOT_ANNOUNCED);
        names.addAll(config.withheld());
        if (names.contains("CONDSTORE")) {
            names.add("QRESYNC"); // RFC 7162 §3.2.3: who serves the second serves the first.
        }
        return names.toArray(new String[0]);
    }

    private BaseHierarchicalConfiguration tree() throws ConfigurationException {
        BaseHierarchicalConfiguration tree = new BaseHierarchicalConfiguration();
        tree.addProperty("[@enabled]", true);
        tree.addProperty("jmxName", "gongmail-imap-" + NUMBER.incrementAndGet());
        tree.addProperty("bind", "0.0.0.0:" + config.port());
        tree.addProperty("helloName.[@autodetect]", false);
        tree.addProperty("helloName", hostName);
        tree.addProperty("gracefulShutdown", false);
        tree.addProperty("timeout", Math.max(config.idleTimeout().toSeconds(), SHORTEST_IDLE_SECONDS));
        tree.addProperty("auth.requireSSL", true);
        tree.addProperty("auth.plainAuthEnabled", true);
        return tree;
    }

    /** The port it listens on, also where 0 was asked for. */
    public int port() {
        return server.getPort();
    }

    /** What it has seen since its start. */
    public ImapCounters counters() {
        return counters;
    }

    /** Says goodbye to everybody and frees the port, within about two seconds. */
    @Override
    public void close() {
        if (started) {
            started = false;
            server.sayGoodbye();
            server.destroy();
        }
        workers.dispose();
    }
}
