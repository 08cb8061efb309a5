package io.gongmail.server.enrollment;

import io.gongmail.server.config.DataSize;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.AccountQuotas.Held;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Username;

/**
 * Mailboxes that fill: their owners are told at each share of the limit once, of several that were passed only the highest, and
 * again only after the mailbox has fallen below it. Looked for from time to time, so that no delivery does more for it and
 * nothing is missed by a stop. Thread-safe; calls block.
 */
public final class FillingMailboxes {
    private static final int AT_ONCE = 500;

    private final Registry registry;
    private final AccountQuotas quotas;
    private final List<Integer> shares;

    /** @param shares in percent of the limit; none: nobody is told */
    public FillingMailboxes(Registry registry, AccountQuotas quotas, List<Integer> shares) {
        this.registry = registry;
        this.quotas = quotas;
        this.shares = shares.stream().sorted().toList();
    }

    /** Writes what is to be told now; returns how many letters. */
    public int look() {
        fallen();
        int written = 0;
        String after = "";
        List<Username> some;
        do {
            some = shares.isEmpty() ? List.of() : quotas.filled(shares.get(0), after, AT_ONCE);
            for (Username user : some) {
                after = user.asString();
                written += isTold(user) ? 1 : 0;
            }
        } while (some.size() == AT_ONCE);
        return written;
    }

    private boolean isTold(Username user) {
        Held held = quotas.held(user);
        int share = share(held);
        return share > 0
                && Address.parse(user.asString())
                        .filter(account -> registry.quotaNotices().reached(account, share, told(held)))
                        .isPresent();
    }

    private void fallen() {
        String after = "";
        Map<Address, Integer> some;
        do {
            some = registry.quotaNotices().told(after, AT_ONCE);
            for (Map.Entry<Address, Integer> told : some.entrySet()) {
                after = told.getKey().toString();
                int share = share(quotas.held(Username.of(after)));
                if (share < told.getValue()) {
                    registry.quotaNotices().fell(told.getKey(), share);
                }
            }
        } while (some.size() == AT_ONCE);
    }

    /** The highest that is reached; 0 below all. */
    private int share(Held held) {
        return shares.stream().filter(share -> share <= held.percent()).reduce(0, (below, share) -> share);
    }

    private static String told(Held held) {
        return held.percent() + "%, " + new DataSize(held.octets()).shown() + " / "
                + new DataSize(held.most().orElse(0)).shown();
    }
}
