package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.ResultCode;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.testing.TestServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The requests of one connection behind the gate, without a network: in order, bounded, and as its peer reads. */
class ConversationTest {
    private final TestServer server = TestServer.shared();
    private final EmbeddedChannel channel = channel(Optional.of(accepted()));

    private Verdict.Accepted accepted() {
        return (Verdict.Accepted) server.judge(Clock.systemUTC())
                .judge(PeerCertificate.of(server.person("hong").certificate().chain()));
    }

    private EmbeddedChannel channel(Optional<Verdict.Accepted> verdict) {
        DirectoryConfig config = Book.config(Visibility.ALL, EnumSet.allOf(PersonDetail.class), 500);
        Charts charts = new Charts(
                () -> {
                    throw new AssertionError("nobody may look who has not signed in");
                },
                0,
                System::nanoTime);
        Desk desk = new Desk(
                config,
                any -> verdict,
                new Bind(server.signIn()),
                server.sessions(),
                new Search(
                        config,
                        charts,
                        new FitCertificates(server.registry().people(), Clock.systemUTC()),
                        System::nanoTime),
                new RootDse(Book.SUFFIX),
                server.words(),
                Runnable::run);
        LdapFrames frames = new LdapFrames();
        return new EmbeddedChannel(frames, new Conversation(new Requests(desk, frames)));
    }

    private List<LDAPMessage> told() {
        return told(channel);
    }

    private static List<LDAPMessage> told(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.writeBytes(one);
            one.release();
        }
        List<LDAPMessage> messages = new ArrayList<>();
        while (all.isReadable()) {
            messages.add(Messages.next(all, 1 << 20).orElseThrow());
        }
        return messages;
    }

    private void says(byte[]... requests) {
        channel.writeInbound(Unpooled.wrappedBuffer(Said.joined(requests)));
    }

    private static int result(LDAPMessage message) {
        return message.getSearchResultDoneProtocolOp().getResultCode();
    }

    @Test
    void withoutAVerdictNothingIsAnswered() {
        EmbeddedChannel ungated = channel(Optional.empty());
        assertThat(ungated.isOpen()).isFalse();
    }

    /** RFC 4512 §5.1: whoever has got so far may see the root. */
    @Test
    void theRootIsToldBeforeSignIn() {
        says(Said.search(1, "", "(objectClass=*)"));
        List<LDAPMessage> told = told();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).getSearchResultEntryProtocolOp().toString())
                .contains(Book.SUFFIX, "supportedLDAPVersion", "1.2.840.113556.1.4.319");
        assertThat(result(told.get(1))).isZero();
    }

    @Test
    void nobodyIsFoundBeforeSignIn() {
        says(Said.search(1, Book.SUFFIX, "(cn=*)"));
        assertThat(told())
                .singleElement()
                .satisfies(told -> assertThat(result(told)).isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE))
                .satisfies(
                        told -> assertThat(told.getSearchResultDoneProtocolOp().getDiagnosticMessage())
                                .endsWith("(G-205)"));
    }

    @Test
    void nothingCanBeChanged() {
        says(Said.delete(1));
        assertThat(told().get(0).getDeleteResponseProtocolOp().getResultCode())
                .isEqualTo(ResultCode.UNWILLING_TO_PERFORM_INT_VALUE);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        says(IntStream.rangeClosed(1, 100).mapToObj(Said::whoAmI).toArray(byte[][]::new));
        assertThat(told())
                .extracting(LDAPMessage::getMessageID)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
    }

    /** A peer that reads nothing: what it has asked for waits, reading pauses, and what is too much is told so. */
    @Test
    void whoReadsNothingIsAnsweredNothingMore() {
        stopReading();

        says(IntStream.rangeClosed(1, 300).mapToObj(Said::whoAmI).toArray(byte[][]::new));
        assertThat(channel.config().isAutoRead()).isFalse();
        List<LDAPMessage> busy = told();
        assertThat(busy).hasSize(300 - 1 - Conversation.MOST_WAITING);
        assertThat(busy)
                .allSatisfy(
                        told -> assertThat(told.getExtendedResponseProtocolOp().getResultCode())
                                .isEqualTo(ResultCode.BUSY_INT_VALUE));

        reads();
        assertThat(told())
                .extracting(LDAPMessage::getMessageID)
                .startsWith(1, 2, 3)
                .hasSize(201);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whoStopsReadingAnAnswerIsNotWaitedForForever() {
        channel.freezeTime(); // so that it passes only when this test says so
        stopReading();
        says(Said.search(1, "", "(objectClass=*)"));
        assertThat(told()).isEmpty();

        channel.advanceTimeBy(Conversation.STALLED.toMillis() - 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    /** RFC 4511 §4.11. */
    @Test
    void whatIsAbandonedIsNotAnswered() {
        stopReading();
        says(
                Said.search(1, "", "(objectClass=*)"),
                Said.whoAmI(2),
                Said.whoAmI(3),
                Said.abandon(4, 2),
                Said.abandon(5, 1));
        reads();
        assertThat(told()).extracting(LDAPMessage::getMessageID).containsExactly(3);
    }

    /** RFC 4511 §4.3. */
    @Test
    void unbindEndsTheConnection() {
        says(Said.unbind(1), Said.whoAmI(2));
        assertThat(channel.isOpen()).isFalse();
        assertThat(told()).isEmpty();
    }

    /** RFC 4511 §4.1.1: a notice of disconnection, and the end. */
    @Test
    void whatIsNoRequestEndsTheConnectionWithANotice() {
        for (byte[] said : List.of(
                new byte[] {0x31, 0x00},
                Said.whoAmI(0),
                Said.deep(1, 100),
                Results.done(1, ResultCode.SUCCESS, "", "", List.of()).encode().encode())) {
            EmbeddedChannel one = channel(Optional.of(accepted()));
            one.writeInbound(Unpooled.wrappedBuffer(said));
            LDAPMessage notice = told(one).get(0);
            assertThat(notice.getMessageID()).isZero();
            assertThat(notice.getExtendedResponseProtocolOp().getResultCode())
                    .isEqualTo(ResultCode.PROTOCOL_ERROR_INT_VALUE);
            assertThat(one.isOpen()).isFalse();
        }
    }

    @Test
    void whoSaysNothingForTooLongIsAskedToLeave() {
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        assertThat(told().get(0).getExtendedResponseProtocolOp().getDiagnosticMessage())
                .contains("idle");
        assertThat(channel.isOpen()).isFalse();
    }

    private void stopReading() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.runPendingTasks();
    }

    private void reads() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
    }
}
