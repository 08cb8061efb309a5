package io.gongmail.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A running server that is measured.
 *
 * @param name for messages
 * @param port of IMAP over TLS on 127.0.0.1
 * @param processes its first processes: they and all below them are the server
 */
record Contestant(String name, int port, List<Long> processes) {
    /** What it has used of the processors up to now. */
    Duration used() throws IOException {
        Duration used = Duration.ZERO;
        for (long process : processes) {
            used = used.plus(ProcessorTime.ofTree(process));
        }
        return used;
    }
}
