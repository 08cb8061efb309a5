package io.gongmail.server.imap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.Verdict;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The one way to a mailbox: LOGIN and AUTHENTICATE both lead here, and nothing else calls {@code setMailboxSession}. The
 * certificate is the one the gate judged, the account the one sign-in names; what the client wrote is only compared there.
 */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final String FAILURES = "gongmail.failures";
    private static final String CLIENT = "gongmail.client";
    private static final String LIVE = "gongmail.live";
    private static final int MOST_FAILURES = 3;
    private static final String PASSWORD_ENDS = "G-209";
    private static final Duration BETWEEN_REMINDERS = Duration.ofDays(1);
    private static final int MOST_REMINDED = 10_000;

    private static final String LISTENER = "imap";

    private final SignIn signIn;
    private final LiveSessions sessions;
    private final MailboxManager mailboxes;
    private final Words words;
    private final ImapCounters counters;
    private final Cache<Address, Boolean> reminded = Caffeine.newBuilder()
            .expireAfterWrite(BETWEEN_REMINDERS)
            .maximumSize(MOST_REMINDED)
            .build();

    Entrance(SignIn signIn, LiveSessions sessions, MailboxManager mailboxes, Words words, ImapCounters counters) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.mailboxes = mailboxes;
        this.words = words;
        this.counters = counters;
    }

    /** Whether it can be enough here to show this connection's certificate. */
    boolean offersAlone(ImapSession session) {
        return verdict(session)
                .filter(verdict -> signIn.offersAlone(verdict, LISTENER))
                .isPresent();
    }

    /** Tries to sign in by the certificate alone and answers the request. Never blocks. */
    Mono<Void> enterAlone(ImapRequest request, String authorizationIdentity, ImapSession session, Responder responder) {
        return enter(
                request,
                verdict -> signIn.attemptAlone(verdict, origin(session), authorizationIdentity),
                session,
                responder);
    }

    /**
     * Tries to sign in and answers the request. Never blocks: the password is checked on sign-in's own threads.
     *
     * @param password wiped when this is done
     */
    Mono<Void> enter(
            ImapRequest request,
            String login,
            String authorizationIdentity,
            char[] password,
            ImapSession session,
            Responder responder) {
        return enter(
                        request,
                        verdict -> signIn.attempt(verdict, origin(session), login, authorizationIdentity, password),
                        session,
                        responder)
                .doFinally(any -> Arrays.fill(password, '\0'));
    }

    /**
     * Notes what client a connection says it is, once, before sign-in or after it (RFC 2971 §3.1); may block. Who is not to
     * go on with that client is told so and ended.
     */
    void identify(ImapSession session, String client) {
        if (client.isEmpty() || session.getAttribute(CLIENT) != null) {
            return;
        }
        session.setAttribute(CLIENT, client);
        if (session.getAttribute(LIVE) instanceof LiveSessions.Session live) {
            live.identify(client);
            signIn.objection(live.signedIn()).ifPresent(live::end);
        }
    }

    private static Origin origin(ImapSession session) {
        Object client = session.getAttribute(CLIENT);
        return new Origin(LISTENER, CommandDecoder.of(session).peer(), "")
                .with(client == null ? "" : client.toString());
    }

    private static Optional<Verdict.Accepted> verdict(ImapSession session) {
        return session.getSSLSession().flatMap(GatedPipeline::verdictOf);
    }

    private Mono<Void> enter(
            ImapRequest request,
            Function<Verdict.Accepted, CompletionStage<SignInOutcome>> attempt,
            ImapSession session,
            Responder responder) {
        Optional<Verdict.Accepted> verdict = verdict(session);
        if (verdict.isEmpty()) {
            LOG.error("A connection without verdict reached sign-in: refused");
            return Mono.fromRunnable(
                    () -> refuse(new SignInOutcome.Refused("G-201", false), request, session, responder));
        }
        return Mono.fromCompletionStage(() -> attempt.apply(verdict.get()))
                .onErrorResume(e -> {
                    LOG.error("Sign-in broke: {}", e.toString());
                    return Mono.just(new SignInOutcome.Refused("G-902", true));
                })
                .doOnNext(outcome -> answer(outcome, request, session, responder))
                .then();
    }

    private void answer(SignInOutcome outcome, ImapRequest request, ImapSession session, Responder responder) {
        outcome.<Runnable>fold(
                        opened -> () -> open(opened, request, session, responder),
                        refused -> () -> refuse(refused, request, session, responder))
                .run();
    }

    private void open(SignInOutcome.Opened opened, ImapRequest request, ImapSession session, Responder responder) {
        SignedIn signedIn = opened.signedIn();
        CommandDecoder connection = CommandDecoder.of(session);
        LiveSessions.Session live = sessions.register(signedIn, reason -> connection.farewell(bye(reason)));
        connection.whenClosed(live::close);
        if (!live.isLive()) {
            return; // Its end has been told, or will be before anything else.
        }
        try {
            session.setMailboxSession(mailboxes
                    .authenticate(Username.of(signedIn.account().address().toString()))
                    .withoutDelegation());
        } catch (MailboxException e) {
            LOG.error(
                    "The mailboxes of {} cannot be opened: {}",
                    signedIn.account().address(),
                    e.toString());
            live.close();
            refuse(new SignInOutcome.Refused("G-902", true), request, session, responder);
            return;
        }
        session.setAttribute(LIVE, live);
        session.authenticated();
        counters.signedIn();
        opened.passwordEnds()
                .filter(end -> isDue(signedIn.account().address()))
                .ifPresent(end -> remind(end, responder));
        responder.respond(new ImmutableStatusResponse(
                StatusResponse.Type.OK, request.getTag(), request.getCommand(), HumanReadableText.COMPLETED, null));
    }

    private void refuse(SignInOutcome.Refused refused, ImapRequest request, ImapSession session, Responder responder) {
        counters.refused();
        Sentence told = words.sentence(refused.code());
        responder.respond(new ImmutableStatusResponse(
                StatusResponse.Type.NO,
                request.getTag(),
                null, // RFC 9051 §7.1: the response code comes first, so no command name before it.
                new HumanReadableText("gongmail." + refused.code(), "[" + told.imapCode() + "] " + told.text()),
                null));
        responder.flush();
        Integer before = (Integer) session.getAttribute(FAILURES);
        int failures = before == null ? 1 : before + 1;
        session.setAttribute(FAILURES, failures);
        if (failures >= MOST_FAILURES) {
            CommandDecoder.of(session).farewell("* BYE Too many failed sign-ins on one connection");
        }
    }

    private boolean isDue(Address account) {
        return reminded.asMap().putIfAbsent(account, Boolean.TRUE) == null;
    }

    /** Mail programs show an alert (RFC 9051 §7.1), in a window of its own mostly, so not for each connection. */
    private void remind(Instant passwordEnds, Responder responder) {
        String date = LocalDate.ofInstant(passwordEnds, ZoneOffset.UTC).toString();
        responder.respond(new ImmutableStatusResponse(
                StatusResponse.Type.OK,
                null,
                null,
                new HumanReadableText(
                        "gongmail." + PASSWORD_ENDS,
                        "[ALERT] "
                                + words.sentence(PASSWORD_ENDS, Map.of("date", date))
                                        .text()),
                null));
    }

    private String bye(EndReason reason) {
        return "* BYE " + words.sentence(reason.code()).text();
    }
}
