/**
 * The demo's administrative PKI: an issuing authority in the shape of the real one, on this machine. For demo and tests
 * only, never in the production package; its certificates say 시험용 in their root's name.
 *
 * <pre>
 * pki/ca.pem          root (the only anchor), then the issuing CA
 * pki/crl.pem         both CAs' revocation lists
 * pki/server-ca.pem   anchor of the server's own certificate
 * pki/authority/      keys and counters (0600)
 * </pre>
 *
 * Beside the identity simulator its lists and a responder answer over HTTP, and say that they are a simulator's.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.pki.demo;
