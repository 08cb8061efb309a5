package io.gongmail.store.registry;

import java.util.Set;

/** Addresses that are kept for the domain itself: nobody's own, and nobody's to send as. */
public final class ReservedNames {
    /** What every domain owes to the outside (RFC 5321 §4.5.1, RFC 2142), and what notices are sent from. */
    private static final Set<String> LOCAL_PARTS = Set.of(
            "postmaster",
            "abuse",
            "hostmaster",
            "webmaster",
            "security",
            "noc",
            "mailer-daemon",
            "root",
            "administrator");

    private ReservedNames() {}

    public static boolean contain(Address address) {
        return LOCAL_PARTS.contains(address.localPart());
    }
}
