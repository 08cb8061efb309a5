package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;

/**
 * Which addresses have a mailbox here. Mail for a suspended account is taken and kept for the day it may be read; an account
 * that is closed, or is a system's, takes none. Mail for postmaster goes to the administrators; it is taken always (RFC 5321
 * §4.5.1), and waits in the queue while there are none. As thread-safe as the look-ups it is given.
 */
public final class LocalRecipients {
    private static final String POSTMASTER = "postmaster";

    private final Function<Address, Optional<Account>> accounts;
    private final Supplier<List<Address>> administrators;

    /**
     * @param accounts usually {@code registry.accounts()::find}
     * @param administrators who reads what is sent to postmaster
     */
    public LocalRecipients(Function<Address, Optional<Account>> accounts, Supplier<List<Address>> administrators) {
        this.accounts = accounts;
        this.administrators = administrators;
    }

    /** Whether mail for {@code address} is taken. */
    public boolean accepts(String address) {
        return !mailboxesOf(address).isEmpty() || isForAdministrators(address);
    }

    /** Whether mail for {@code address} goes to whoever administers, and so waits while nobody does. */
    boolean isForAdministrators(String address) {
        Optional<Address> parsed = Address.parse(address);
        return parsed.filter(one -> one.localPart().equals(POSTMASTER)).isPresent()
                && parsed.flatMap(accounts).isEmpty();
    }

    /**
     * A mailbox of an account.
     *
     * @param reacting the account, where its owner has more done with mail than keep it; never for what comes for postmaster
     */
    record Mailbox(Username user, Optional<Account> reacting) {}

    /** Whose mailboxes mail for {@code address} goes to; none when the account is closed or there is none. */
    List<Mailbox> mailboxesOf(String address) {
        Optional<Address> parsed = Address.parse(address);
        Optional<Account> account = parsed.flatMap(accounts);
        if (account.isPresent()) {
            return account
                    .filter(LocalRecipients::hasMailbox)
                    .map(open -> new Mailbox(user(open.address()), account.filter(LocalRecipients::reacts)))
                    .stream()
                    .toList();
        }
        return parsed.filter(one -> one.localPart().equals(POSTMASTER)).stream()
                .flatMap(one -> administrators.get().stream())
                .map(administrator -> new Mailbox(user(administrator), Optional.empty()))
                .toList();
    }

    /** Whether the sender of {@code mail} is told what becomes of it: those here alone are, so that no forged one is. */
    boolean isTold(Mail mail) {
        return mail.getMaybeSender()
                .asOptional()
                .filter(sender -> !mailboxesOf(sender.asString()).isEmpty())
                .isPresent();
    }

    /** Whether an account of that address takes mail. */
    boolean hasMailbox(Address address) {
        return accounts.apply(address).filter(LocalRecipients::hasMailbox).isPresent();
    }

    /** Nothing is done in the name of who may not sign in. */
    private static boolean reacts(Account account) {
        return account.reacts() && account.state() == AccountState.ACTIVE;
    }

    private static boolean hasMailbox(Account account) {
        return account.state() != AccountState.CLOSED && account.type() != AccountType.AGENCY_RELAY;
    }

    private static Username user(Address address) {
        return Username.of(address.toString());
    }
}
