/**
 * TLS and the gate behind it: nobody reaches a mail protocol without a certificate that was judged good.
 *
 * <p>Invariant: until the verdict is {@code Accepted} no handler behind the gate is told of the connection, no octet of
 * its peer reaches one, and none can write. Whatever goes wrong while judging is a refusal.
 *
 * <pre>
 *  socket → [ConnectionLimits] → SslHandler → [CertificateGate] → framer, decoder, core handler of the protocol
 *              total, by           client         asks the judge on
 *              address             certificate    bounded threads
 *                                  OPTIONAL
 *                                  accepted: the verdict stays in the SSLSession, the gate opens and leaves
 *                                  refused:  line, close_notify, FIN; what still comes is counted and dropped
 * </pre>
 *
 * <p>Keys and issuers are swapped whole, for every listener at once, by {@link
 * io.gongmail.server.tls.TlsContexts#prepare}; a connection keeps what it began with.
 *
 * <p>Only {@code CertificateGate} asks an SSLSession for its peer's certificates; others read what it left, by {@link
 * io.gongmail.server.tls.GatedPipeline#verdictOf}.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.server.tls;
