package io.gongmail.server.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.gongmail.pki.Verdict;
import io.gongmail.server.directory.Conversation.Running;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.server.words.Sentence;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each request of one connection comes to, and whose connection it is. For one event loop. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int MOST_FAILURES = 3;
    private static final String SIGN_IN_FIRST = "G-205";
    private static final String NOT_SIGNED_IN_IN_TIME = "G-206";
    private static final String PASSWORD_ENDS = "G-209";
    private static final String FAULT = "G-902";

    private final Desk desk;
    private final LdapFrames frames;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Conversation conversation;
    private Verdict.@Nullable Accepted verdict;
    private LiveSessions.@Nullable Session session;
    private @Nullable Future<?> signInDeadline;
    private int failures;

    Requests(Desk desk, LdapFrames frames) {
        this.desk = desk;
        this.frames = frames;
    }

    void opened(ChannelHandlerContext ctx, Conversation talk) {
        context = ctx;
        conversation = talk;
        Optional<Verdict.Accepted> good = desk.verdict(ctx.channel());
        if (good.isEmpty()) {
            LOG.error("a connection without verdict reached the directory: refused");
            ctx.close();
            return;
        }
        verdict = good.get();
        signInDeadline = ctx.executor()
                .schedule(this::signInOver, desk.config().timeToSignIn().toMillis(), TimeUnit.MILLISECONDS);
    }

    void closed() {
        if (signInDeadline != null) {
            signInDeadline.cancel(false);
        }
        signOut();
    }

    private void signOut() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    void begin(Running running) {
        LDAPMessage request = running.request();
        switch (request.getProtocolOpType()) {
            case LDAPMessage.PROTOCOL_OP_TYPE_BIND_REQUEST -> bind(running);
            case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_REQUEST -> search(running);
            case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_REQUEST -> extended(running);
            default -> answer(running, ResultCode.UNWILLING_TO_PERFORM, "this directory is for reading alone");
        }
    }

    private void bind(Running running) {
        // RFC 4511 §4.2.1: from here on, whatever comes of it, nobody is signed in who was before.
        signOut();
        LDAPMessage request = running.request();
        try {
            for (Control control : request.getControls()) {
                Window.refuseCritical(control);
            }
        } catch (LDAPException e) {
            talk().answer(ctx(), running, Results.to(request, e).stream().iterator());
            return;
        }
        desk.bind()
                .ask(request.getBindRequestProtocolOp(), accepted(), origin())
                .<Runnable>fold(
                        told -> () -> answer(running, told.code(), told.text()),
                        attempted -> () -> attempted
                                .outcome()
                                .whenComplete((outcome, fault) -> Conversation.inLoop(
                                        ctx(),
                                        () -> decided(
                                                running,
                                                outcome == null ? new SignInOutcome.Refused(FAULT, true) : outcome))))
                .run();
    }

    private void decided(Running running, SignInOutcome outcome) {
        if (ctx().channel().isActive()) {
            outcome.<Runnable>fold(opened -> () -> open(running, opened), refused -> () -> refuse(running, refused))
                    .run();
        }
    }

    private void open(Running running, SignInOutcome.Opened opened) {
        LiveSessions.Session live =
                desk.sessions().register(opened.signedIn(), reason -> Conversation.inLoop(ctx(), () -> end(reason)));
        session = live;
        if (!live.isLive()) {
            return; // Its end is told before anything else.
        }
        frames.trust();
        String text = opened.passwordEnds()
                .map(end -> desk.words()
                        .sentence(PASSWORD_ENDS, Map.of("date", end.toString().substring(0, 10)))
                        .text())
                .orElse("");
        answer(running, ResultCode.SUCCESS, text);
    }

    private void refuse(Running running, SignInOutcome.Refused refused) {
        String text = desk.words().sentence(refused.code()).text();
        answer(running, refused.temporary() ? ResultCode.UNAVAILABLE : ResultCode.INVALID_CREDENTIALS, text);
        if (++failures >= MOST_FAILURES) {
            leave(ResultCode.STRONG_AUTH_REQUIRED, "too many failed sign-ins on one connection");
        }
    }

    private void end(EndReason reason) {
        leave(desk.words().sentence(reason.code()));
    }

    private void signInOver() {
        if (session == null) {
            leave(desk.words().sentence(NOT_SIGNED_IN_IN_TIME));
        }
    }

    private void leave(Sentence sentence) {
        leave(sentence.temporary() ? ResultCode.UNAVAILABLE : ResultCode.STRONG_AUTH_REQUIRED, sentence.text());
    }

    /** Tells why and ends the connection; on its event loop. */
    void leave(ResultCode code, String text) {
        talk().leave(ctx(), code, text);
    }

    private void search(Running running) {
        Optional<Iterator<LDAPMessage>> root =
                desk.root().answer(running.request(), desk.bind().offersAlone(accepted()));
        if (root.isPresent()) {
            talk().answer(ctx(), running, root.get());
            return;
        }
        LiveSessions.Session asking = session;
        if (asking == null) {
            answer(
                    running,
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                    desk.words().sentence(SIGN_IN_FIRST).text());
            return;
        }
        SignedIn who = asking.signedIn();
        try {
            desk.threads().execute(() -> {
                Iterator<LDAPMessage> answer = searched(running, who);
                Conversation.inLoop(ctx(), () -> talk().answer(ctx(), running, answer));
            });
        } catch (RejectedExecutionException e) {
            answer(running, ResultCode.BUSY, "too many searches at this moment");
        }
    }

    private Iterator<LDAPMessage> searched(Running running, SignedIn who) {
        try {
            return desk.search().answer(running.request(), who.account().agency());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a search failed by a fault of ours", e);
            return Results.to(
                            running.request(),
                            ResultCode.OTHER,
                            desk.words().sentence(FAULT).text())
                    .stream()
                    .iterator();
        }
    }

    private void extended(Running running) {
        LDAPMessage request = running.request();
        if (!request.getExtendedRequestProtocolOp().getOID().equals(RootDse.WHO_AM_I)) {
            answer(running, ResultCode.PROTOCOL_ERROR, "not known here"); // RFC 4511 §4.12
            return;
        }
        String who = session == null ? "" : "u:" + session.signedIn().account().address(); // RFC 4513 §5.2.1.8
        talk().answer(
                        ctx(),
                        running,
                        Optional.of(new LDAPMessage(
                                        request.getMessageID(),
                                        new ExtendedResponseProtocolOp(
                                                ResultCode.SUCCESS_INT_VALUE,
                                                null,
                                                null,
                                                null,
                                                null,
                                                new ASN1OctetString(who))))
                                .stream()
                                .iterator());
    }

    private void answer(Running running, ResultCode code, String text) {
        talk().answer(ctx(), running, code, text);
    }

    private Origin origin() {
        return new Origin(Bind.LISTENER, address(ctx().channel()), "");
    }

    private static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private Verdict.Accepted accepted() {
        return Objects.requireNonNull(verdict, "nothing is read of a connection without verdict");
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context, "set when the connection was opened");
    }

    private Conversation talk() {
        return Objects.requireNonNull(conversation, "set when the connection was opened");
    }
}
