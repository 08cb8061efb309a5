package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.FakeImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.apache.james.mailbox.MailboxSession;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client sends is a command, or is answered: by BAD or NO, or by BYE, after which nothing is heard. It is the same
 * however it is cut, and nothing breaks the connection otherwise.
 */
class CommandLineFuzzTest {
    private static final ImapDecoder DECODER = QuotaParsers.decoder();
    private static final CommandBounds BOUNDS = new CommandBounds(2_048, 128, 8_192);

    /** What the decoder says, or what kind of command, or of answer, it passes on. */
    private static final String MAY_BE_HEARD =
            "(?s)((\\+ |\\* BYE |[^\r\n]{1,64} (BAD|NO) )[\\x20-\\x7e]*\r\n)|[A-Za-z]+( .*)?";

    @TempDir
    static Path spool;

    private enum State {
        STRANGER,
        SIGNED_IN,
        SELECTED
    }

    @FuzzTest
    void isACommandOrAnswered(byte[] octets) {
        for (State state : State.values()) {
            List<String> heard = heard(state, octets, octets.length);
            assertThat(heard(state, octets, octets.length / 2)).as(state.name()).isEqualTo(heard);
            assertThat(heard(state, octets, 1)).as(state.name()).isEqualTo(heard);
        }
    }

    private static List<String> heard(State state, byte[] octets, int step) {
        CommandDecoder commands =
                new CommandDecoder(DECODER, BOUNDS, spool, new Outlet(), new Compression(Duration.ofSeconds(30)));
        List<String> heard = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(new Told(heard), commands, new Core(commands, heard));
        channel.attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).set(session(state));
        try {
            for (int at = 0; at < octets.length && channel.isOpen(); at += Math.max(1, step)) {
                int length = Math.min(Math.max(1, step), octets.length - at);
                channel.writeInbound(Unpooled.copiedBuffer(octets, at, length));
                channel.runPendingTasks();
            }
            channel.checkException();
            assertThat(heard).allMatch(one -> one.matches(MAY_BE_HEARD)).noneMatch(one -> one.contains("G-903"));
            assertThat(channel.isOpen() || heard.get(heard.size() - 1).startsWith("* BYE "))
                    .as("it is told why nothing more is heard")
                    .isTrue();
            return heard;
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static FakeImapSession session(State state) {
        FakeImapSession session = new FakeImapSession();
        if (state != State.STRANGER) {
            session.authenticated();
            session.setMailboxSession(new MailboxSession(
                    MailboxSession.SessionId.of(1),
                    Username.of("hong@moe.gongmail.example"),
                    Optional.empty(),
                    List.of(),
                    '.',
                    MailboxSession.SessionType.User));
        }
        if (state == State.SELECTED) {
            session.selected(null).block();
        }
        return session;
    }

    /** What the decoder itself says. */
    private static final class Told extends ChannelOutboundHandlerAdapter {
        private final List<String> heard;

        Told(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ByteBuf answer = (ByteBuf) message;
            String text = answer.toString(StandardCharsets.US_ASCII);
            answer.release();
            promise.setSuccess();
            heard.add(text);
        }
    }

    /** In the place of James' handler: each command is answered at once. */
    private static final class Core extends ChannelInboundHandlerAdapter {
        private final CommandDecoder commands;
        private final List<String> heard;

        Core(CommandDecoder commands, List<String> heard) {
            this.commands = commands;
            this.heard = heard;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            assertThat(message).isInstanceOf(ImapMessage.class);
            if (message instanceof ImapRequest request) {
                heard.add(request.getClass().getSimpleName()
                        + ' '
                        + request.getTag().asString());
            } else if (message instanceof StatusResponse answer) {
                assertThat(answer.getServerResponseType()).isNotEqualTo(StatusResponse.Type.OK);
                heard.add(answer.getServerResponseType().name());
            } else {
                heard.add(message.getClass().getSimpleName());
            }
            commands.answered();
        }
    }
}
