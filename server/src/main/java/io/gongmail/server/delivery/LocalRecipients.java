package io.gongmail.server.delivery;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.core.Username;

/** Which addresses have a mailbox here. As thread-safe as the look-up it is given. */
public final class LocalRecipients {
    private final Function<Address, Optional<Account>> accounts;

    /** @param accounts usually {@code registry.accounts()::find} */
    public LocalRecipients(Function<Address, Optional<Account>> accounts) {
        this.accounts = accounts;
    }

    /** Whether new mail for {@code address} is taken: it belongs to an active account. */
    public boolean accepts(String address) {
        return find(address)
                .filter(account -> account.state() == AccountState.ACTIVE)
                .isPresent();
    }

    /**
     * Whose mailbox an accepted mail for {@code address} goes to. Not only active accounts: what was accepted before a
     * suspension is kept for the day it ends. Empty when the account is closed or there is none.
     */
    Optional<Username> mailboxOf(String address) {
        return find(address)
                .filter(account -> account.state() != AccountState.CLOSED)
                .map(account -> Username.of(account.address().toString()));
    }

    private Optional<Account> find(String address) {
        return Address.parse(address).flatMap(accounts);
    }
}
