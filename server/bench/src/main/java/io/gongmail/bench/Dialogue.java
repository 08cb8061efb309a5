package io.gongmail.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which one command after the other is answered; it counts what is said and keeps none of it but the
 * lines asked for, so that it costs little beside the server that is measured. One command at a time; its futures complete
 * on the connection's event loop.
 */
final class Dialogue extends ChannelInboundHandlerAdapter {
    /** What is kept of a line: enough for its first words. */
    private static final int KEPT = 512;
    /** The longest announcement of a literal, with the end of line. */
    private static final int ENDING = 24;

    private final Protocol protocol;
    private final CompletableFuture<Answer> greeting = new CompletableFuture<>();
    private final byte[] line = new byte[KEPT];
    private int length;
    private final byte[] ending = new byte[ENDING];
    private boolean continued;
    private boolean isLast;
    private long literal;
    private int untagged;
    private long octets;
    private boolean keeping;
    private List<String> kept = new ArrayList<>();
    private String tag = "";
    private int tags;
    private @Nullable CompletableFuture<Answer> awaited = greeting;
    private @Nullable Channel channel;
    private @Nullable Consumer<String> hearer;
    private @Nullable CRC32 sum;

    /** How an answer's last line is known. */
    enum Protocol {
        /** RFC 9051 §2.2.2: the command's tag; a literal is announced at a line's end. */
        IMAP,
        /** RFC 5321 §4.2.1: a space behind the code. */
        SMTP
    }

    /**
     * What was said to one command.
     *
     * @param last the line that ended it
     * @param untagged how many responses came before
     * @param octets of all of it
     * @param kept the beginnings of these responses, where asked for
     * @param sum CRC-32 of the literals in it, where asked for
     */
    record Answer(String last, int untagged, long octets, List<String> kept, long sum) {
        /** @throws IllegalStateException when it begins with something else */
        Answer want(String start) {
            if (!last.startsWith(start)) {
                throw new IllegalStateException("expected " + start + ", got " + last);
            }
            return this;
        }
    }

    private Dialogue(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Connects; completes when the server has greeted. */
    static CompletableFuture<Dialogue> open(EventLoopGroup loops, int port, Visitor who, Protocol protocol) {
        Dialogue dialogue = new Dialogue(protocol);
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        dialogue.channel = channel;
                        channel.pipeline().addLast(who.tls().newHandler(channel.alloc()), dialogue);
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        dialogue.greeting.completeExceptionally(connected.cause());
                    }
                });
        return dialogue.greeting.thenApply(said -> {
            said.want(protocol == Protocol.IMAP ? "* OK" : "220");
            return dialogue;
        });
    }

    /** Says {@code command} and hears its answer; an IMAP command gets a tag and, like others, an end of line. */
    CompletableFuture<Answer> command(String command) {
        return say(command + "\r\n", Unpooled.EMPTY_BUFFER, false);
    }

    /** The same, keeping the beginnings of what is answered. */
    CompletableFuture<Answer> asked(String command) {
        return say(command + "\r\n", Unpooled.EMPTY_BUFFER, true);
    }

    /** The same as {@link #command(String)}, summing the octets of literals up. */
    CompletableFuture<Answer> summed(String command) {
        Channel to = channel;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        to.eventLoop().execute(() -> {
            sum = new CRC32();
            command(command).whenComplete((said, broken) -> {
                sum = null;
                if (broken == null) {
                    answer.complete(said);
                } else {
                    answer.completeExceptionally(broken);
                }
            });
        });
        return answer;
    }

    /** Reads nothing, whatever is sent, until it is told to. */
    void reads(boolean whether) {
        Channel to = channel;
        if (to != null) {
            to.config().setAutoRead(whether);
        }
    }

    /** A command, octets, and an end of line behind them: a literal, or a message behind DATA. */
    CompletableFuture<Answer> command(String command, byte[] octets) {
        return say(command, Unpooled.wrappedBuffer(octets, "\r\n".getBytes(StandardCharsets.US_ASCII)), false);
    }

    /**
     * Says IDLE (RFC 9051 §6.3.13); nothing else can be said after it. Completes when the server has begun to tell what
     * happens.
     *
     * @param heard gets the beginning of each line that it tells from then on, on the connection's event loop
     */
    CompletableFuture<Void> idle(Consumer<String> heard) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Channel to = channel;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        to.eventLoop().execute(() -> {
            hearer = line -> {
                if (line.startsWith("+")) {
                    begun.complete(null);
                } else {
                    heard.accept(line);
                }
            };
            command("IDLE")
                    .whenComplete((answer, broken) -> begun.completeExceptionally(
                            broken != null ? broken : new IOException("idling ended: " + answer.last())));
        });
        return begun;
    }

    private CompletableFuture<Answer> say(String command, ByteBuf more, boolean keep) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Channel to = channel;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        Runnable saying = () -> {
            if (awaited != null) {
                answer.completeExceptionally(new IllegalStateException("an answer is still awaited"));
                return;
            }
            awaited = answer;
            keeping = keep;
            tag = protocol == Protocol.IMAP ? "a" + ++tags + " " : "";
            to.writeAndFlush(Unpooled.wrappedBuffer(
                            Unpooled.wrappedBuffer((tag + command).getBytes(StandardCharsets.UTF_8)), more))
                    .addListener(written -> {
                        if (!written.isSuccess()) {
                            broken(written.cause());
                        }
                    });
        };
        if (to.eventLoop().inEventLoop()) {
            saying.run();
        } else {
            to.eventLoop().execute(saying);
        }
        return answer;
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            octets += in.readableBytes();
            while (in.isReadable()) {
                if (literal > 0) {
                    int skipped = (int) Math.min(literal, in.readableBytes());
                    CRC32 summing = sum;
                    if (summing != null) {
                        summing.update(in.nioBuffer(in.readerIndex(), skipped));
                    }
                    in.skipBytes(skipped);
                    literal -= skipped;
                } else {
                    read(in);
                }
            }
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        int end = in.bytesBefore((byte) '\n');
        int count = end < 0 ? in.readableBytes() : end + 1;
        int room = Math.min(count, KEPT - length);
        in.getBytes(in.readerIndex(), line, length, room);
        length += room;
        int last = Math.min(count, ENDING);
        System.arraycopy(ending, last, ending, 0, ENDING - last);
        in.getBytes(in.readerIndex() + count - last, ending, ENDING - last, last);
        in.skipBytes(count);
        if (end >= 0) {
            ended();
        }
    }

    private void ended() {
        literal = protocol == Protocol.IMAP ? announced() : 0;
        if (!continued) {
            begun();
        }
        continued = literal > 0;
        if (isLast && !continued) {
            CompletableFuture<Answer> answer = awaited;
            CRC32 summed = sum;
            Answer said = new Answer(text(), untagged, octets, kept, summed == null ? 0 : summed.getValue());
            awaited = null;
            isLast = false;
            untagged = 0;
            octets = 0;
            kept = new ArrayList<>();
            length = 0;
            if (answer != null) {
                answer.complete(said);
            }
        }
        length = 0;
    }

    /** A response's first line is there. */
    private void begun() {
        isLast = awaited == greeting
                || switch (protocol) {
                    case IMAP -> startsWith(tag);
                    case SMTP -> length > 3 && line[3] == ' ';
                };
        if (!isLast) {
            untagged++;
            if (keeping) {
                kept.add(text());
            }
            Consumer<String> told = hearer;
            if (told != null) {
                told.accept(text());
            }
        }
    }

    private boolean startsWith(String start) {
        if (length < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (line[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.UTF_8).strip();
    }

    /** The length in {@code {n}} at the line's end, or 0. */
    private long announced() {
        int end = ENDING - 3; // before CR LF
        if (ending[end] != '}') {
            return 0;
        }
        long value = 0;
        long unit = 1;
        for (int i = end - 1; i >= 0 && ending[i] >= '0' && ending[i] <= '9'; i--) {
            value += unit * (ending[i] - '0');
            unit *= 10;
        }
        return value;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken(new IOException("closed while an answer was awaited"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken(cause);
        ctx.close();
    }

    private void broken(Throwable cause) {
        CompletableFuture<Answer> answer = awaited;
        awaited = null;
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }
}
