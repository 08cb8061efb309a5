package io.gongmail.store.registry;

import java.time.Instant;

/**
 * What is stored of an account's password.
 *
 * @param hash as PHC text
 * @param since when it was set; for one that came with its account, when that was opened
 */
public record StoredPassword(String hash, Instant since) {}
