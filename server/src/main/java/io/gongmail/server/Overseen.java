package io.gongmail.server;

import io.gongmail.server.admin.RevocationStatus;
import io.gongmail.server.portal.AdministrationViews.Source;
import io.gongmail.server.portal.Portal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;

/** What the portal's page for administrators is told of the rest of the server. */
final class Overseen {
    private Overseen() {}

    static Portal.Installation of(
            Supplier<RevocationStatus> revocation, MailQueueFactory<? extends ManageableMailQueue> queues) {
        return new Portal.Installation(
                () -> revocation.get().lines().stream().map(Overseen::source).toList(), () -> waiting(queues));
    }

    private static Source source(RevocationStatus.Line line) {
        String file = fact(line, "kind").equals("file") ? fact(line, "kind") : "";
        return new Source(
                fact(line, "state"),
                line.isAlarming(),
                fact(line, "issuer"),
                fact(line, "source").isEmpty() ? file : fact(line, "source"),
                fact(line, "nextUpdate"),
                fact(line, "failure"));
    }

    private static String fact(RevocationStatus.Line line, String name) {
        return String.valueOf(line.facts().getOrDefault(name, ""));
    }

    private static Map<String, Long> waiting(MailQueueFactory<? extends ManageableMailQueue> queues) {
        Map<String, Long> waiting = new TreeMap<>();
        for (MailQueueName name : queues.listCreatedMailQueues()) {
            queues.getQueue(name).ifPresent(queue -> waiting.put(name.asString(), size(queue)));
        }
        return waiting;
    }

    private static long size(ManageableMailQueue queue) {
        try {
            return queue.getSize();
        } catch (MailQueueException e) {
            throw new IllegalStateException("a queue cannot be counted", e);
        }
    }
}
