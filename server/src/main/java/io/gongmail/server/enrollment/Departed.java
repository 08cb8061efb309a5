package io.gongmail.server.enrollment;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.mailbox.MailboxOwners;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ClosedAccount;
import io.gongmail.store.registry.Following;
import io.gongmail.store.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of accounts that are closed: the address rests, then the account is set aside and the address free; the mailbox is
 * kept, then deleted. Each account is done apart and whole, so a stop between loses nothing. Thread-safe; calls block.
 */
public final class Departed {
    private static final Logger LOG = LoggerFactory.getLogger(Departed.class);
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final int AT_ONCE = 100;
    /** In one run; what is left the next one does. */
    private static final int MOST = 10_000;

    private static final int LONGEST_REASON = 500;
    private static final String SERVER = "server";

    private final Registry registry;
    private final MailboxOwners mailboxes;
    private final Rules rules;
    private final Clock clock;
    private final Following following;

    /**
     * @param addressRest before an address may be another's; zero: it never may
     * @param mailboxKept before a mailbox is deleted; zero: it never is
     */
    public record Rules(Duration addressRest, Duration mailboxKept) {}

    public Departed(Registry registry, MailboxOwners mailboxes, Rules rules, Clock clock) {
        this.registry = registry;
        this.mailboxes = mailboxes;
        this.rules = rules;
        this.clock = clock;
        this.following = (transaction, from, to) -> mailboxes.follow(transaction, user(from), user(to));
    }

    private static Username user(Address address) {
        return Username.of(address.toString());
    }

    /** Frees addresses and deletes mailboxes, as far as it is time; returns how many of both. */
    public int sweep() {
        int freed = rules.addressRest().isZero()
                ? 0
                : each(
                        (after, limit) -> registry.closed().resting(before(rules.addressRest()), after, limit),
                        resting -> isSetAside(resting.account().address(), SERVER, "rested long enough"));
        int deleted = rules.mailboxKept().isZero()
                ? 0
                : each(
                        (after, limit) -> registry.closed().withMailbox(before(rules.mailboxKept()), after, limit),
                        closed -> isErased(closed.account().address()));
        if (freed + deleted > 0) {
            LOG.info("{} addresses of closed accounts are free again, {} mailboxes were deleted", freed, deleted);
        }
        return freed + deleted;
    }

    private Instant before(Duration time) {
        return clock.instant().minus(time);
    }

    @FunctionalInterface
    private interface Page {
        List<ClosedAccount> after(String address, int limit);
    }

    private static int each(Page page, Predicate<ClosedAccount> does) {
        String after = "";
        int done = 0;
        for (int seen = 0; seen < MOST; seen += AT_ONCE) {
            List<ClosedAccount> some = page.after(after, AT_ONCE);
            for (ClosedAccount closed : some) {
                after = closed.account().address().toString();
                done += isDone(closed, does) ? 1 : 0;
            }
            if (some.size() < AT_ONCE) {
                break;
            }
        }
        return done;
    }

    /** One that meets a fault is told and stays as it was; the others go on. */
    private static boolean isDone(ClosedAccount closed, Predicate<ClosedAccount> does) {
        try {
            return does.test(closed);
        } catch (RuntimeException e) {
            LOG.error(
                    "closed account {} could not be looked after",
                    closed.account().address(),
                    e);
            return false;
        }
    }

    private boolean isSetAside(Address address, String actor, String reason) {
        return setAside(address, actor, reason).isPresent();
    }

    private Optional<ClosedAccount> setAside(Address address, String actor, String reason) {
        return registry.closed().setAside(address, before(rules.addressRest()), actor, reason, following);
    }

    private boolean isErased(Address address) {
        mailboxes.erase(user(address));
        return registry.closed().mailboxErased(address, SERVER);
    }

    /**
     * Frees the address of a closed account now, where it has rested: how long it does is the configuration's to say, and nobody
     * goes round it.
     *
     * @param actor for the audit trail
     * @param reason one line of at most 500 characters
     */
    public Ruling<ClosedAccount> release(Address address, String actor, String reason) {
        if (reason.isBlank()) {
            return Ruling.refused("G-343");
        }
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            return Ruling.refused("G-334", "why", "reason: one line of at most " + LONGEST_REASON + " characters");
        }
        Optional<ClosedAccount> closed =
                registry.closed().find(address).filter(found -> found.former().isEmpty());
        if (closed.isEmpty()) {
            return Ruling.refused("G-336");
        }
        if (rules.addressRest().isZero()) {
            return Ruling.refused("G-338");
        }
        Instant until = closed.get().closed().plus(rules.addressRest());
        if (clock.instant().isBefore(until)) {
            return Ruling.refused(
                    "G-337", "until", LocalDate.ofInstant(until, KOREA).toString());
        }
        return setAside(address, actor, reason)
                .<Ruling<ClosedAccount>>map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-336"));
    }
}
