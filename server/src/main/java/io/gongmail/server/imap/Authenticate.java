package io.gongmail.server.imap;

import io.gongmail.server.signin.ExternalMessage;
import io.gongmail.server.signin.PlainMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.apache.james.imap.message.response.AuthenticateResponse;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.imap.processor.AuthenticateProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * AUTHENTICATE PLAIN (RFC 9051 §6.2.2, RFC 4616) and, where a certificate suffices, EXTERNAL (RFC 4422 Appendix A), with an
 * initial response (RFC 4959) or without, by {@link Entrance} and no other way. Every path of James' own processor to a session (delegation, OAuth) is closed: none of its methods that open
 * one is called, and each says so if it ever is.
 */
final class Authenticate extends AuthenticateProcessor {
    private static final Capability AUTH_EXTERNAL = Capability.of("AUTH=EXTERNAL");

    private final Entrance entrance;

    Authenticate(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, Entrance entrance) {
        super(mailboxes, answers, metrics);
        this.entrance = entrance;
    }

    @Override
    protected Mono<Void> processRequestReactive(AuthenticateRequest request, ImapSession session, Responder responder) {
        boolean external = request.getAuthType().equalsIgnoreCase("EXTERNAL") && entrance.offersAlone(session);
        if (!external && !request.getAuthType().equalsIgnoreCase("PLAIN")) {
            return Mono.fromRunnable(() -> answer(
                    StatusResponse.Type.NO,
                    request,
                    entrance.offersAlone(session)
                            ? "[CANNOT] Only the mechanisms PLAIN and EXTERNAL are served"
                            : "[CANNOT] Only the mechanism PLAIN is served",
                    responder));
        }
        if (request instanceof IRAuthenticateRequest initial) {
            return respond(external, request, initial.getInitialClientResponse(), session, responder);
        }
        return Mono.defer(() -> {
            responder.respond(new AuthenticateResponse());
            responder.flush();
            return Mono.fromCompletionStage(CommandDecoder.of(session).nextLine())
                    .flatMap(line -> respond(
                            external, request, new String(line, StandardCharsets.US_ASCII), session, responder));
        });
    }

    private Mono<Void> respond(
            boolean external, AuthenticateRequest request, String response, ImapSession session, Responder responder) {
        if (response.equals("*")) {
            return Mono.fromRunnable(
                    () -> answer(StatusResponse.Type.BAD, request, "Cancelled", responder)); // RFC 9051 §6.2.2
        }
        return external
                ? external(request, response, session, responder)
                : plain(request, response, session, responder);
    }

    private Mono<Void> external(
            AuthenticateRequest request, String response, ImapSession session, Responder responder) {
        return ExternalMessage.parse(response)
                .map(identity -> entrance.enterAlone(request, identity, session, responder))
                .orElseGet(() -> Mono.fromRunnable(() -> answer(
                        StatusResponse.Type.BAD,
                        request,
                        "Not a message of EXTERNAL (RFC 4422 Appendix A)",
                        responder)));
    }

    private Mono<Void> plain(AuthenticateRequest request, String response, ImapSession session, Responder responder) {
        Optional<PlainMessage> message = PlainMessage.parse(response);
        if (message.isEmpty()) {
            return Mono.fromRunnable(
                    () -> answer(StatusResponse.Type.BAD, request, "Not a message of PLAIN (RFC 4616)", responder));
        }
        PlainMessage plain = message.get();
        return entrance.enter(
                request, plain.login(), plain.authorizationIdentity(), plain.password(), session, responder);
    }

    private static void answer(StatusResponse.Type type, ImapRequest request, String text, Responder responder) {
        responder.respond(new ImmutableStatusResponse(
                type, request.getTag(), null, new HumanReadableText("gongmail.authenticate", text), null));
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        if (session.getMailboxSession() != null) {
            return List.of();
        }
        return entrance.offersAlone(session)
                ? List.of(AUTH_PLAIN_CAPABILITY, AUTH_EXTERNAL, SASL_CAPABILITY)
                : List.of(AUTH_PLAIN_CAPABILITY, SASL_CAPABILITY);
    }

    @Override
    protected void processRequest(AuthenticateRequest request, ImapSession session, Responder responder) {
        throw closed();
    }

    @Override
    protected void doPlainAuth(String response, ImapSession session, ImapRequest request, Responder responder) {
        throw closed();
    }

    @Override
    protected void doAuth(
            AuthenticationAttempt attempt,
            ImapSession session,
            ImapRequest request,
            Responder responder,
            HumanReadableText failed) {
        throw closed();
    }

    @Override
    protected void doAuthWithDelegation(
            AuthenticationAttempt attempt, ImapSession session, ImapRequest request, Responder responder) {
        throw closed();
    }

    @Override
    protected void doOAuth(String response, ImapSession session, ImapRequest request, Responder responder) {
        throw closed();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("this way to a mailbox is closed");
    }
}
