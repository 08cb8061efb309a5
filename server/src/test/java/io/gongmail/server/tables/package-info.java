/**
 * The tables of {@code server/src/site}: mail programs, extensions, other servers beside this one, James' IMAP scripts. What stands in
 * them is proved by tests: {@link io.gongmail.server.tables.Tables} reads the rows (resources of this package) and the reports of the
 * run that has just ended, and a row whose test did not pass in it fails the build. {@code TablesTest} sees to it that what the server
 * announces has a row.
 *
 * <pre>
 * rows (*.txt) → Definitions ─┐
 * surefire-reports → Reports ─┴→ Clients, Extensions, Comparison, ImapScripts → Page → target/site, compared with src/site
 * </pre>
 *
 * Everything but its tests is on the JDK alone, so that no class path is needed to run it. Where rows were changed, {@code TablesTest}
 * with {@code -Dgolden.rewrite=true} writes the pages of {@code src/site} anew; what became of each IMAP script is only in a run's own
 * page, {@code target/site/imap-scripts.md}.
 */
package io.gongmail.server.tables;
