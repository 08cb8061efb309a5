package io.gongmail.store.mail.quota;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
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

    /** What {@code several} hold together now, one or more and at most 1,000. May block. */
    long octets(List<Username> several) {
        String places = String.join(", ", Collections.nCopies(several.size(), "?"));
        return database.transact(transaction -> {
            try (PreparedStatement select = transaction
                    .connection()
                    .prepareStatement(
                            "SELECT COALESCE(SUM(octets), 0) FROM mailbox WHERE user_name IN (" + places + ")")) {
                for (int i = 0; i < several.size(); i++) {
                    select.setString(i + 1, several.get(i).asString());
                }
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** See {@link AccountQuotas#filled}. */
    List<Username> filled(long standard, int percent, String after, int limit) {
        String most = "COALESCE(l.octets, " + standard + ")";
        return database.transact(transaction -> {
            List<Username> found = new ArrayList<>();
            try (PreparedStatement select = transaction
                    .connection()
                    .prepareStatement("SELECT b.user_name FROM mailbox b LEFT JOIN quota_limit l"
                            + " ON l.scope = 'User' AND l.name = '" + MailboxConstants.USER_NAMESPACE
                            + DefaultUserQuotaRootResolver.SEPARATOR + "' || b.user_name"
                            + " WHERE b.user_name > ? GROUP BY b.user_name, l.octets"
                            + " HAVING " + most + " >= 0 AND SUM(b.octets) >= " + most + " / 100 * " + percent
                            + " ORDER BY b.user_name FETCH FIRST " + limit + " ROWS ONLY")) {
                select.setString(1, after);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(Username.of(row.getString(1)));
                    }
                }
            }
            return found;
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
