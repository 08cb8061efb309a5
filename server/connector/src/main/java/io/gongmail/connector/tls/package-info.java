/**
 * The way to the server: the person's certificate, the server's pinned identity, TLS 1.2 or 1.3.
 *
 * <pre>
 * CertificatePlace → CertificateSource → PersonalCertificate ┐
 * anchors, KeyPin  → ServerTrust                             ┴→ ServerDoor → ServerConnection
 * </pre>
 *
 * Invariant: no octet of a mail program leaves before the server has proven to be the one pinned, under its name; nobody
 * is trusted for being asked.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.connector.tls;
