package io.gongmail.server.sieve;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/** The mail that a script is run on. For one thread. */
interface Arriving {
    /** The values of a header field, unfolded and decoded (RFC 5228 §2.7.2), in their order. */
    List<String> header(String name);

    /** The values of a header field as they stand there, unfolded. */
    List<String> rawHeader(String name);

    /** The sender of the envelope; empty where there is none. */
    Optional<String> from();

    /** The recipient of the envelope. */
    String to();

    /** When the script is run, in the zone of this server. */
    ZonedDateTime now();

    /** In octets, header and body. */
    long size();

    /** What of the body a test looks at; empty where that is more than anybody looks at. */
    Optional<List<String>> body(BodyTransform wanted);

    /** Whether the owner has a mailbox of that name. */
    boolean hasMailbox(String name);
}
