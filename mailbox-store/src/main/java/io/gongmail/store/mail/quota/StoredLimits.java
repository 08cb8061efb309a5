package io.gongmail.store.mail.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What users may hold: what was set for a user, else for the domain, else for all, else the configuration's. Read at every
 * message that arrives, so the last 10,000 looked up are remembered for a minute, or until they are set here: an account that
 * gets another address takes its own along. Thread-safe.
 */
public final class StoredLimits implements MaxQuotaManager {
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String ALL = "";

    private enum Resource {
        OCTETS,
        MESSAGES;

        private final String column = name().toLowerCase(Locale.ROOT);
    }

    private record Key(Quota.Scope scope, String name) {}

    /** −1 is without limit, null is not set. */
    private record Limit(@Nullable Long octets, @Nullable Long messages) {
        private static final Limit NONE = new Limit(null, null);

        @Nullable
        Long of(Resource resource) {
            return resource == Resource.OCTETS ? octets : messages;
        }
    }

    private final Database database;
    private final long standard;
    private final Cache<Key, Limit> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(LONGEST)
            .build();

    /** @param standard octets where nothing was set; −1 without limit */
    public StoredLimits(Database database, long standard) {
        this.database = database;
        this.standard = standard;
    }

    private Limit limit(Quota.Scope scope, String name) {
        return Objects.requireNonNull(remembered.get(new Key(scope, name), this::read));
    }

    private Limit read(Key key) {
        return database.transact(transaction -> {
            try (PreparedStatement select = transaction
                    .connection()
                    .prepareStatement("SELECT octets, messages FROM quota_limit WHERE scope = ? AND name = ?")) {
                select.setString(1, key.scope().name());
                select.setString(2, key.name());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? new Limit(number(row, 1), number(row, 2)) : Limit.NONE;
                }
            }
        });
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private void set(Quota.Scope scope, String name, Resource resource, @Nullable Long value) {
        try {
            database.transact(transaction -> {
                if (update(transaction.connection(), scope, name, resource, value) == 0 && value != null) {
                    try (PreparedStatement insert = transaction
                            .connection()
                            .prepareStatement("INSERT INTO quota_limit (scope, name, " + resource.column
                                    + ") VALUES (?, ?, ?)")) {
                        insert.setString(1, scope.name());
                        insert.setString(2, name);
                        insert.setLong(3, value);
                        insert.executeUpdate();
                    }
                }
                return true;
            });
        } finally {
            remembered.invalidate(new Key(scope, name));
        }
    }

    private static int update(
            Connection connection, Quota.Scope scope, String name, Resource resource, @Nullable Long value)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE quota_limit SET " + resource.column + " = ? WHERE scope = ? AND name = ?")) {
            if (value == null) {
                update.setNull(1, Types.BIGINT);
            } else {
                update.setLong(1, value);
            }
            update.setString(2, scope.name());
            update.setString(3, name);
            return update.executeUpdate();
        }
    }

    /** What is set for a quota root, by whom it is set for. */
    private <L> Map<Quota.Scope, L> details(QuotaRoot root, Resource resource, Function<Long, L> limit) {
        Map<Quota.Scope, L> found = new EnumMap<>(Quota.Scope.class);
        put(found, Quota.Scope.User, limit(Quota.Scope.User, root.getValue()).of(resource), limit);
        root.getDomain()
                .ifPresent(domain -> put(
                        found,
                        Quota.Scope.Domain,
                        limit(Quota.Scope.Domain, domain.asString()).of(resource),
                        limit));
        put(found, Quota.Scope.Global, limit(Quota.Scope.Global, ALL).of(resource), limit);
        return found;
    }

    private static <L> void put(
            Map<Quota.Scope, L> found, Quota.Scope scope, @Nullable Long value, Function<Long, L> limit) {
        if (value != null) {
            found.put(scope, limit.apply(value));
        }
    }

    /** The lowest that holds for anybody for whom nothing was set alone; −1 where there is none. */
    long lowest() {
        long set = database.transact(transaction -> {
            try (PreparedStatement select = transaction
                            .connection()
                            .prepareStatement(
                                    "SELECT MIN(octets) FROM quota_limit WHERE scope <> 'User' AND octets >= 0");
                    ResultSet row = select.executeQuery()) {
                Long lowest = row.next() ? number(row, 1) : null;
                return lowest == null ? -1L : lowest;
            }
        });
        return set < 0 || standard >= 0 && standard < set ? standard : set;
    }

    private static QuotaSizeLimit size(long value) {
        return value < 0 ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(value);
    }

    private static QuotaCountLimit count(long value) {
        return value < 0 ? QuotaCountLimit.unlimited() : QuotaCountLimit.count(value);
    }

    private static long value(QuotaLimitValue<?> limit) {
        return limit.isUnlimited() ? -1 : limit.asLong();
    }

    private static <T> Mono<T> later(Callable<Optional<T>> call) {
        return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()).flatMap(Mono::justOrEmpty);
    }

    private static Mono<Void> done(Runnable run) {
        return Mono.fromRunnable(run).subscribeOn(Schedulers.boundedElastic()).then();
    }

    @Override
    public Map<Quota.Scope, QuotaSizeLimit> listMaxStorageDetails(QuotaRoot root) {
        Map<Quota.Scope, QuotaSizeLimit> found = details(root, Resource.OCTETS, StoredLimits::size);
        if (standard >= 0) {
            found.putIfAbsent(Quota.Scope.Global, size(standard));
        }
        return found;
    }

    @Override
    public Map<Quota.Scope, QuotaCountLimit> listMaxMessagesDetails(QuotaRoot root) {
        return details(root, Resource.MESSAGES, StoredLimits::count);
    }

    @Override
    public void setMaxStorage(QuotaRoot root, QuotaSizeLimit limit) {
        set(Quota.Scope.User, root.getValue(), Resource.OCTETS, value(limit));
    }

    @Override
    public Mono<Void> setMaxStorageReactive(QuotaRoot root, QuotaSizeLimit limit) {
        return done(() -> setMaxStorage(root, limit));
    }

    @Override
    public void removeMaxStorage(QuotaRoot root) {
        set(Quota.Scope.User, root.getValue(), Resource.OCTETS, null);
    }

    @Override
    public Mono<Void> removeMaxStorageReactive(QuotaRoot root) {
        return done(() -> removeMaxStorage(root));
    }

    @Override
    public Optional<QuotaSizeLimit> getDomainMaxStorage(Domain domain) {
        return Optional.ofNullable(limit(Quota.Scope.Domain, domain.asString()).of(Resource.OCTETS))
                .map(StoredLimits::size);
    }

    @Override
    public Mono<QuotaSizeLimit> getDomainMaxStorageReactive(Domain domain) {
        return later(() -> getDomainMaxStorage(domain));
    }

    @Override
    public void setDomainMaxStorage(Domain domain, QuotaSizeLimit limit) {
        set(Quota.Scope.Domain, domain.asString(), Resource.OCTETS, value(limit));
    }

    @Override
    public Mono<Void> setDomainMaxStorageReactive(Domain domain, QuotaSizeLimit limit) {
        return done(() -> setDomainMaxStorage(domain, limit));
    }

    @Override
    public void removeDomainMaxStorage(Domain domain) {
        set(Quota.Scope.Domain, domain.asString(), Resource.OCTETS, null);
    }

    @Override
    public Mono<Void> removeDomainMaxStorageReactive(Domain domain) {
        return done(() -> removeDomainMaxStorage(domain));
    }

    @Override
    public Optional<QuotaSizeLimit> getGlobalMaxStorage() {
        return Optional.ofNullable(limit(Quota.Scope.Global, ALL).of(Resource.OCTETS))
                .map(StoredLimits::size);
    }

    @Override
    public Mono<QuotaSizeLimit> getGlobalMaxStorageReactive() {
        return later(this::getGlobalMaxStorage);
    }

    @Override
    public void setGlobalMaxStorage(QuotaSizeLimit limit) {
        set(Quota.Scope.Global, ALL, Resource.OCTETS, value(limit));
    }

    @Override
    public Mono<Void> setGlobalMaxStorageReactive(QuotaSizeLimit limit) {
        return done(() -> setGlobalMaxStorage(limit));
    }

    @Override
    public void removeGlobalMaxStorage() {
        set(Quota.Scope.Global, ALL, Resource.OCTETS, null);
    }

    @Override
    public Mono<Void> removeGlobalMaxStorageReactive() {
        return done(this::removeGlobalMaxStorage);
    }

    @Override
    public void setMaxMessage(QuotaRoot root, QuotaCountLimit limit) {
        set(Quota.Scope.User, root.getValue(), Resource.MESSAGES, value(limit));
    }

    @Override
    public Mono<Void> setMaxMessageReactive(QuotaRoot root, QuotaCountLimit limit) {
        return done(() -> setMaxMessage(root, limit));
    }

    @Override
    public void removeMaxMessage(QuotaRoot root) {
        set(Quota.Scope.User, root.getValue(), Resource.MESSAGES, null);
    }

    @Override
    public Mono<Void> removeMaxMessageReactive(QuotaRoot root) {
        return done(() -> removeMaxMessage(root));
    }

    @Override
    public Optional<QuotaCountLimit> getDomainMaxMessage(Domain domain) {
        return Optional.ofNullable(limit(Quota.Scope.Domain, domain.asString()).of(Resource.MESSAGES))
                .map(StoredLimits::count);
    }

    @Override
    public Mono<QuotaCountLimit> getDomainMaxMessageReactive(Domain domain) {
        return later(() -> getDomainMaxMessage(domain));
    }

    @Override
    public void setDomainMaxMessage(Domain domain, QuotaCountLimit limit) {
        set(Quota.Scope.Domain, domain.asString(), Resource.MESSAGES, value(limit));
    }

    @Override
    public Mono<Void> setDomainMaxMessageReactive(Domain domain, QuotaCountLimit limit) {
        return done(() -> setDomainMaxMessage(domain, limit));
    }

    @Override
    public void removeDomainMaxMessage(Domain domain) {
        set(Quota.Scope.Domain, domain.asString(), Resource.MESSAGES, null);
    }

    @Override
    public Mono<Void> removeDomainMaxMessageReactive(Domain domain) {
        return done(() -> removeDomainMaxMessage(domain));
    }

    @Override
    public Optional<QuotaCountLimit> getGlobalMaxMessage() {
        return Optional.ofNullable(limit(Quota.Scope.Global, ALL).of(Resource.MESSAGES))
                .map(StoredLimits::count);
    }

    @Override
    public Mono<QuotaCountLimit> getGlobalMaxMessageReactive() {
        return later(this::getGlobalMaxMessage);
    }

    @Override
    public void setGlobalMaxMessage(QuotaCountLimit limit) {
        set(Quota.Scope.Global, ALL, Resource.MESSAGES, value(limit));
    }

    @Override
    public Mono<Void> setGlobalMaxMessageReactive(QuotaCountLimit limit) {
        return done(() -> setGlobalMaxMessage(limit));
    }

    @Override
    public void removeGlobalMaxMessage() {
        set(Quota.Scope.Global, ALL, Resource.MESSAGES, null);
    }

    @Override
    public Mono<Void> removeGlobalMaxMessageReactive() {
        return done(this::removeGlobalMaxMessage);
    }
}
