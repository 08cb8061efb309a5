package io.gongmail.server.managesieve;

import io.gongmail.store.registry.SieveScript;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes requests of octets (RFC 5804 §4). A literal that is too large is read and thrown away, up to a bound, so that its request
 * is answered; what is no request breaks the connection, and nothing behind it is read. For one event loop.
 */
final class Frames extends ByteToMessageDecoder {
    /** RFC 5804 §4: of a quoted string; of an atom it is enough. */
    static final int MOST_QUOTED = 1_024;

    static final int MOST_WORDS = 8;

    /** Of a literal before sign-in: an initial response with a long password. */
    static final int MOST_BEFORE_SIGN_IN = 4 * 1_024;

    /** Of a literal after it; what is longer than a script may be is told by the script's room. */
    static final int MOST = SieveScript.LONGEST + 1_024;

    /** Of a literal that is thrown away. */
    static final int MOST_SKIPPED = 4 * 1_024 * 1_024;

    private final List<Word> words = new ArrayList<>();
    private int most = MOST_BEFORE_SIGN_IN;
    private int skipping;
    private boolean broken;

    /** Who has signed in may send scripts, and nobody else. */
    void trust(boolean signedIn) {
        most = signedIn ? MOST : MOST_BEFORE_SIGN_IN;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (skipping > 0) {
                int now = Math.min(skipping, in.readableBytes());
                in.skipBytes(now);
                skipping -= now;
            } else {
                next(in).ifPresent(out::add);
            }
        } catch (CorruptedFrameException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    /** Takes one word, or the end of a line; nothing where neither is there whole. */
    private Optional<Request> next(ByteBuf in) {
        while (in.isReadable() && in.getByte(in.readerIndex()) == ' ') {
            in.skipBytes(1);
        }
        if (!in.isReadable()) {
            return Optional.empty();
        }
        switch (in.getByte(in.readerIndex())) {
            case '\r' -> {
                return end(in);
            }
            case '"' -> quoted(in);
            case '{' -> literal(in);
            default -> atom(in);
        }
        return Optional.empty();
    }

    private Optional<Request> end(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return Optional.empty();
        }
        in.skipBytes(1);
        if (in.readByte() != '\n') {
            throw new CorruptedFrameException("a line ends with CRLF");
        }
        Request request = new Request(words);
        words.clear();
        return Optional.of(request);
    }

    private void add(Word word) {
        if (words.size() >= MOST_WORDS) {
            throw new CorruptedFrameException("too many arguments");
        }
        words.add(word);
    }

    private void atom(ByteBuf in) {
        for (int i = in.readerIndex(); i < in.writerIndex(); i++) {
            byte octet = in.getByte(i);
            if (octet == ' ' || octet == '\r') {
                add(new Word(Word.Kind.ATOM, text(in, i - in.readerIndex())));
                return;
            }
            if (octet < '!' || octet > '~' || octet == '"' || i - in.readerIndex() >= MOST_QUOTED) {
                throw new CorruptedFrameException("neither a name nor a number nor a string");
            }
        }
    }

    private void quoted(ByteBuf in) {
        for (int i = in.readerIndex() + 1; i < in.writerIndex(); i++) {
            byte octet = in.getByte(i);
            if (octet == '"') {
                in.skipBytes(1);
                String text = text(in, i - in.readerIndex()).replaceAll("\\\\(.)", "$1");
                in.skipBytes(1);
                add(new Word(Word.Kind.STRING, text));
                return;
            }
            if (octet == 0 || octet == '\r' || octet == '\n') {
                throw new CorruptedFrameException("a quoted string that does not end");
            }
            if (octet == '\\') {
                i++;
            }
            if (i - in.readerIndex() > MOST_QUOTED) {
                throw new CorruptedFrameException("a quoted string has at most " + MOST_QUOTED + " octets");
            }
        }
    }

    /** {@code {n+}}: a client does not wait to be asked (RFC 5804 §4). */
    private void literal(ByteBuf in) {
        int close = in.indexOf(in.readerIndex(), Math.min(in.writerIndex(), in.readerIndex() + 14), (byte) '}');
        if (close < 0) {
            if (in.readableBytes() >= 14) {
                throw new CorruptedFrameException("no length of a literal");
            }
            return;
        }
        String length = in.toString(in.readerIndex() + 1, close - in.readerIndex() - 1, StandardCharsets.US_ASCII);
        if (!length.matches("\\d{1,10}\\+")) {
            throw new CorruptedFrameException("a literal is sent as {n+}");
        }
        long octets = Long.parseLong(length.substring(0, length.length() - 1));
        int begin = close + 3;
        if (in.writerIndex() < begin) {
            return;
        }
        if (in.getByte(close + 1) != '\r' || in.getByte(close + 2) != '\n') {
            throw new CorruptedFrameException("behind the length of a literal the line ends");
        }
        if (octets > MOST_SKIPPED) {
            throw new CorruptedFrameException("a literal has at most " + MOST_SKIPPED + " octets");
        }
        if (octets > most) {
            in.readerIndex(begin);
            skipping = (int) octets;
            add(new Word(Word.Kind.TOO_LONG, ""));
        } else if (in.writerIndex() - begin >= octets) {
            in.readerIndex(begin);
            add(new Word(Word.Kind.STRING, text(in, (int) octets)));
        }
    }

    private static String text(ByteBuf in, int octets) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(in.nioBuffer(in.readerIndex(), octets))
                    .toString();
            in.skipBytes(octets);
            return text;
        } catch (CharacterCodingException e) {
            throw new CorruptedFrameException("text is UTF-8", e);
        }
    }
}
