package io.gongmail.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.mailet.Mail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "queue", mixinStandardHelpOptions = true, description = "Mail on its way into mailboxes.")
final class QueueCommands {
    private final Commands.Context context;

    QueueCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the queues and how many mails wait.")
    int list(@Mixin Report report) throws MailQueueException {
        for (MailQueueName name : context.services().queues().listCreatedMailQueues()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("queue", name.asString());
            facts.put("mails", queue(name.asString()).getSize());
            report.row(facts);
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Lists the mails that wait in a queue.")
    int show(
            @Mixin Report report,
            @Parameters(paramLabel = "QUEUE") String name,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit)
            throws Exception {
        ManageableMailQueue.MailQueueIterator waiting = queue(name).browse();
        try {
            for (int told = 0; told < limit && waiting.hasNext(); told++) {
                ManageableMailQueue.MailQueueItemView view = waiting.next();
                Mail mail = view.getMail();
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("name", mail.getName());
                facts.put("sender", mail.getMaybeSender().asString("<>"));
                facts.put(
                        "recipients",
                        mail.getRecipients().stream().map(String::valueOf).collect(Collectors.joining(",")));
                facts.put("octets", mail.getMessageSize());
                facts.put("next", view.getNextDelivery().map(String::valueOf).orElse("now"));
                report.row(facts);
            }
        } finally {
            waiting.close();
        }
        return 0;
    }

    private ManageableMailQueue queue(String name) {
        return context.services()
                .queues()
                .getQueue(MailQueueName.of(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no queue " + name));
    }
}
