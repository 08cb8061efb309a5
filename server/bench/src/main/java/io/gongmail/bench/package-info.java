/**
 * Benchmarks and torture, against a real server process on this machine.
 *
 * <p>Invariant: what is measured is what a client saw. Standard output carries only figures, as JSON lines or a table;
 * everything else goes to standard error.
 *
 * <pre>
 * crash:  Torture: ServerProcess ← start, kill -9, start …
 *         Load (submitters, appenders) → server;  what was acknowledged → Journal
 *         Load (clerks) → Office → Desk (commands, signed here) → server;  what was acknowledged → Enrollees
 *         after each restart: Inspection (mailboxes against the Journal), EnrollmentInspection → Findings
 * handshake: Venue (one demo home) → ServerProcess, DovecotServer;  Duel: turn by turn, Generator (Visit …) → each
 *         Turn = what was heard, and ProcessorTime of the server's whole tree of processes
 * signin: the same with LOGIN, by who was never seen and by who comes again; Flood: Generator twice, honest and rude
 * portal: PortalApplicant (PortalBrowser) × 200 → both doors of the portal;  each page → PageTimes
 * idle:   Filling → server, stop, start again: seconds and resident memory
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.bench;
