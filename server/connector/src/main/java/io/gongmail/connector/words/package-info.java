/**
 * What the connector says, in both languages.
 *
 * <pre>
 * connector-words.properties                      → Saying, Words        → Sentence
 * certificate-words.properties (of auth-pki)      → CertificateWords     → Sentence, from the server's line
 * </pre>
 *
 * Invariant: every saying has both its languages or the table does not load, and what goes into a protocol line is
 * US-ASCII, one line and within its bound, whatever facts are filled in.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.connector.words;
