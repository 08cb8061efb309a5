/**
 * Benchmarks and torture, against a real server process on this machine.
 *
 * <p>Invariant: what is measured is what a client saw. Standard output carries only figures, as JSON lines or a table;
 * everything else goes to standard error.
 *
 * <pre>
 * crash:  ServerProcess ← start, kill -9, start …
 *         Load (submitters, appenders) → server;  what was acknowledged → Journal
 *         Inspection: mailboxes after each restart against the Journal → Findings
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.bench;
