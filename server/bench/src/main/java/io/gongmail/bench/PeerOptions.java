package io.gongmail.bench;

import picocli.CommandLine.Option;

/** What every benchmark with a peer takes. */
final class PeerOptions {
    /** The peers there are. */
    enum Peer {
        DOVECOT_POSTFIX("dovecot-postfix");

        private final String code;

        Peer(String code) {
            this.code = code;
        }

        @Override
        public String toString() {
            return code;
        }
    }

    @Option(names = "--quick", description = "One turn, under a minute.")
    private boolean quick;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--peer", paramLabel = "PEER", description = "Default, and the only one: ${DEFAULT-VALUE}.")
    private Peer peer = Peer.DOVECOT_POSTFIX;

    @Option(names = "--base-port", paramLabel = "P", description = "Default: ${DEFAULT-VALUE}; the peer's is P+20.")
    private int basePort = 19_700;

    @Option(names = "--together", paramLabel = "N", description = "Connections at once; default: ${DEFAULT-VALUE}.")
    private int together = 8;

    @Option(names = "--turns", paramLabel = "N", description = "Of which the median is told; default: 3, quick 1.")
    private int turns;

    boolean quick() {
        return quick;
    }

    boolean json() {
        return json;
    }

    Peer peer() {
        return peer;
    }

    int basePort() {
        return basePort;
    }

    int together() {
        return together;
    }

    int turns() {
        return turns > 0 ? turns : quick ? 1 : 3;
    }
}
