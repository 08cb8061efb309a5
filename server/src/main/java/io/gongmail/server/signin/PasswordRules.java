package io.gongmail.server.signin;

import io.gongmail.store.registry.Address;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a password must be: long enough, and not what everybody tries first (NIST SP 800-63B §5.1.1.2). */
final class PasswordRules {
    /** Too short, too long, one character again and again, or the address. */
    static final String TOO_SIMPLE = "G-221";
    /** Known to everybody. */
    static final String TOO_COMMON = "G-224";

    /** The usual guesses, without their trailing digits and signs, which people add to make them fit. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "passw0rd",
            "p@ssword",
            "p@ssw0rd",
            "qwerty",
            "qwertyuiop",
            "asdfghjkl",
            "1q2w3e4r",
            "1q2w3e4r5t",
            "1q2w3e4r5t6y",
            "qwer",
            "admin",
            "administrator",
            "letmein",
            "welcome",
            "iloveyou",
            "abcd",
            "abcdefgh",
            "gongmail",
            "korea",
            "korea.kr",
            "dkssud",
            "dkssudgktpdy",
            "qlalfqjsgh",
            "tkfkdgo",
            "tkfkdgody");

    private static final String ASCENDING = "01234567890123456789";
    private static final String DESCENDING = "98765432109876543210";

    private final int minimum;

    PasswordRules(int minimum) {
        this.minimum = minimum;
    }

    /** What is wrong with it; empty when it will do. */
    Optional<PasswordOutcome.Refused> wrong(Address account, char[] password) {
        String text = new String(password).toLowerCase(Locale.ROOT);
        int characters = text.codePointCount(0, text.length());
        if (characters < minimum
                || password.length > SignIn.LONGEST_PASSWORD
                || text.codePoints().distinct().count() == 1
                || text.equals(account.toString())
                || text.equals(account.localPart())) {
            return Optional.of(new PasswordOutcome.Refused(
                    TOO_SIMPLE,
                    Map.of(
                            "minimum",
                            Integer.toString(minimum),
                            "maximum",
                            Integer.toString(SignIn.LONGEST_PASSWORD))));
        }
        String stem = text.replaceAll("[^\\p{L}]+$", "");
        boolean common =
                COMMON.contains(text) || COMMON.contains(stem) || ASCENDING.contains(text) || DESCENDING.contains(text);
        return common ? Optional.of(new PasswordOutcome.Refused(TOO_COMMON)) : Optional.empty();
    }
}
