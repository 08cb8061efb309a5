package io.gongmail.server.smtp;

import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.notice.NoticeDesk;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.NoMetrics;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.smtp.core.HeloCmdHandler;
import org.apache.james.protocols.smtp.core.HelpCmdHandler;
import org.apache.james.protocols.smtp.core.NoopCmdHandler;
import org.apache.james.protocols.smtp.core.QuitCmdHandler;
import org.apache.james.protocols.smtp.core.RsetCmdHandler;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.apache.james.protocols.smtp.core.WelcomeMessageHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloCmdHandler;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.smtpserver.DataLineJamesMessageHookHandler;
import org.apache.james.smtpserver.netty.SmtpMetricsImpl;

/** The listener people, or agencies' systems, submit to. Start it once; closing ends its connections. */
public final class SubmissionListener implements AutoCloseable {
    /** Connections at work at once; the others wait for their turn. */
    private static final int THREADS = 32;

    private final SubmissionConfig config;
    private final String hostName;
    private final Submitters submitters;
    private final SubmissionServer server;

    public SubmissionListener(
            SubmissionConfig config,
            String hostName,
            Encryption tls,
            GatedPipeline gate,
            Submitters submitters,
            SignIn signIn,
            LiveSessions sessions,
            SubmissionRules rules,
            NoticeDesk notices,
            Words words,
            MailQueueFactory<?> queues,
            Clock clock) {
        MetricFactory metrics = new NoMetrics();
        this.config = config;
        this.hostName = hostName;
        this.submitters = submitters;
        Replies replies = new Replies(rules.words());
        FutureRelease release = new FutureRelease(clock);
        NoticeRule notice = new NoticeRule(notices, replies, words, clock);
        server = new SubmissionServer(config, tls, gate, new SmtpMetricsImpl(metrics), replies);
        server.setDnsService(null);
        server.setProtocolHandlerLoader(new SubmissionHandlers()
                .add(WelcomeMessageHandler::new)
                .add(() -> new StrictCommands(submitters, replies))
                .add(() -> new Auth(signIn, sessions, submitters, replies))
                .add(() -> new EhloCmdHandler(metrics))
                .add(() -> new HeloCmdHandler(metrics))
                .add(() -> new Extensions(config.messageSize().bytes(), config.maxRecipients(), release))
                .add(HelpCmdHandler::new)
                .add(() ->
                        new SenderRule.Mail(config.messageSize().bytes(), submitters, release, rules, metrics, replies))
                .add(() -> new RecipientRule.Rcpt(rules, metrics, replies))
                .add(() -> new StrictLines.Data(metrics))
                .add(() -> new Bdat(config.messageSize().bytes(), config.lineLength(), submitters, metrics, replies))
                .add(NoopCmdHandler::new)
                .add(RsetCmdHandler::new)
                .add(() -> new QuitCmdHandler(metrics))
                .add(() -> new SenderRule(submitters, replies))
                .add(() -> new RecipientRule(rules, notice, config.maxRecipients(), replies))
                .add(() -> new StrictLines(config.messageSize().bytes(), replies))
                .add(MtPriority::new)
                .add(HiddenFields::new)
                .add(() -> new Received(clock))
                .add(() -> new MissingFields(hostName, clock))
                .add(DataLineJamesMessageHookHandler::new)
                .add(() -> new MessageRule(submitters, rules, replies))
                .add(() -> notice)
                .add(() -> new Queueing(queues, replies))
                .add(() -> new UnknownCmdHandler(metrics)));
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException when it cannot be opened; the message names address and port
     */
    public void start() {
        try {
            server.configure(tree());
            // Not by the tree: James would ask DNS for the name of the address.
            server.setListenAddresses(new InetSocketAddress(config.address(), config.port()));
            server.init();
        } catch (Exception e) { // what James declares
            throw new IllegalStateException(
                    submitters.listener() + " cannot listen on " + config.address() + ":" + config.port() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    private BaseHierarchicalConfiguration tree() {
        BaseHierarchicalConfiguration tree = new BaseHierarchicalConfiguration();
        tree.addProperty("[@enabled]", true);
        tree.addProperty("jmxName", submitters.listener() + "-" + Integer.toHexString(System.identityHashCode(this)));
        tree.addProperty("bind", "0.0.0.0:" + config.port());
        tree.addProperty("helloName.[@autodetect]", false);
        tree.addProperty("helloName", hostName);
        tree.addProperty("smtpGreeting", hostName + " ESMTP Gongmail");
        tree.addProperty("connectiontimeout", 0);
        tree.addProperty("connectionLimit", 0);
        tree.addProperty("connectionLimitPerIP", 0);
        tree.addProperty("maxExecutorCount", THREADS);
        tree.addProperty("gracefulShutdown", false);
        tree.addProperty("auth.announce", "always");
        tree.addProperty("auth.requireSSL", true);
        tree.addProperty("heloEhloEnforcement", true);
        tree.addProperty("addressBracketsEnforcement", true);
        tree.addProperty("verifyIdentity", false);
        tree.addProperty("maxmessagesize", config.messageSize().bytes() + "B");
        tree.addProperty("handlerchain.[@enableJmx]", false);
        return tree;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
