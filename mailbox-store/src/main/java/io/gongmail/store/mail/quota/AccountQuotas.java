package io.gongmail.store.mail.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;

/** How much accounts hold and may hold, for who looks after them. Thread-safe; every call may block. */
public final class AccountQuotas {
    /** Who had so much room, in octets, is not asked about for a while. */
    private static final long AMPLE = 64L << 20;

    private static final Duration A_WHILE = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final StoredUsage usage;
    private final StoredLimits limits;
    private final SharedLimits shared;
    private final UserQuotaRootResolver roots;
    private final Cache<Username, Long> heldLately;

    public AccountQuotas(StoredUsage usage, StoredLimits limits, SharedLimits shared, UserQuotaRootResolver roots) {
        this(usage, limits, shared, roots, Ticker.systemTicker());
    }

    AccountQuotas(
            StoredUsage usage, StoredLimits limits, SharedLimits shared, UserQuotaRootResolver roots, Ticker ticker) {
        this.heldLately = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(A_WHILE)
                .ticker(ticker)
                .build();
        this.usage = usage;
        this.limits = limits;
        this.shared = shared;
        this.roots = roots;
    }

    /** What accounts hold together. */
    public SharedLimits shared() {
        return shared;
    }

    /**
     * What an account holds.
     *
     * @param most octets that it may; empty without limit
     * @param own whether that was set for this account alone
     */
    public record Held(long octets, long messages, OptionalLong most, boolean own) {
        /** How full it is, in percent, rounded down; 0 without limit. */
        public int percent() {
            return most.isEmpty()
                    ? 0
                    : most.getAsLong() == 0 ? 100 : (int) Math.min(100, octets * 100 / most.getAsLong());
        }

        /** Octets that it still may take; empty without limit. */
        public OptionalLong room() {
            return most.isEmpty() ? most : OptionalLong.of(Math.max(0, most.getAsLong() - octets));
        }
    }

    public Held held(Username user) {
        CurrentQuotas now = usage.of(user);
        Map<Quota.Scope, QuotaSizeLimit> details = limits.listMaxStorageDetails(roots.forUser(user));
        return new Held(
                now.size().asLong(), now.count().asLong(), most(details), details.containsKey(Quota.Scope.User));
    }

    private OptionalLong most(Map<Quota.Scope, QuotaSizeLimit> details) {
        return limits.getMaxStorage(details)
                .filter(QuotaSizeLimit::isLimited)
                .map(limit -> OptionalLong.of(limit.asLong()))
                .orElse(OptionalLong.empty());
    }

    /**
     * Whether an account has no room left. Costs little, so that it can be asked whenever somebody looks: where 64 MiB were left within
     * the last minute nothing is counted.
     */
    public boolean isFull(Username user) {
        OptionalLong most = most(limits.listMaxStorageDetails(roots.forUser(user)));
        if (most.isEmpty()) {
            return false;
        }
        Long lately = heldLately.getIfPresent(user);
        if (lately != null && most.getAsLong() - lately >= AMPLE) {
            return false;
        }
        long held = usage.of(user).size().asLong();
        heldLately.put(user, held);
        return held >= most.getAsLong();
    }

    /**
     * Users whose messages weigh a share of what they may or more, in the order of their names, those after {@code after}; the
     * empty text starts. Goes through all mailboxes. Limits of domains and of all are taken at their lowest, so that some may be
     * named who are less full.
     *
     * @param percent 1 to 100
     * @param limit 1 to 1,000
     */
    public List<Username> filled(int percent, String after, int limit) {
        return usage.filled(limits.lowest(), percent, after, limit);
    }

    /** Whether {@code user} may hold so much, and its group more than it does. */
    public boolean hasRoom(Username user, long messages, long octets) {
        QuotaRoot root = roots.forUser(user);
        return limits.getMaxStorage(limits.listMaxStorageDetails(root))
                        .filter(most -> most.isLimited() && octets > most.asLong())
                        .isEmpty()
                && limits.getMaxMessage(limits.listMaxMessagesDetails(root))
                        .filter(most -> most.isLimited() && messages > most.asLong())
                        .isEmpty()
                && shared.full(user).isEmpty();
    }

    /** Sets what {@code user} may hold from now on; what is there stays. */
    public void limit(Username user, long octets) {
        limits.setMaxStorage(roots.forUser(user), QuotaSizeLimit.size(octets));
    }

    public void unlimited(Username user) {
        limits.setMaxStorage(roots.forUser(user), QuotaSizeLimit.unlimited());
    }

    /** Back to what holds for the domain, or for all. */
    public void standard(Username user) {
        limits.removeMaxStorage(roots.forUser(user));
    }
}
