package io.gongmail.server.admin;

import io.gongmail.server.delivery.OutwardProgress;
import io.gongmail.server.delivery.TransferPriority;
import io.gongmail.store.mail.queue.QueueDesk;
import io.gongmail.store.mail.queue.QueuedMail;
import io.gongmail.store.registry.AuditEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Mail on its way into mailboxes (spool) and to other servers (outward).")
final class QueueCommands {
    private final Commands.Context context;

    QueueCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the queues and how many mails wait, or the mails of one queue, the most urgent first, then the oldest.")
    int list(
            @Mixin Report report,
            @Parameters(
                            paramLabel = "QUEUE",
                            arity = "0..1",
                            defaultValue = "",
                            description = "As 'queue list' names it.")
                    String queue,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many mails.")
                    int limit)
            throws MailQueueException, MessagingException {
        return queue.isEmpty() ? queues(report) : mails(report, queue, limit);
    }

    private int queues(Report report) throws MailQueueException {
        for (MailQueueName name : context.services().queues().listCreatedMailQueues()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("queue", name.asString());
            facts.put(
                    "mails",
                    context.services().queues().getQueue(name).orElseThrow().getSize());
            report.row(facts);
        }
        return 0;
    }

    private int mails(Report report, String queue, int limit) throws MessagingException {
        Optional<List<QueuedMail>> waiting =
                context.services().mail().queueDesk().list(queue, Math.max(1, Math.min(limit, 10_000)));
        if (waiting.isEmpty()) {
            return report.couldNot("there is no queue " + queue);
        }
        for (QueuedMail queued : waiting.get()) {
            report.row(facts(queued));
            LifecycleUtil.dispose(queued.mail());
        }
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one mail with what was said last of each recipient, or lists those of a queue.")
    int show(
            @Mixin Report report,
            @Parameters(paramLabel = "ID|QUEUE", description = "As 'queue list QUEUE' names it, or a queue.")
                    String which,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many mails.")
                    int limit)
            throws MessagingException {
        Optional<UUID> id = id(which);
        if (id.isEmpty()) {
            return mails(report, which, limit);
        }
        List<QueuedMail> found = context.services().mail().queueDesk().find(id.get());
        for (QueuedMail queued : found) {
            Map<String, Object> facts = facts(queued);
            facts.put("queued", queued.entered().toString());
            facts.put("octets", queued.mail().getMessageSize());
            facts.put("answers", OutwardProgress.of(queued.mail()).answers());
            report.thing(facts);
            LifecycleUtil.dispose(queued.mail());
        }
        return found.isEmpty() ? report.couldNot("there is no mail " + which + " in a queue") : 0;
    }

    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description =
                    "Keeps a mail in its queue until it is released. One that is in hand may be delivered all the same.")
    int hold(@Mixin Report report, @Parameters(paramLabel = "ID") UUID id) {
        return change(report, id, "queue.mail-held", "held", desk -> desk.hold(id));
    }

    @Command(name = "release", mixinStandardHelpOptions = true, description = "Lets go a mail that was held, at once.")
    int release(@Mixin Report report, @Parameters(paramLabel = "ID") UUID id) {
        return change(report, id, "queue.mail-released", "released", desk -> desk.release(id));
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Has a mail that waits be tried now, also at a server that has just not answered.")
    int retry(@Mixin Report report, @Parameters(paramLabel = "ID") UUID id) {
        return change(report, id, "queue.mail-hurried", "tried now", desk -> desk.hurry(id));
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Takes a mail away for good; nobody is told. One that is in hand may be delivered all the same.")
    int delete(@Mixin Report report, @Parameters(paramLabel = "ID") UUID id) {
        return change(report, id, "queue.mail-deleted", "deleted", desk -> desk.delete(id));
    }

    private int change(Report report, UUID id, String code, String done, ToIntFunction<QueueDesk> change) {
        QueueDesk desk = context.services().mail().queueDesk();
        List<QueuedMail> found = desk.find(id);
        if (found.isEmpty()) {
            return report.couldNot("there is no mail " + id + " in a queue");
        }
        // Intent before act: a crash between leaves a trace.
        context.services()
                .registry()
                .audit()
                .record(new AuditEvent(code, Commands.ACTOR, id.toString(), envelope(found.get(0))));
        found.forEach(queued -> LifecycleUtil.dispose(queued.mail()));
        int changed = change.applyAsInt(desk);
        return changed == 0
                ? report.couldNot("mail " + id + " is in no state for that: "
                        + found.get(0).standing())
                : report.done(changed + " " + done);
    }

    private static Map<String, String> envelope(QueuedMail queued) {
        return Map.of(
                "queue", queued.queue(),
                "sender", queued.mail().getMaybeSender().asString("<>"),
                "recipients", Integer.toString(queued.mail().getRecipients().size()));
    }

    private static Map<String, Object> facts(QueuedMail queued) {
        Mail mail = queued.mail();
        OutwardProgress progress = OutwardProgress.of(mail);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", queued.id().toString());
        facts.put("queue", queued.queue());
        facts.put("sender", mail.getMaybeSender().asString("<>"));
        facts.put(
                "recipients",
                mail.getRecipients().stream().map(MailAddress::asString).collect(Collectors.joining(",")));
        facts.put("priority", TransferPriority.in(mail));
        facts.put("standing", queued.standing().name());
        facts.put("attempts", progress.attempts());
        facts.put("next", queued.next().map(String::valueOf).orElse("-"));
        facts.put("answer", progress.answers().values().stream().findFirst().orElse("-"));
        return facts;
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
