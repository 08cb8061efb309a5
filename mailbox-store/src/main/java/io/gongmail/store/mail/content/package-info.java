/**
 * Message bytes, written once, named by their SHA-256 and shared by everybody who holds them.
 *
 * <p>Invariant: a {@link io.gongmail.store.mail.content.ContentRef} that was handed out names bytes that are on disk and
 * stay there unchanged; what is read in full is compared with its hash.
 *
 * <pre>
 * folder/
 *   segments/00000001.seg   "GONGSEG1", then frames, appended by one thread, one sync for each batch
 *     frame = "GMC1" | length (4) | SHA-256 (32) | CRC-32C of what precedes and of the bytes (4) | bytes
 *   large/ab/ab12…          one file for each message over 1 MiB, named by its hash
 *   spool/                  large messages on their way in; emptied at opening
 *   torn/                   ends of segments that a crash left half written, cut off at opening
 * table content             SHA-256 → segment, place, length. Filled lazily: what a segment holds beyond the last place
 *                           in the table is read from the frames at opening.
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail.content;
