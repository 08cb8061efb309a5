/**
 * IMAP over TLS (IMAP4rev1 of RFC 3501, IMAP4rev2 of RFC 9051) for people behind the gate, on James' processors.
 *
 * <p>Invariant: a mailbox is opened by {@code Entrance} alone, for the account that sign-in names; one command of a
 * connection is under way at a time; what a connection makes us hold is bounded, and what it reads slowly is made as
 * slowly.
 *
 * <pre>
 *  limits → TLS → gate → Compression → Deadlines → ChunkedWrite
 *    → CommandDecoder ──→ core handler (James) → SessionRules → Commands
 *       ↑ one command at a time     (workers)   ↑ read-only,      ├ Login ─────────┐
 *       └──────── answered ─────────────────────┘ one answer      ├ Authenticate → Entrance → SignIn
 *                                                                 └ James' processors → MailboxManager
 *  core handler ←── answers ←── Answers, in the language that was Enabled: Rev2, Utf8Answer → Utf8Composer
 *  Select, Examine, Fetch → Resync: what vanished (Expunged), what changed
 *  Search, Sort, Threads → Inquiry: SearchKeys → James' criteria → Found → told, or saved for "$" (SavedResult)
 *                             Envelopes → Sorting, ReferenceThreads, SubjectThreads
 *  GetMetadata, SetMetadata → MailboxMetadata
 *  Outlet ←──────── long answers, a chunk at a time ←── FetchStream ←── MailReader (lists, descriptions, octets) ←── Fetch
 *                                                                └── MessageOctets → TransferEncoding (BINARY)
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.imap;
