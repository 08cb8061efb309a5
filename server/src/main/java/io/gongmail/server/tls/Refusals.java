package io.gongmail.server.tls;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import java.net.SocketAddress;
import java.util.Optional;

/** Hears of everybody whom a gate refuses. Called on event loops: it must not block. */
@FunctionalInterface
public interface Refusals {
    /** @param peer what was presented; empty where nothing was */
    void refused(MailProtocol protocol, Optional<PeerCertificate> peer, SocketAddress from, Verdict.Refused verdict);
}
