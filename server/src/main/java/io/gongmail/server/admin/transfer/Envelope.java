package io.gongmail.server.admin.transfer;

import java.time.Instant;
import javax.mail.Flags;

/**
 * What of a message is not in its octets.
 *
 * @param number tells it from others of its folder
 * @param octets how many it has
 */
record Envelope(long number, Instant internalDate, Flags flags, long octets) {}
