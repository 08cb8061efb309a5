package io.gongmail.server.smtp;

import io.gongmail.server.signin.Policies;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ReservedNames;
import io.gongmail.store.registry.SentAs;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who a listener is for, how they sign in, and in whose name they send.
 *
 * @param listener its name in the policy of sign-in and in the audit trail
 * @param passwords whether PLAIN and LOGIN are offered; EXTERNAL is wherever the certificate suffices
 * @param names in whose name an account sends
 * @param nullSender whether {@code MAIL FROM:<>} is taken, as for receipts (RFC 8098 §2)
 * @param signInFirst code told to who has not
 * @param wrongSender code for MAIL FROM
 * @param wrongAuthor code for From and Sender
 */
public record Submitters(
        String listener,
        boolean passwords,
        Names names,
        boolean nullSender,
        String signInFirst,
        String wrongSender,
        String wrongAuthor) {

    /** In whose name an account may send. Calls may block. */
    public interface Names {
        /** Whether the account may name an address as sender or author. */
        boolean maySendAs(Account account, Address address);

        /** Whether mail of the account may come before that of others (RFC 6710). */
        boolean mayHurry(Account account);

        /**
         * A message is about to be taken whose author is an address that is not the account's own. Returns when that is written down
         * for good, where it has to be.
         *
         * @param messageId of the message; empty where it has none
         * @throws io.gongmail.store.StoreException when it cannot be written down; the message is not taken then
         */
        void sends(Account account, Address author, String messageId);
    }

    /**
     * People, who send as themselves (RFC 6409 §6.1), or in the name of a role of which they have been given the right.
     *
     * @param rights to send as others
     */
    public static Submitters people(SentAs rights) {
        Names names = new Names() {
            @Override
            public boolean maySendAs(Account account, Address address) {
                return account.address().equals(address) || rights.may(account.address(), address);
            }

            @Override
            public boolean mayHurry(Account account) {
                return account.type() == AccountType.AGENCY_REPRESENTATIVE;
            }

            @Override
            public void sends(Account account, Address author, String messageId) {
                rights.sends(account.address(), author, messageId);
            }
        };
        return new Submitters("submission", true, names, true, "G-205", "G-403", "G-407");
    }

    /**
     * Agencies' systems, which send as their agency: from an address in one of its domains that is no person's, nor kept for
     * the domain itself.
     *
     * @param agencies by code
     * @param accounts by address, in whatever state: who has left is not impersonated either
     */
    public static Submitters systems(
            Function<String, Optional<Agency>> agencies, Function<Address, Optional<Account>> accounts) {
        Names names = new Names() {
            @Override
            public boolean maySendAs(Account system, Address address) {
                return isOf(agencies.apply(system.agency()), address)
                        && accounts.apply(address)
                                .map(named -> named.type() != AccountType.OFFICIAL
                                        && named.agency().equals(system.agency()))
                                .orElse(true);
            }

            @Override
            public boolean mayHurry(Account system) {
                return true;
            }

            @Override
            public void sends(Account system, Address author, String messageId) {
                // A system has no address of its own to send as.
            }
        };
        return new Submitters(Policies.RELAY, false, names, false, "G-207", "G-413", "G-414");
    }

    private static boolean isOf(Optional<Agency> agency, Address address) {
        return agency.filter(own -> own.domains().contains(address.domain())).isPresent()
                && !ReservedNames.contain(address);
    }
}
