package io.gongmail.server.signin;

import java.time.Duration;

/**
 * How long a password counts, and how many strangers a network may have.
 *
 * @param rememberedFor how long a password that was checked is not hashed again with the same certificate; zero: not at all
 * @param strangers different certificates that are nobody's, from one network within 15 minutes, after which it is closed to
 *     such certificates
 * @param passwords how long one counts
 */
public record SignInRules(Duration rememberedFor, int strangers, PasswordPolicy passwords) {}
