package io.gongmail.server.enrollment;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.mailbox.MailboxOwners;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.AccountQuotas.Held;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.james.core.Username;

/**
 * What an agency's reviewers do for its accounts: a suspended one is made active again, and the mailbox of a closed one is handed
 * on to a colleague who has room for it, which one asks for and another confirms, neither of them the recipient nor who left. Who administers besides
 * may do so for every agency. Thread-safe; calls block.
 */
public final class Successors {
    private static final int LONGEST_REASON = 500;

    private final Registry registry;
    private final FourEyes eyes;
    private final AccountQuotas quotas;
    private final Following handing;

    /**
     * An account as it stands.
     *
     * @param lastSign when it was used last; empty where it is not active
     * @param closed since when, where it is closed, and whether the mailbox is there
     * @param octets what its mailbox weighs
     * @param handOn what was asked for and waits for another
     * @param room octets that its recipient may still take; empty without limit, or where nothing waits
     */
    public record Found(
            Account account,
            Optional<Instant> lastSign,
            Optional<ClosedAccount> closed,
            long octets,
            Optional<HandOn> handOn,
            OptionalLong room) {}

    public Successors(Registry registry, MailboxOwners mailboxes, AccountQuotas quotas) {
        this.registry = registry;
        this.eyes = new FourEyes(registry);
        this.quotas = quotas;
        this.handing = (transaction, from, to) -> mailboxes.handOn(transaction, user(from), user(to));
    }

    private static Username user(Address address) {
        return Username.of(address.toString());
    }

    /** The account of that address, where it is the reviewer's to look after; others are not told from none. */
    public Ruling<Found> find(String address, Address reviewer) {
        return account(address, reviewer).then(account -> Ruling.granted(found(account)));
    }

    private Found found(Account account) {
        Optional<HandOn> handOn = registry.handOns().of(account.address());
        return new Found(
                account,
                registry.dormancy().lastSign(account.address()),
                registry.closed().find(account.address()),
                held(account.address()).octets(),
                handOn,
                handOn.map(HandOn::recipient).map(this::held).map(Held::room).orElse(OptionalLong.empty()));
    }

    private Held held(Address address) {
        return quotas.held(user(address));
    }

    /** Handed on, it counts as the recipient's: it must not fill that mailbox, whose new mail would go back. */
    private Ruling<Address> fits(Address account, Address recipient) {
        long octets = held(account).octets();
        OptionalLong room = held(recipient).room();
        return room.isEmpty() || octets <= room.getAsLong()
                ? Ruling.granted(recipient)
                : new Ruling.Refused<>(
                        "G-440",
                        Map.of(
                                "size", new DataSize(octets).shown(),
                                "room", new DataSize(room.getAsLong()).shown(),
                                "recipient", recipient.toString()));
    }

    private Ruling<Account> account(String address, Address reviewer) {
        Optional<Account> who = eyes.reviewer(reviewer);
        if (who.isEmpty()) {
            return Ruling.refused("G-341");
        }
        boolean isEverywhere = who.get().roles().contains(Role.ADMINISTRATOR);
        return Address.parse(address)
                .flatMap(registry.accounts()::find)
                .filter(account ->
                        isEverywhere || account.agency().equals(who.get().agency()))
                .<Ruling<Account>>map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-351"));
    }

    /** Makes a suspended account active again, of somebody else. */
    public Ruling<Account> resume(String address, Address reviewer, String reason) {
        return account(address, reviewer)
                .then(account -> isOther(account.address(), reviewer)
                        .then(other -> reasoned(reason))
                        .then(given -> Enrollment.advanced(
                                registry.accounts().resume(account.address(), reviewer.toString(), reason))));
    }

    /** Asks that the mailbox of a closed account is handed on. */
    public Ruling<HandOn> ask(String address, String recipient, Address reviewer, String reason) {
        return account(address, reviewer)
                .then(account -> recipient(account, recipient)
                        .then(to -> areOthers(account.address(), to, reviewer)
                                .then(others -> reasoned(reason))
                                .then(given -> fits(account.address(), to))
                                .then(fitting -> registry.handOns()
                                        .ask(account.address(), to, reviewer, reason)
                                        .<Ruling<HandOn>>map(Ruling::granted)
                                        .orElseGet(() -> Ruling.refused("G-310")))));
    }

    private Ruling<Address> recipient(Account account, String recipient) {
        return Address.parse(recipient)
                .flatMap(registry.accounts()::find)
                .filter(found -> found.state() == AccountState.ACTIVE)
                .filter(found -> found.type() != AccountType.AGENCY_RELAY)
                .filter(found -> found.agency().equals(account.agency()))
                .map(Account::address)
                .<Ruling<Address>>map(Ruling::granted)
                .orElseGet(() -> Ruling.refused("G-399"));
    }

    /**
     * Confirms what was asked for, as another than who asked; the mailbox is the recipient's then.
     *
     * @param asked when what was shown was asked for
     */
    public Ruling<HandOn> confirm(String address, Instant asked, Address reviewer) {
        return waiting(address, asked, reviewer)
                .then(shown -> isOther(shown.asker(), reviewer)
                        .then(other -> areOthers(shown.account(), shown.recipient(), reviewer))
                        .then(others -> account(address, reviewer))
                        .then(account -> recipient(account, shown.recipient().toString()))
                        .then(to -> fits(shown.account(), to))
                        .then(to -> registry.handOns().confirm(shown, reviewer, handing)
                                ? Ruling.granted(shown)
                                : Ruling.refused("G-303")));
    }

    /** What was asked for is not wanted any more; whoever looks after the account may say so. */
    public Ruling<HandOn> drop(String address, Instant asked, Address reviewer) {
        return waiting(address, asked, reviewer)
                .then(shown ->
                        registry.handOns().drop(shown, reviewer) ? Ruling.granted(shown) : Ruling.refused("G-303"));
    }

    private Ruling<HandOn> waiting(String address, Instant asked, Address reviewer) {
        return account(address, reviewer)
                .then(account -> registry.handOns()
                        .of(account.address())
                        .filter(found -> found.asked().equals(asked))
                        .<Ruling<HandOn>>map(Ruling::granted)
                        .orElseGet(() -> Ruling.refused("G-303")));
    }

    private Ruling<Boolean> areOthers(Address account, Address recipient, Address reviewer) {
        return isOther(account, reviewer).then(other -> isOther(recipient, reviewer));
    }

    private Ruling<Boolean> isOther(Address who, Address reviewer) {
        return eyes.areOfOne(who, reviewer) ? Ruling.refused("G-380") : Ruling.granted(true);
    }

    private static Ruling<String> reasoned(String reason) {
        if (reason.isBlank()) {
            return Ruling.refused("G-343");
        }
        return reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)
                ? Ruling.refused("G-334", "why", "reason: one line of at most " + LONGEST_REASON + " characters")
                : Ruling.granted(reason);
    }
}
