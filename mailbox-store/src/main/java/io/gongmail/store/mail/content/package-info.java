/**
 * Message bytes, written once, named by their SHA-256 and shared by everybody who holds them.
 *
 * <p>Invariant: a {@link io.gongmail.store.mail.content.ContentRef} that was handed out names bytes that are on disk and
 * stay there unchanged as long as a row refers to them, and for a grace after it was put, read or let go; what is read in full is
 * compared with its hash.
 *
 * <pre>
 * folder/
 *   segments/00000001.seg   "GONGSEG1", then frames, appended by one thread, one sync for each batch
 *     frame = "GMC1" | length (4) | SHA-256 (32) | CRC-32C of what precedes and of the bytes (4) | bytes
 *         or = "GMC2" | key (1) | length (3) | SHA-256 (32) | CRC-32C (4) | sealed bytes
 *   large/ab/ab12…          one file for each message over 1 MiB, named by its hash: its bytes
 *         or = "GONGENC1" | key (1) | 0 (3) | salt (32) | sealed bytes; with key 0 they are in clear
 *   spool/                  large messages on their way in; emptied at opening
 *   torn/                   ends of segments that a crash left half written, cut off at opening
 *   keys                    number and proof of each key that something may be sealed with; no key
 * table content             SHA-256 → segment, place, length. Filled lazily: what a segment holds beyond the last place
 *                           in the table is read from the frames at opening.
 * </pre>
 *
 * <p>What nobody refers to is removed by a sweep: the large file; the segment when enough of it is such, after what is wanted in it
 * was copied to the end of the last one.
 *
 * <p>With keys ({@link io.gongmail.store.mail.content.ContentKeys}) what is written is sealed with AES-256-CTR. Hash, length and, in a
 * segment, CRC stand in clear: the SHA-256 is of the bytes in clear, the CRC of those that are written. A content's own key comes from
 * the key's and its SHA-256, or its file's salt, and not from where it stands, so frames and files are copied as they are. A store
 * opens only with all keys that {@code keys} names: a frame without its key is never taken for damage, nor for a torn end.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail.content;
