package io.gongmail.store.registry;

import java.time.Instant;

/**
 * The first approval of two: it decides nothing alone.
 *
 * @param reviewer who gave it
 * @param reason may be empty
 */
public record FirstApproval(Address reviewer, Instant at, String reason) {}
