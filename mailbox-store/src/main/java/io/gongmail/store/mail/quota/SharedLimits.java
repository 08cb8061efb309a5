package io.gongmail.store.mail.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gongmail.store.mail.quota.QuotaGroups.Group;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.apache.james.core.Username;
import reactor.core.scheduler.Schedulers;

/**
 * What groups of accounts hold together. Nothing is counted beside the accounts' own counts, so that it is right whoever joins,
 * leaves or ends, and after any crash: the sum is made anew after a minute, behind who asks for it, and no delivery walks over
 * accounts but the first of a group. A group that is at its limit takes nothing more, and may be over it by what arrived within
 * that minute. The last 10,000 users and 1,000 groups asked for are remembered. Thread-safe.
 */
public final class SharedLimits {
    private static final int USERS = 10_000;
    private static final int GROUPS = 1_000;
    private static final int AT_ONCE = 500;
    private static final Duration NEW = Duration.ofMinutes(1);
    /** Nothing older is believed, also of a group that nobody asked for. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final QuotaGroups groups;
    private final StoredUsage usage;
    private final Cache<Username, Optional<String>> ofUsers;
    private final Cache<String, OptionalLong> most;
    private final LoadingCache<String, Long> held;

    /** @param behind makes sums anew */
    SharedLimits(QuotaGroups groups, StoredUsage usage, Executor behind, Ticker ticker) {
        this.groups = groups;
        this.usage = usage;
        this.ofUsers = Caffeine.newBuilder()
                .maximumSize(USERS)
                .expireAfterWrite(NEW)
                .ticker(ticker)
                .build();
        this.most = Caffeine.newBuilder()
                .maximumSize(GROUPS)
                .expireAfterWrite(NEW)
                .ticker(ticker)
                .build();
        this.held = Caffeine.newBuilder()
                .maximumSize(GROUPS)
                .refreshAfterWrite(NEW)
                .expireAfterWrite(LONGEST)
                .executor(behind)
                .ticker(ticker)
                .build(this::octets);
    }

    /** With the machine's time and a thread of the bounded ones. */
    public static SharedLimits over(QuotaGroups groups, StoredUsage usage) {
        return new SharedLimits(groups, usage, Schedulers.boundedElastic()::schedule, Ticker.systemTicker());
    }

    /** What the group's members hold together, counted now. May take a second for tens of thousands. */
    public long octets(String group) {
        long octets = 0;
        String after = "";
        List<Username> members;
        do {
            members = groups.members(group, after, AT_ONCE);
            if (!members.isEmpty()) {
                octets += usage.octets(members);
                after = members.get(members.size() - 1).asString();
            }
        } while (members.size() == AT_ONCE);
        return octets;
    }

    /** That the user's group is full, as far as is known; empty where it is not. */
    public Optional<SharedLimitException> full(Username user) {
        return Objects.requireNonNull(ofUsers.get(user, groups::of)).flatMap(this::fullGroup);
    }

    private Optional<SharedLimitException> fullGroup(String group) {
        OptionalLong limit = Objects.requireNonNull(most.get(group, groups::limit));
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        long octets = Objects.requireNonNull(held.get(group));
        return octets < limit.getAsLong()
                ? Optional.empty()
                : Optional.of(new SharedLimitException(new Group(group, limit.getAsLong()), octets));
    }

    /** Limits are others than before: nothing is remembered of them. */
    public void changed() {
        ofUsers.invalidateAll();
        most.invalidateAll();
        held.invalidateAll();
    }
}
