package io.gongmail.server.smtp;

import io.gongmail.server.signin.Policies;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ReservedNames;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Who a listener is for, how they sign in, and in whose name they send.
 *
 * @param listener its name in the policy of sign-in and in the audit trail
 * @param passwords whether PLAIN and LOGIN are offered; EXTERNAL is wherever the certificate suffices
 * @param maySendAs whether an account may name an address as sender or author; may block
 * @param nullSender whether {@code MAIL FROM:<>} is taken, as for receipts (RFC 8098 §2)
 * @param signInFirst code told to who has not
 * @param wrongSender code for MAIL FROM
 * @param wrongAuthor code for From and Sender
 */
public record Submitters(
        String listener,
        boolean passwords,
        BiPredicate<Account, Address> maySendAs,
        boolean nullSender,
        String signInFirst,
        String wrongSender,
        String wrongAuthor) {

    /** People, who send as themselves (RFC 6409 §6.1). */
    public static Submitters people() {
        return new Submitters(
                "submission",
                true,
                (account, address) -> account.address().equals(address),
                true,
                "G-205",
                "G-403",
                "G-407");
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
        return new Submitters(
                Policies.RELAY,
                false,
                (system, address) -> isOf(agencies.apply(system.agency()), address)
                        && accounts.apply(address)
                                .map(named -> named.type() != AccountType.OFFICIAL
                                        && named.agency().equals(system.agency()))
                                .orElse(true),
                false,
                "G-207",
                "G-413",
                "G-414");
    }

    private static boolean isOf(Optional<Agency> agency, Address address) {
        return agency.filter(own -> own.domains().contains(address.domain())).isPresent()
                && !ReservedNames.contain(address);
    }
}
