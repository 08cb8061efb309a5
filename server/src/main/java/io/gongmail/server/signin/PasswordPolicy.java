package io.gongmail.server.signin;

import java.time.Duration;

/**
 * How long a password counts.
 *
 * @param rememberedFor how long one that was checked is not hashed again with the same certificate; zero: not at all
 */
public record PasswordPolicy(Duration rememberedFor) {}
