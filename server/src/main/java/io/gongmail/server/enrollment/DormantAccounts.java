package io.gongmail.server.enrollment;

import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.DormantAccount;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accounts that nobody uses: their owners are told, and they are suspended, each after a time of its own or never. Whoever is to
 * be told is suspended only once the letter has gone and the time that it gave is over. Administrators are told and never
 * suspended, so that nobody is locked out of the installation; whoever is suspended is resumed by command. Thread-safe; calls
 * block.
 */
public final class DormantAccounts {
    private static final int AT_ONCE = 100;
    /** In one run; what is left the next one does. */
    private static final int MOST = 10_000;

    private final Registry registry;
    private final LiveSessions sessions;
    private final Rules rules;
    private final Clock clock;

    /**
     * @param notice after so long without a sign of life; zero: never
     * @param suspend likewise, and longer than the notice
     */
    public record Rules(Duration notice, Duration suspend) {}

    public DormantAccounts(Registry registry, LiveSessions sessions, Rules rules, Clock clock) {
        this.registry = registry;
        this.sessions = sessions;
        this.rules = rules;
        this.clock = clock;
    }

    /** Writes letters and suspends, as far as it is time; returns how many accounts were suspended. */
    public int look() {
        if (!rules.notice().isZero()) {
            each(rules.notice(), this::isToldNow);
        }
        return rules.suspend().isZero() ? 0 : each(rules.suspend(), this::isSuspendedNow);
    }

    private int each(Duration unusedFor, Predicate<DormantAccount> does) {
        Instant before = clock.instant().minus(unusedFor);
        String after = "";
        int done = 0;
        while (done < MOST) {
            List<DormantAccount> some = registry.dormancy().unused(before, after, AT_ONCE);
            for (DormantAccount dormant : some) {
                after = dormant.account().address().toString();
                done += does.test(dormant) ? 1 : 0;
            }
            if (some.size() < AT_ONCE) {
                break;
            }
        }
        return done;
    }

    private boolean isToldNow(DormantAccount dormant) {
        Instant now = clock.instant();
        if (rules.suspend().isZero() || isExempt(dormant.account())) {
            return registry.ownerLetters().isDormant(dormant, now, 0, now);
        }
        Duration left = rules.suspend().minus(rules.notice());
        Instant planned = dormant.since().plus(rules.suspend());
        Instant ends = planned.isAfter(now.plus(left)) ? planned : now.plus(left);
        return registry.ownerLetters().isDormant(dormant, ends, Math.toIntExact(left.toDays()), now);
    }

    private static boolean isExempt(Account account) {
        return account.roles().contains(Role.ADMINISTRATOR);
    }

    private boolean isSuspendedNow(DormantAccount dormant) {
        Address address = dormant.account().address();
        if (isExempt(dormant.account())
                || !isTimeOver(dormant)
                || !sessions.of(address).isEmpty()) {
            return false;
        }
        Optional<Account> suspended = registry.dormancy().suspend(dormant, "server");
        suspended.ifPresent(account -> sessions.endAccount(account.address(), EndReason.ACCOUNT_CLOSED));
        return suspended.isPresent();
    }

    private boolean isTimeOver(DormantAccount dormant) {
        return rules.notice().isZero()
                || registry.ownerLetters()
                        .dormantUntil(dormant.account().address(), dormant.since())
                        .filter(until -> !clock.instant().isBefore(until))
                        .isPresent();
    }
}
