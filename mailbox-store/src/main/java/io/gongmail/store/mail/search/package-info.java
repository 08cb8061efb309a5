/**
 * Search: every key of IMAP SEARCH (RFC 9051 §6.4.4) answered exactly.
 *
 * <p>Invariant: no answer depends on how far the index is. The index holds one document for each content, nothing of who has
 * it; who has what comes from the rows of the mailbox, and so do flags, dates, sizes and numbers. A content that is not in the
 * index, or not whole, may have anything: its text is read. So a missing, broken or late index makes a search slow, never wrong.
 *
 * <pre>
 * arrival order ──→ Indexer ──→ TextIndex         id, header names, day of Date; grams of header lines, of From, To, Cc, Bcc,
 * (table shape)     mark in      (Lucene)          Subject, and of the text of text parts
 *                   each commit     │
 * SearchQuery → Key → Finding ── Joined: what is found ∩ the mailbox's contents → certain, possible
 *                       │        Membership: UID → content, kept true by the writer
 *                       └─ undecided → row → text (Looking)
 * </pre>
 *
 * Text is what {@code MessageText} reads: decoded header fields, the text of text parts (HTML as it is shown, in attached
 * messages too), of XML, and of preambles and epilogues, folded by {@code Folding}: composed, without case, a run of white space
 * or line ends as one space. BODY looks at text, TEXT at header lines of message, parts and attached messages too. Bounds: 1,000
 * parts, nested 50 deep; a header field of 1 MiB; 1 MiB characters of header and of text in the index, what has more is read;
 * 1,000 keys nested 100 deep.
 *
 * <p>Grams are of three UTF-16 characters at every place, with their places. A query of three or more is a phrase of grams, so
 * what is found is proved and no text is read; one or two characters (a syllable of Hangul is one) are the beginning of grams.
 * Words would make a smaller index, but Korean joins its particles to them and IMAP asks for parts of words.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.mail.search;
