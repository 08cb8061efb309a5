package io.gongmail.store.mail.quota;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What the mailboxes of a user hold: the sum of counts that change with the messages, in the same transaction, so that they are
 * right at any time and after any crash. There is nothing to increase, decrease or set from outside. Thread-safe.
 */
public final class StoredUsage implements CurrentQuotaManager {
    private final Database database;
    private final Function<QuotaRoot, Username> users;

    /** @param users whose a quota root is */
    public StoredUsage(Database database, Function<QuotaRoot, Username> users) {
        this.database = database;
        this.users = users;
    }

    /** What {@code user} holds now. May block. */
    public CurrentQuotas of(Username user) {
        return database.transact(transaction -> {
            try (PreparedStatement select = transaction
                    .connection()
                    .prepareStatement("SELECT COALESCE(SUM(messages), 0), COALESCE(SUM(octets), 0) FROM mailbox"
                            + " WHERE user_name = ?")) {
                select.setString(1, user.asString());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new CurrentQuotas(
                            QuotaCountUsage.count(row.getLong(1)), QuotaSizeUsage.size(row.getLong(2)));
                }
            }
        });
    }

    @Override
    public Mono<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
        return Mono.fromCallable(() -> of(users.apply(root))).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::count);
    }

    @Override
    public Mono<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
        return getCurrentQuotas(root).map(CurrentQuotas::size);
    }

    @Override
    public Mono<Void> increase(QuotaOperation operation) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> decrease(QuotaOperation operation) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> setCurrentQuotas(QuotaOperation operation) {
        return Mono.empty();
    }
}
