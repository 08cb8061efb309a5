/**
 * {@code conf/gongmail.ini} as records, one per section. Invariant: whoever holds a record holds checked values; one
 * reading tells every problem, each with file, section, key and what is allowed.
 *
 * <pre>
 * gongmail.ini → ConfigFile (Commons Configuration) → Section (typed look-ups, notes problems and documentation)
 *              → records → GongmailConfig
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.config;
