package io.gongmail.store.mail.quota;

import java.util.Optional;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** James' quota manager, asked whenever a message comes, which fails where the owner's group is full. Thread-safe. */
public final class StoredQuotas extends StoreQuotaManager {
    private final SharedLimits shared;
    private final Function<QuotaRoot, Username> users;

    /** @param users whose a quota root is */
    public StoredQuotas(
            StoredUsage usage, StoredLimits limits, SharedLimits shared, Function<QuotaRoot, Username> users) {
        super(usage, limits);
        this.shared = shared;
        this.users = users;
    }

    @Override
    public Publisher<Quotas> getQuotasReactive(QuotaRoot root) {
        return Mono.from(super.getQuotasReactive(root)).handle((quotas, sink) -> {
            Optional<SharedLimitException> full = shared.full(users.apply(root));
            if (full.isPresent()) {
                sink.error(full.get());
            } else {
                sink.next(quotas);
            }
        });
    }
}
