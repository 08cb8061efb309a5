package io.gongmail.server.enrollment;

import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.QueueFilter;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.ReviewQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The queue, with how long each waits. Thread-safe; calls block. */
final class Waiting {
    private final Registry registry;
    private final FourEyes eyes;
    private final ServiceLevel within;
    private final Clock clock;

    Waiting(Registry registry, FourEyes eyes, ServiceLevel within, Clock clock) {
        this.registry = registry;
        this.eyes = eyes;
        this.within = within;
        this.clock = clock;
    }

    List<QueueEntry> list(QueueFilter filter, Dossier.Sight sight) {
        Instant now = clock.instant();
        return registry.queue().list(filter).stream()
                .map(waiting -> entry(waiting, sight, now))
                .toList();
    }

    private QueueEntry entry(ReviewQueue.Waiting waiting, Dossier.Sight sight, Instant now) {
        Application.Filled application = waiting.application();
        Completion completion = application.completion();
        String name = application.person().name();
        return new QueueEntry(
                application.id(),
                application.state(),
                completion.type(),
                completion.agencyCode(),
                sight == Dossier.Sight.MASKED ? Masked.name(name) : name,
                completion.desired(),
                completion.aim() instanceof Aim.NewCertificate,
                completion.aim() instanceof Aim.NewAgency,
                waiting.submitted(),
                within.due(waiting.submitted()),
                application instanceof Application.Submitted
                        ? Optional.of(within.standing(waiting.submitted(), now))
                        : Optional.empty(),
                waiting.first().filter(eyes::holds));
    }

    Instant waitingSince(Duration age) {
        return age.isZero() ? Instant.MAX : clock.instant().minus(age);
    }
}
