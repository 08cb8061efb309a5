package io.gongmail.server.signin;

/**
 * What a password must be.
 *
 * @param minimum characters
 * @param history how many of an account's last passwords, the present one among them, are not taken again; 0 to 24
 */
public record PasswordPolicy(int minimum, int history) {}
