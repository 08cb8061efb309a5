package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.MailboxMetadata;
import io.gongmail.store.mail.mailbox.MailboxUses;
import io.gongmail.store.mail.quota.AccountQuotas;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.imap.processor.CheckProcessor;
import org.apache.james.imap.processor.CloseProcessor;
import org.apache.james.imap.processor.DefaultProcessor;
import org.apache.james.imap.processor.DeleteProcessor;
import org.apache.james.imap.processor.ExpungeProcessor;
import org.apache.james.imap.processor.IdleProcessor;
import org.apache.james.imap.processor.LSubProcessor;
import org.apache.james.imap.processor.LogoutProcessor;
import org.apache.james.imap.processor.NoopProcessor;
import org.apache.james.imap.processor.PermitEnableCapabilityProcessor;
import org.apache.james.imap.processor.RenameProcessor;
import org.apache.james.imap.processor.StoreProcessor;
import org.apache.james.imap.processor.SubscribeProcessor;
import org.apache.james.imap.processor.SystemMessageProcessor;
import org.apache.james.imap.processor.UnselectProcessor;
import org.apache.james.imap.processor.UnsubscribeProcessor;
import org.apache.james.imap.processor.base.AbstractProcessor;
import org.apache.james.imap.processor.base.ImapResponseMessageProcessor;
import org.apache.james.imap.processor.base.UnknownRequestProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Which command is processed by what: James' processors, our own where James' would open a mailbox another way or do wrong.
 * A command that is not here is answered BAD: STARTTLS has no use behind TLS.
 */
final class Commands {
    /**
     * Capabilities that James' processors would announce and that are not served, or not yet fit to be.
     *
     * <p>I18NLEVEL=1 (RFC 5255 §4.3) promises that SEARCH compares by i;unicode-casemap; ours composes where that decomposes, so
     * that it finds no letter by another form of it, such as a full-width one. MULTISEARCH (RFC 7377) is a command, ESEARCH, and
     * there is none.
     */
    static final List<String> NOT_ANNOUNCED = List.of("I18NLEVEL=1", "MULTISEARCH");

    private Commands() {}

    static ImapProcessor processor(
            MailboxManager mailboxes,
            SubscriptionManager subscriptions,
            EventBus events,
            MailReader reader,
            AccountQuotas quotas,
            MailboxUses uses,
            MailboxMetadata metadata,
            MetadataBounds metadataBounds,
            SharingRecords sharing,
            Entrance entrance,
            CompressedConnections compressed,
            Scheduler workers,
            MetricFactory metrics,
            Clock clock) {
        StatusResponseFactory answers = new UnpooledStatusResponseFactory();
        CapabilityProcessor capability = new Capabilities(mailboxes, answers, metrics);
        Enable enable = new Enable(mailboxes, answers, metrics, capability);
        MessageParts parts = new MessageParts(reader);
        Envelopes envelopes = new Envelopes(reader);
        Resync resync = new Resync(reader, parts, workers);
        Status status = new Status(mailboxes, answers, metrics, reader);
        Listing listing = new Listing(mailboxes, answers, metrics, subscriptions, uses, status);
        List<AbstractProcessor<?>> processors = List.of(
                // any state
                capability,
                new Id(mailboxes, answers, metrics, entrance),
                new NoopProcessor(mailboxes, answers, metrics),
                new LogoutProcessor(mailboxes, answers, metrics),
                // before sign-in
                new Login(mailboxes, answers, metrics, entrance),
                new Authenticate(mailboxes, answers, metrics, entrance),
                // signed in
                enable,
                new Compress(mailboxes, answers, metrics, compressed),
                new Select(mailboxes, events, answers, metrics, reader, resync, listing, quotas),
                new Examine(mailboxes, events, answers, metrics, reader, resync, listing),
                new Create(mailboxes, answers, metrics, uses, sharing),
                new DeleteProcessor(mailboxes, answers, metrics),
                new RenameProcessor(mailboxes, answers, metrics),
                new SubscribeProcessor(mailboxes, subscriptions, answers, metrics),
                new UnsubscribeProcessor(mailboxes, subscriptions, answers, metrics),
                listing,
                new LSubProcessor(mailboxes, subscriptions, answers, metrics),
                new Namespace(mailboxes, answers, metrics),
                status,
                new GetQuota(mailboxes, answers, metrics, quotas),
                new GetQuotaRoot(mailboxes, answers, metrics, quotas),
                new SetQuota(mailboxes, answers, metrics),
                new GetAcl(mailboxes, answers, metrics, sharing),
                new SetAcl(mailboxes, answers, metrics, sharing),
                new DeleteAcl(mailboxes, answers, metrics, sharing),
                new ListRights(mailboxes, answers, metrics, sharing),
                new MyRights(mailboxes, answers, metrics),
                new GetMetadata(mailboxes, answers, metrics, metadata, uses),
                new SetMetadata(mailboxes, answers, metrics, metadata, metadataBounds),
                new Append(mailboxes, answers, metrics, quotas),
                new IdleProcessor(mailboxes, answers, metrics),
                // a mailbox selected
                new CheckProcessor(mailboxes, answers, metrics),
                new CloseProcessor(mailboxes, answers, metrics),
                new UnselectProcessor(mailboxes, answers, metrics),
                new ExpungeProcessor(mailboxes, answers, metrics),
                new Search(mailboxes, answers, metrics, reader, clock),
                new Sort(mailboxes, answers, metrics, reader, envelopes, clock),
                new Threads(mailboxes, answers, metrics, reader, envelopes, clock),
                new Fetch(mailboxes, answers, metrics, reader, parts, resync, workers),
                new StoreProcessor(mailboxes, answers, metrics),
                new Copy(mailboxes, answers, metrics),
                new Move(mailboxes, answers, metrics),
                new Replace(mailboxes, answers, metrics, quotas),
                // not commands: what James tells itself, and answers made while decoding
                new SystemMessageProcessor(mailboxes),
                new ImapResponseMessageProcessor());
        for (AbstractProcessor<?> processor : processors) {
            if (processor instanceof CapabilityImplementingProcessor announcing && processor != capability) {
                capability.addProcessor(announcing);
            }
            if (processor instanceof PermitEnableCapabilityProcessor enabling) {
                enable.addProcessor(enabling);
            }
        }
        return new DefaultProcessor(byMessage(processors), new UnknownRequestProcessor(answers));
    }

    /** James' signature has the raw class. */
    @SuppressWarnings("rawtypes")
    private static Map<Class, ImapProcessor> byMessage(List<AbstractProcessor<?>> processors) {
        Map<Class, ImapProcessor> byMessage = new LinkedHashMap<>();
        for (AbstractProcessor<?> processor : processors) {
            for (Class<?> message : processor.acceptableClasses()) {
                byMessage.put(message, processor);
            }
        }
        return byMessage;
    }
}
