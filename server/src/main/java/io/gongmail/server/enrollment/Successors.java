package io.gongmail.server.enrollment;

import io.gongmail.store.mail.mailbox.MailboxOwners;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ClosedAccount;
import io.gongmail.store.registry.Following;
import io.gongmail.store.registry.HandOn;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * What an agency's reviewers do for its accounts: a suspended one is made active again, and the mailbox of a closed one is handed
 * on to a colleague, which one asks for and another confirms, neither of them the recipient nor who left. Who administers besides
 * may do so for every agency. Thread-safe; calls block.
 */
public final class Successors {
    private static final int LONGEST_REASON = 500;

    private final Registry registry;
    private final FourEyes eyes;
    private final Following handing;

    /**
     * An account as it stands.
     *
     * @param lastSign when it was used last; empty where it is not active
     * @param closed since when, where it is closed, and whether the mailbox is there
     * @param handOn what was asked for and waits for another
     */
    public record Found(
            Account account, Optional<Instant> lastSign, Optional<ClosedAccount> closed, Optional<HandOn> handOn) {}

    public Successors(Registry registry, MailboxOwners mailboxes) {
        this.registry = registry;
        this.eyes = new FourEyes(registry);
        this.handing = (transaction, from, to) -> mailboxes.handOn(transaction, user(from), user(to));
    }

    private static Username user(Address address) {
        return Username.of(address.toString());
    }

    /** The account of that address, where it is the reviewer's to look after; others are not told from none. */
    public Outcome<Found> find(String address, Address reviewer) {
        return account(address, reviewer)
                .then(account -> Outcome.done(new Found(
                        account,
                        registry.dormancy().lastSign(account.address()),
                        registry.closed().find(account.address()),
                        registry.handOns().of(account.address()))));
    }

    private Outcome<Account> account(String address, Address reviewer) {
        Optional<Account> who = eyes.reviewer(reviewer);
        if (who.isEmpty()) {
            return Outcome.refused("G-341");
        }
        boolean isEverywhere = who.get().roles().contains(Role.ADMINISTRATOR);
        return Address.parse(address)
                .flatMap(registry.accounts()::find)
                .filter(account ->
                        isEverywhere || account.agency().equals(who.get().agency()))
                .<Outcome<Account>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused("G-351"));
    }

    /** Makes a suspended account active again, of somebody else. */
    public Outcome<Account> resume(String address, Address reviewer, String reason) {
        return account(address, reviewer)
                .then(account -> isOther(account.address(), reviewer)
                        .then(other -> reasoned(reason))
                        .then(given -> Enrollment.advanced(
                                registry.accounts().resume(account.address(), reviewer.toString(), reason))));
    }

    /** Asks that the mailbox of a closed account is handed on. */
    public Outcome<HandOn> ask(String address, String recipient, Address reviewer, String reason) {
        return account(address, reviewer)
                .then(account -> recipient(account, recipient)
                        .then(to -> areOthers(account.address(), to, reviewer)
                                .then(others -> reasoned(reason))
                                .then(given -> registry.handOns()
                                        .ask(account.address(), to, reviewer, reason)
                                        .<Outcome<HandOn>>map(Outcome::done)
                                        .orElseGet(() -> Outcome.refused("G-310")))));
    }

    private Outcome<Address> recipient(Account account, String recipient) {
        return Address.parse(recipient)
                .flatMap(registry.accounts()::find)
                .filter(found -> found.state() == AccountState.ACTIVE)
                .filter(found -> found.type() != AccountType.AGENCY_RELAY)
                .filter(found -> found.agency().equals(account.agency()))
                .map(Account::address)
                .<Outcome<Address>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused("G-399"));
    }

    /**
     * Confirms what was asked for, as another than who asked; the mailbox is the recipient's then.
     *
     * @param asked when what was shown was asked for
     */
    public Outcome<HandOn> confirm(String address, Instant asked, Address reviewer) {
        return waiting(address, asked, reviewer)
                .then(shown -> isOther(shown.asker(), reviewer)
                        .then(other -> areOthers(shown.account(), shown.recipient(), reviewer))
                        .then(others -> account(address, reviewer))
                        .then(account -> recipient(account, shown.recipient().toString()))
                        .then(to -> registry.handOns().confirm(shown, reviewer, handing)
                                ? Outcome.done(shown)
                                : Outcome.refused("G-303")));
    }

    /** What was asked for is not wanted any more; whoever looks after the account may say so. */
    public Outcome<HandOn> drop(String address, Instant asked, Address reviewer) {
        return waiting(address, asked, reviewer)
                .then(shown ->
                        registry.handOns().drop(shown, reviewer) ? Outcome.done(shown) : Outcome.refused("G-303"));
    }

    private Outcome<HandOn> waiting(String address, Instant asked, Address reviewer) {
        return account(address, reviewer)
                .then(account -> registry.handOns()
                        .of(account.address())
                        .filter(found -> found.asked().equals(asked))
                        .<Outcome<HandOn>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused("G-303")));
    }

    private Outcome<Boolean> areOthers(Address account, Address recipient, Address reviewer) {
        return isOther(account, reviewer).then(other -> isOther(recipient, reviewer));
    }

    private Outcome<Boolean> isOther(Address who, Address reviewer) {
        return eyes.areOfOne(who, reviewer) ? Outcome.refused("G-380") : Outcome.done(true);
    }

    private static Outcome<String> reasoned(String reason) {
        if (reason.isBlank()) {
            return Outcome.refused("G-343");
        }
        return reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)
                ? Outcome.refused("G-334", "why", "reason: one line of at most " + LONGEST_REASON + " characters")
                : Outcome.done(reason);
    }
}
