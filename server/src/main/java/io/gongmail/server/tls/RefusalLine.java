package io.gongmail.server.tls;

import io.gongmail.pki.Verdict;

/** How a refusal is told to the peer. Called on an event loop: must not block. */
@FunctionalInterface
public interface RefusalLine {
    /** One line of US-ASCII, at most 512 octets with its CRLF; the gate adds the CRLF where it is missing. */
    String of(Verdict.Refused refused, MailProtocol protocol);
}
