package io.gongmail.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has arrived while the gate is shut, in order, up to a bound. For one event loop. */
final class Held {
    /** More than any program sends before it is greeted; one read of the socket is never more. */
    static final int MOST_OCTETS = 64 * 1024;

    private static final int MOST_THINGS = 256;

    private record Thing(Object what, boolean message) {}

    private final Deque<Thing> things = new ArrayDeque<>();
    private int octets;

    /** Keeps a message that was read; false, and the message released, when there is no more room. */
    boolean message(Object message) {
        int size = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (things.size() >= MOST_THINGS || octets + size > MOST_OCTETS) {
            ReferenceCountUtil.release(message);
            return false;
        }
        octets += size;
        return things.add(new Thing(message, true));
    }

    /** Keeps a user event; false when there is no more room. */
    boolean event(Object event) {
        if (things.size() >= MOST_THINGS) {
            ReferenceCountUtil.release(event);
            return false;
        }
        return things.add(new Thing(event, false));
    }

    /** Fires everything at the handler behind {@code ctx}, and keeps nothing. */
    void replay(ChannelHandlerContext ctx) {
        for (Thing thing = things.poll(); thing != null; thing = things.poll()) {
            if (thing.message()) {
                ctx.fireChannelRead(thing.what());
            } else {
                ctx.fireUserEventTriggered(thing.what());
            }
        }
        octets = 0;
    }

    /** Hands the messages to {@code taker}, who releases them, and drops the events. */
    void drain(Consumer<Object> taker) {
        for (Thing thing = things.poll(); thing != null; thing = things.poll()) {
            if (thing.message()) {
                taker.accept(thing.what());
            } else {
                ReferenceCountUtil.release(thing.what());
            }
        }
        octets = 0;
    }

    void drop() {
        drain(ReferenceCountUtil::release);
    }
}
