package io.gongmail.server.tls;

import io.gongmail.pki.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What is still said on a connection whose certificate was refused: words at once, and answers to what comes until all is said.
 * One for each connection, called on its event loop: nothing in it may block. The octets that it hears are bounded by who asks it.
 */
public interface LastWords {
    /** Told at once; may be empty where the peer speaks first. */
    ByteBuf first();

    /** What is said to the octets that have come, which stay the caller's; may be empty. Not called once all is said. */
    ByteBuf answer(ByteBuf heard);

    /** Told to a peer that has not spoken for a second, and then all is said; empty where silence changes nothing. */
    default ByteBuf toSilence() {
        return Unpooled.EMPTY_BUFFER;
    }

    /** Whether all is said: our half of the connection is closed then. */
    boolean isOver();

    /** Finds the words for one refusal. */
    @FunctionalInterface
    interface Of {
        LastWords of(Verdict.Refused refused);
    }
}
