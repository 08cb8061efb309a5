/**
 * Every refusal in words: one table that protocol lines, pages, audit and documentation read.
 *
 * <pre>
 * certificate-words.properties (of auth-pki, G-1xx and G-901) ┐
 * server-words.properties (G-2xx, G-3xx, G-4xx, other G-9xx)  ┴→ Words → Sentence → imapBye | imapNo | smtp | korean …
 * </pre>
 *
 * Invariant: a code has all its words or the table does not load, and a protocol line is US-ASCII and at most 512 octets with
 * its CRLF, whatever facts are filled into it.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.words;
