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
 *         Losses: the store alone, in this process, on a disk in memory that loses what was not synced
 * handshake: Venue (one demo home) → ServerProcess, DovecotServer;  Duel: turn by turn, Generator (Visit …) → each
 *         Turn = what was heard, and ProcessorTime of the server's whole tree of processes
 * signin: the same with LOGIN, by who was never seen and by who comes again; Flood: Generator twice, honest and rude
 * store:  Correspondence, Reading, Changing (cases) → Stores: ours, Postfix and Dovecot
 *         Neighbours: a job on a large mailbox, beside a Circle of people at a steady Pace
 *         Crowd: many large messages at once, from a JVM with 512 MiB;  Growth: one home with more and more in it
 * search: Archive (letters of which it is known what is in them) → ServerProcess, DovecotServer; Duel as above
 * portal: PortalApplicant (PortalBrowser) × 200 → both doors of the portal;  each page → PageTimes
 * notice: NoticeSystem (an agency's) → ServerProcess; Members look, a Circle beside; NoticeSweep: everybody's folder, in the store
 *         itself → NoticeTally
 *         Broadcast: one message to many → Stores, by NoticeSystem there, by an Alias here; Members look at both → BroadcastTurn;
 *         NoticeSweep, and the peer's MessageIds → NoticeTally
 * idle:   Filling → server, stop, start again: seconds and resident memory
 *         Idlers (5,000 Dialogues in IDLE) → ServerProcess, DovecotServer: ServerHeap and Resident before and after;
 *         a message → Pushes: who heard of it, and when
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.bench;
