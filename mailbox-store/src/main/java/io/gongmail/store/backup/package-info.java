/**
 * Copies of all that must survive, taken while the server runs.
 *
 * <p>Invariant: a point is there whole or not at all. Its manifest gets its name after everything it names is on disk, and
 * what a manifest names is never written again.
 *
 * <pre>
 * folder/
 *   points/2026-11-26T224105.123Z   a manifest: each file with its parts, their sizes and SHA-256; the last line is its own hash
 *   objects/ab/ab12…                the parts, named by their SHA-256, shared by all points
 *   new/                            what a backup is writing; emptied by the next one
 *   lock                            held by whoever reads or writes here
 *
 * take: hold content → copy of the database → content as it is now → parts → manifest
 * </pre>
 *
 * Content is on disk before a row names it and stays while it is held, so the content copied after the database has all that
 * the copy's rows name. A segment only grows: what an earlier point has of it is kept as it is, and what came since is one part
 * more. Files of large messages never change. The search index is made anew from what is restored. Keys are never copied.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.backup;
