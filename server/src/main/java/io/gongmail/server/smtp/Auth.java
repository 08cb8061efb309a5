package io.gongmail.server.smtp;

import io.gongmail.pki.Verdict;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.server.signin.ExternalMessage;
import io.gongmail.server.signin.PlainMessage;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInOutcome;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.store.registry.Account;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;

/**
 * AUTH PLAIN and AUTH LOGIN (RFC 4954, RFC 4616), certificate and password together, where passwords are taken, and AUTH
 * EXTERNAL where a certificate suffices. Runs on the connection's own thread, which waits for the outcome, so that commands pipelined behind it are
 * answered after it.
 */
final class Auth
        implements CommandHandler<SMTPSession>, EhloExtension, MailParametersHook, DisconnectHandler<SMTPSession> {
    private static final ProtocolSession.AttachmentKey<LiveSessions.Session> LIVE =
            ProtocolSession.AttachmentKey.of("live-session", LiveSessions.Session.class);
    private static final ProtocolSession.AttachmentKey<Boolean> ASKING =
            ProtocolSession.AttachmentKey.of("auth-asking", Boolean.class);
    /** Of one response in base64; 12,288 octets are what RFC 4954 §4 asks for. */
    private static final int LONGEST_RESPONSE = 12_288;
    /** Far longer than a check takes with a full queue; past it the server is in trouble, not the person. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String READY_FOR_PLAIN = "";
    private static final String READY_FOR_USER = "VXNlcm5hbWU6"; // Username:
    private static final String READY_FOR_PASSWORD = "UGFzc3dvcmQ6"; // Password:

    private final SignIn signIn;
    private final LiveSessions sessions;
    private final Submitters submitters;
    private final Replies replies;

    Auth(SignIn signIn, LiveSessions sessions, Submitters submitters, Replies replies) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.submitters = submitters;
        this.replies = replies;
    }

    @Override
    public Collection<String> getImplCommands() {
        return List.of("AUTH");
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        List<String> mechanisms = mechanisms(session);
        return mechanisms.isEmpty() ? List.of() : List.of("AUTH " + String.join(" ", mechanisms));
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {"AUTH"};
    }

    /** AUTH= on MAIL (RFC 4954 §5) is read and not relied on. */
    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        return HookResult.DECLINED;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (session.getUsername() != null) {
            return reply("503", "5.5.1 Already signed in");
        }
        if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                .isEmpty()) {
            return reply("503", "5.5.1 EHLO first");
        }
        String argument =
                request.getArgument() == null ? "" : request.getArgument().strip();
        int space = argument.indexOf(' ');
        String mechanism = (space < 0 ? argument : argument.substring(0, space)).toUpperCase(Locale.ROOT);
        Optional<String> initial = space < 0
                ? Optional.empty()
                : Optional.of(argument.substring(space + 1).strip());
        if (mechanism.isEmpty()) {
            return reply("501", "5.5.4 Usage: AUTH mechanism [initial-response]");
        }
        List<String> mechanisms = mechanisms(session);
        if (!mechanisms.contains(mechanism)) {
            return reply(
                    "504",
                    mechanisms.isEmpty()
                            ? "5.5.4 This certificate does not sign in here"
                            : "5.5.4 Mechanism not known; these are: " + String.join(", ", mechanisms));
        }
        return switch (mechanism) {
            case "PLAIN" ->
                initial.map(response -> plain(session, response))
                        .orElseGet(() -> ask(session, READY_FOR_PLAIN, response -> plain(session, response)));
            case "LOGIN" ->
                initial.map(user -> askPassword(session, user))
                        .orElseGet(() -> ask(session, READY_FOR_USER, user -> askPassword(session, user)));
            default ->
                initial.map(response -> external(session, response))
                        .orElseGet(() -> ask(session, READY_FOR_PLAIN, response -> external(session, response)));
        };
    }

    /** What is announced is what is taken. */
    private List<String> mechanisms(SMTPSession session) {
        List<String> mechanisms = new ArrayList<>(submitters.passwords() ? List.of("PLAIN", "LOGIN") : List.of());
        if (verdict(session)
                .filter(verdict -> signIn.offersAlone(verdict, submitters.listener()))
                .isPresent()) {
            mechanisms.add("EXTERNAL");
        }
        return mechanisms;
    }

    /** Who has signed in. */
    static Optional<Account> accountOf(SMTPSession session) {
        return session.getAttachment(LIVE, State.Connection)
                .map(live -> live.signedIn().account());
    }

    private static Optional<Verdict.Accepted> verdict(SMTPSession session) {
        return GatedPipeline.verdictOf(session.getSSLSession().orElse(null));
    }

    /** RFC 4422 Appendix A. */
    private Response external(SMTPSession session, String response) {
        return ExternalMessage.parse(response)
                .map(identity -> enter(session, verdict -> signIn.attemptAlone(verdict, origin(session), identity)))
                .orElseGet(Auth::cannotDecode);
    }

    private interface Next {
        Response with(String response);
    }

    /** Ends the exchange, if there is one, whose response was longer than a line may be. */
    static void endExchange(ProtocolSession session) {
        if (session.removeAttachment(ASKING, State.Connection).isPresent()) {
            session.popLineHandler();
        }
    }

    private Response ask(SMTPSession session, String challenge, Next next) {
        session.setAttachment(ASKING, true, State.Connection);
        session.pushLineHandler((SMTPSession here, byte[] line) -> {
            here.removeAttachment(ASKING, State.Connection);
            here.popLineHandler();
            if (StrictLines.hasBareControl(line)) {
                return cannotDecode();
            }
            String response = new String(line, StandardCharsets.US_ASCII).stripTrailing();
            if (response.equals("*")) {
                return reply("501", "5.7.0 Authentication aborted"); // RFC 4954 §4
            }
            return next.with(response);
        });
        return new SMTPResponse("334", challenge);
    }

    private Response askPassword(SMTPSession session, String user) {
        Optional<char[]> login = decoded(user);
        if (login.isEmpty()) {
            return cannotDecode();
        }
        return ask(
                session,
                READY_FOR_PASSWORD,
                response -> decoded(response)
                        .map(password -> signIn(session, new String(login.get()), "", password))
                        .orElseGet(Auth::cannotDecode));
    }

    private Response plain(SMTPSession session, String response) {
        return PlainMessage.parse(response)
                .map(message -> signIn(session, message.login(), message.authorizationIdentity(), message.password()))
                .orElseGet(Auth::cannotDecode);
    }

    /** Submission has no way to tell which program it is. */
    private Origin origin(SMTPSession session) {
        return new Origin(submitters.listener(), session.getRemoteAddress().getAddress(), "");
    }

    private Response signIn(SMTPSession session, String login, String authorization, char[] password) {
        Response response =
                enter(session, verdict -> signIn.attempt(verdict, origin(session), login, authorization, password));
        Arrays.fill(password, '\0');
        return response;
    }

    private Response enter(SMTPSession session, Function<Verdict.Accepted, CompletionStage<SignInOutcome>> attempt) {
        Optional<Verdict.Accepted> verdict = verdict(session);
        if (verdict.isEmpty()) {
            return replies.last("554 5.7.1", "G-101");
        }
        SignInOutcome outcome;
        try {
            outcome = attempt.apply(verdict.get()).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return replies.response("454 4.7.0", "G-902");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return replies.response("454 4.7.0", "G-902");
        }
        return outcome.fold(
                opened -> opened(session, opened.signedIn()),
                refused -> replies.response(refused.temporary() ? "454 4.7.0" : "535 5.7.8", refused.code()));
    }

    private Response opened(SMTPSession session, SignedIn signedIn) {
        SubmissionChannel.Closer closer = SubmissionChannel.closerOf(session);
        LiveSessions.Session live =
                sessions.register(signedIn, reason -> closer.close(replies.line("421 4.7.0", reason.code())));
        if (!live.isLive()) {
            return replies.last("421 4.7.0", "G-202");
        }
        session.setAttachment(LIVE, live, State.Connection);
        session.setUsername(Username.of(signedIn.account().address().toString()));
        return reply("235", "2.7.0 Signed in");
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        if (session != null) {
            session.getAttachment(LIVE, State.Connection).ifPresent(LiveSessions.Session::close);
        }
    }

    private static Optional<char[]> decoded(String base64) {
        if (base64.length() > LONGEST_RESPONSE) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            // A single "=" is the empty response (RFC 4954 §4).
            bytes = base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] chars = new char[text.remaining()];
            text.get(chars);
            if (text.hasArray()) {
                Arrays.fill(text.array(), '\0');
            }
            return Optional.of(chars);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Response cannotDecode() {
        return reply("501", "5.5.2 Cannot decode the response");
    }

    private static Response reply(String code, String text) {
        return new SMTPResponse(code, text);
    }
}
