package io.gongmail.store.registry;

import java.time.Instant;

/**
 * An event as it stands in the trail.
 *
 * @param number counts from 1 without gaps
 * @param hash SHA-256 over the entry before and this one, lower-case hexadecimal
 */
public record AuditEntry(long number, Instant at, AuditEvent event, String hash) {}
