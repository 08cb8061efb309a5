package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.server.managesieve.Word.Kind;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests come out of octets however they are cut (RFC 5804 §4). */
class FramesTest {
    private static final byte[] SAID =
            ("PUTSCRIPT \"한 \\\"이름\\\"\" {9+}\r\n\"a\"\r\n{3+}\r\nHAVESPACE {0+}\r\n 42\r\n\r\n\"cmVz\"  \r\n")
                    .getBytes(StandardCharsets.UTF_8);
    private static final List<Request> HEARD = List.of(
            new Request(List.of(atom("PUTSCRIPT"), string("한 \"이름\""), string("\"a\"\r\n{3+}"))),
            new Request(List.of(atom("HAVESPACE"), string(""), atom("42"))),
            new Request(List.of()),
            new Request(List.of(string("cmVz"))));

    private static Word atom(String text) {
        return new Word(Kind.ATOM, text);
    }

    private static Word string(String text) {
        return new Word(Kind.STRING, text);
    }

    private static List<Request> heard(Frames frames, byte[]... parts) {
        EmbeddedChannel channel = new EmbeddedChannel(frames);
        List<Request> heard = new ArrayList<>();
        for (byte[] part : parts) {
            channel.writeInbound(Unpooled.copiedBuffer(part));
            for (Request next = channel.readInbound(); next != null; next = channel.readInbound()) {
                heard.add(next);
            }
        }
        assertThat(channel.finish()).isFalse();
        return heard;
    }

    @Test
    void theWholeIsUnderstood() {
        assertThat(heard(new Frames(), SAID)).isEqualTo(HEARD);
    }

    @Test
    void whereverItIsCutItIsTheSame() {
        for (int cut = 1; cut < SAID.length; cut++) {
            assertThat(heard(new Frames(), Arrays.copyOf(SAID, cut), Arrays.copyOfRange(SAID, cut, SAID.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(HEARD);
        }
        byte[][] single = new byte[SAID.length][];
        for (int i = 0; i < SAID.length; i++) {
            single[i] = new byte[] {SAID[i]};
        }
        assertThat(heard(new Frames(), single)).isEqualTo(HEARD);
    }

    /** Before sign-in little is held, and afterwards no more than a script. */
    @Test
    void aLiteralThatIsTooLargeIsReadAndNotHeld() {
        Frames frames = new Frames();
        byte[] large =
                ("PUTSCRIPT \"a\" {5000+}\r\n" + "x".repeat(5_000) + "\r\nNOOP\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(heard(frames, Arrays.copyOf(large, 3_000), Arrays.copyOfRange(large, 3_000, large.length)))
                .containsExactly(
                        new Request(List.of(atom("PUTSCRIPT"), string("a"), new Word(Kind.TOO_LONG, ""))),
                        new Request(List.of(atom("NOOP"))));
        Frames trusting = new Frames();
        trusting.trust(true);
        assertThat(heard(trusting, large).get(0).argument(1).text()).hasSize(5_000);
        trusting = new Frames();
        trusting.trust(true);
        trusting.trust(false);
        assertThat(heard(trusting, large).get(0).isTooLong()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP\n",
                "NOOP\rX",
                "NOOP \"a\nb\"\r\n",
                "NOOP \"a\u0000\"\r\n",
                "NOOP {3}\r\nabc\r\n",
                "NOOP {-3+}\r\n",
                "NOOP {99999999999999}\r\n",
                "NOOP {3+}abc",
                "NOOP {4194305+}\r\n",
                "NOOP 한글\r\n",
                "a b c d e f g h i\r\n",
                "NOOP a\"b\r\n",
            })
    void whatIsNoRequestBreaksOff(String said) {
        Frames frames = new Frames();
        assertThatThrownBy(() -> heard(frames, said.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptedFrameException.class);
    }

    @Test
    void nothingGrowsWithoutBound() {
        for (String said : List.of(
                "N".repeat(Frames.MOST_QUOTED + 2),
                "NOOP \"" + "x".repeat(Frames.MOST_QUOTED + 2),
                "NOOP \"" + "\\x".repeat(Frames.MOST_QUOTED))) {
            assertThatThrownBy(() -> heard(new Frames(), said.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(CorruptedFrameException.class);
        }
    }

    @Test
    void textIsUtf8() {
        byte[] wrong = {'N', ' ', '"', (byte) 0xff, '"', '\r', '\n'};
        assertThatThrownBy(() -> heard(new Frames(), wrong)).isInstanceOf(CorruptedFrameException.class);
    }

    @Test
    void behindWhatBrokeNothingIsRead() {
        EmbeddedChannel channel = new EmbeddedChannel(new Frames());
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer("NOOP\nNOOP\r\n", StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptedFrameException.class);
        channel.writeInbound(Unpooled.copiedBuffer("NOOP\r\n", StandardCharsets.UTF_8));
        assertThat(channel.<Object>readInbound()).isNull();
        channel.finishAndReleaseAll();
    }
}
