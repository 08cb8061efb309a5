package io.gongmail.store.backup;

import java.time.Instant;

/**
 * A moment that can be restored.
 *
 * @param octets of all its files together
 */
public record Point(Instant taken, int files, long octets) {}
