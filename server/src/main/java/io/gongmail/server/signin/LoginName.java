package io.gongmail.server.signin;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import java.net.IDN;
import java.text.Normalizer;

/**
 * What people call themselves when they sign in: their account's address, or another name of the account with Korean letters (RFC 6531
 * §3.3), composed or not, its domain in either form. Stateless.
 */
final class LoginName {
    /** RFC 4616 §2: what is longer is no name of anybody's. */
    private static final int LONGEST = 254;

    private LoginName() {}

    /**
     * The address of the account whose other name it is; else the same text, which is compared as it is. So all that counts by address
     * counts both alike: the check of certificate and password, failures, the audit. What is prepared is Unicode's canonical form and
     * US-ASCII's case (RFC 8265 §3.3); other letters an account's name has none of, so there are none to map.
     */
    static String resolved(String named, SignInRecords records) {
        int at = named.lastIndexOf('@');
        if (named.length() > LONGEST || isAscii(named) || at < 0 || onlyLooksAscii(named.substring(0, at))) {
            return named;
        }
        try {
            String domain = IDN.toASCII(named.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            String name = named.substring(0, at + 1) + domain;
            return InternationalAddress.parse(name)
                    .flatMap(records::named)
                    .map(Address::toString)
                    .orElse(name);
        } catch (IllegalArgumentException e) {
            return named; // No domain: nobody's.
        }
    }

    /** A Kelvin sign is a K to Unicode; who has a name in US-ASCII writes it so. */
    private static boolean onlyLooksAscii(String local) {
        return !isAscii(local) && isAscii(Normalizer.normalize(local, Normalizer.Form.NFC));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
