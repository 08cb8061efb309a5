package io.gongmail.server.managesieve;

import io.gongmail.pki.Verdict;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.store.registry.Account;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each request of one connection comes to, and whose connection it is. For one event loop. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int MOST_FAILURES = 3;
    private static final String SIGN_IN_FIRST = "G-205";
    private static final String NOT_SIGNED_IN_IN_TIME = "G-206";
    private static final String PASSWORD_ENDS = "G-209";
    private static final String FAULT = "G-902";

    private final Desk desk;
    private final Frames frames;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Conversation conversation;
    private Verdict.@Nullable Accepted verdict;
    private LiveSessions.@Nullable Session live;
    private @Nullable Future<?> signInDeadline;
    /** Whose response is awaited. */
    private @Nullable String mechanism;

    private boolean counted;
    private int failures;

    Session(Desk desk, Frames frames) {
        this.desk = desk;
        this.frames = frames;
    }

    /** RFC 5804 §1.7: capabilities are the greeting, and are told again once TLS is there. */
    void opened(ChannelHandlerContext ctx, Conversation talk) {
        context = ctx;
        conversation = talk;
        Optional<Verdict.Accepted> good = desk.verdict(ctx.channel());
        if (good.isEmpty()) {
            LOG.error("a connection without verdict reached the scripts: refused");
            ctx.close();
            return;
        }
        verdict = good.get();
        counted = true;
        desk.counters().opened();
        awaitSignIn();
        talk.say(ctx, capabilities("Gongmail"));
    }

    private void awaitSignIn() {
        signInDeadline = ctx().executor()
                .schedule(this::signInOver, desk.config().timeToSignIn().toMillis(), TimeUnit.MILLISECONDS);
    }

    private String capabilities(String text) {
        return Answers.capabilities(
                desk.sasl().offered(accepted()),
                false,
                Optional.ofNullable(live)
                        .map(session -> session.signedIn().account().address().toString()),
                text);
    }

    void closed() {
        if (signInDeadline != null) {
            signInDeadline.cancel(false);
        }
        signOut();
        if (counted) {
            counted = false;
            desk.counters().closed();
        }
    }

    private void signOut() {
        if (live != null) {
            live.close();
            live = null;
        }
        frames.trust(false);
    }

    void begin(Request request) {
        if (mechanism != null) {
            respond(request);
            return;
        }
        desk.counters().command();
        switch (request.name()) {
            case "CAPABILITY" -> answer(request.hasStrings(0) ? capabilities("Done") : alone());
            case "NOOP" -> noop(request);
            case "LOGOUT" -> talk().leave(ctx(), Answers.ok("Bye"));
            case "AUTHENTICATE" -> authenticate(request);
            case "STARTTLS" -> answer(Answers.no("TLS is there already"));
            case "UNAUTHENTICATE" -> unauthenticate(request);
            default -> scripts(request);
        }
    }

    private static String alone() {
        return Answers.no("nothing follows this command");
    }

    /** RFC 5804 §2.13. */
    private void noop(Request request) {
        if (request.hasStrings(0)) {
            answer(Answers.ok("Done"));
        } else if (request.hasStrings(1)) {
            answer("OK (TAG " + Answers.string(request.argument(0).text()) + ") \"Done\"\r\n");
        } else {
            answer(Answers.no("what follows this command is one string, or nothing"));
        }
    }

    private void authenticate(Request request) {
        if (live != null) {
            answer(Answers.no("you have signed in already"));
            return;
        }
        if (!request.hasStrings(1) && !request.hasStrings(2)) {
            answer(Answers.no("what follows this command is a mechanism, and perhaps a response"));
            return;
        }
        String asked = request.argument(0).text().toUpperCase(Locale.ROOT);
        List<String> offered = desk.sasl().offered(accepted());
        if (!offered.contains(asked)) {
            answer(Answers.no("the mechanisms here are " + String.join(", ", offered)));
        } else if (request.arguments() == 2) {
            attempt(asked, request.argument(1).text());
        } else {
            mechanism = asked;
            answer("\"\"\r\n"); // RFC 5804 §2.1: an empty challenge
        }
    }

    private void respond(Request request) {
        String asked = Objects.requireNonNull(mechanism, "a response is awaited");
        mechanism = null;
        if (request.words().size() != 1 || !request.words().get(0).isString()) {
            answer(Answers.no("a response is one string"));
        } else if (request.words().get(0).text().equals("*")) {
            answer(Answers.no("cancelled")); // RFC 5804 §2.1
        } else {
            attempt(asked, request.words().get(0).text());
        }
    }

    private void attempt(String asked, String response) {
        Optional<CompletionStage<SignInOutcome>> attempt = desk.sasl().attempt(asked, response, accepted(), origin());
        if (attempt.isEmpty()) {
            failed(Answers.no("no response of the mechanism " + asked));
            return;
        }
        attempt.get()
                .whenComplete((outcome, fault) -> Conversation.inLoop(
                        ctx(), () -> decided(outcome == null ? new SignInOutcome.Refused(FAULT, true) : outcome)));
    }

    private void decided(SignInOutcome outcome) {
        if (ctx().channel().isActive()) {
            outcome.<Runnable>fold(opened -> () -> open(opened), refused -> () -> refuse(refused))
                    .run();
        }
    }

    private void open(SignInOutcome.Opened opened) {
        LiveSessions.Session session =
                desk.sessions().register(opened.signedIn(), reason -> Conversation.inLoop(ctx(), () -> end(reason)));
        live = session;
        if (!session.isLive()) {
            return; // Its end is told before anything else.
        }
        desk.counters().signedIn();
        frames.trust(true);
        answer(Answers.ok(opened.passwordEnds()
                .map(end -> desk.words()
                        .sentence(PASSWORD_ENDS, Map.of("date", end.toString().substring(0, 10)))
                        .text())
                .orElse("Done")));
    }

    private void refuse(SignInOutcome.Refused refused) {
        desk.counters().refused();
        String text = desk.words().sentence(refused.code()).text();
        failed(refused.temporary() ? Answers.no("TRYLATER", text) : Answers.no(text));
    }

    private void failed(String told) {
        if (++failures >= MOST_FAILURES) {
            talk().leave(ctx(), told + Answers.bye("", "too many failed sign-ins on one connection"));
        } else {
            answer(told);
        }
    }

    private void end(EndReason reason) {
        talk().leave(ctx(), Answers.bye(desk.words().sentence(reason.code())));
    }

    private void signInOver() {
        if (live == null) {
            talk().leave(ctx(), Answers.bye(desk.words().sentence(NOT_SIGNED_IN_IN_TIME)));
        }
    }

    /** RFC 5804 §2.14.1. */
    private void unauthenticate(Request request) {
        if (live == null) {
            answer(Answers.no(desk.words().sentence(SIGN_IN_FIRST).text()));
        } else if (!request.hasStrings(0)) {
            answer(alone());
        } else {
            signOut();
            if (signInDeadline != null) {
                signInDeadline.cancel(false);
            }
            awaitSignIn();
            answer(Answers.ok("Done"));
        }
    }

    private void scripts(Request request) {
        LiveSessions.Session asking = live;
        if (asking == null) {
            answer(Answers.no(desk.words().sentence(SIGN_IN_FIRST).text()));
            return;
        }
        Account account = asking.signedIn().account();
        try {
            desk.threads().execute(() -> {
                String answer = asked(request, account);
                Conversation.inLoop(ctx(), () -> answer(answer));
            });
        } catch (RejectedExecutionException e) {
            answer(Answers.no("TRYLATER", "too many requests at this moment"));
        }
    }

    private String asked(Request request, Account account) {
        try {
            return desk.commands().answer(request, account).orElseGet(() -> Answers.no("there is no such command"));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a request failed by a fault of ours", e);
            return Answers.no("TRYLATER", desk.words().sentence(FAULT).text());
        }
    }

    private void answer(String answer) {
        talk().answer(ctx(), answer);
    }

    private Origin origin() {
        return new Origin(Sasl.LISTENER, address(ctx().channel()), "");
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
