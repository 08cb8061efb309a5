package io.gongmail.server.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * Commands end in CRLF and hold no other CR, LF or NUL (RFC 5321 §2.3.8): what is smuggled in one line stays out. Before
 * sign-in only what leads to it is taken (RFC 4954 §6), and what is echoed is short and US-ASCII.
 */
final class StrictCommands extends CommandDispatcher<SMTPSession> {
    /** BDAT looks itself who is there, as its chunk has to be read. */
    private static final Set<String> BEFORE_SIGN_IN =
            Set.of("EHLO", "HELO", "AUTH", "NOOP", "QUIT", "RSET", "HELP", "BDAT");

    private static final Pattern VERB = Pattern.compile("[A-Z]{1,12}");
    /** A domain or an address literal (RFC 5321 §4.1.1.1), at most 255 octets (§4.5.3.1.2). */
    private static final Pattern CLIENT_NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Submitters submitters;
    private final Replies replies;

    StrictCommands(Submitters submitters, Replies replies) {
        super(Set.of());
        this.submitters = submitters;
        this.replies = replies;
    }

    @Override
    public @Nullable Response onLine(SMTPSession session, byte[] line) {
        Optional<Response> lost = Bdat.refusal(new String(line, StandardCharsets.ISO_8859_1).replaceFirst("\r\n$", ""));
        if (lost.isPresent()) {
            return lost.get();
        }
        if (StrictLines.hasBareControl(line)) {
            return new SMTPResponse("500", "5.5.2 Bare CR, LF or NUL in a command");
        }
        Response response = super.onLine(session, line);
        return announces(line, response) ? response : StatusCodes.on(response);
    }

    /** Replies to EHLO and HELO are exempt (RFC 2034 §4): their lines are the extensions. */
    private static boolean announces(byte[] line, @Nullable Response response) {
        String verb = new String(line, StandardCharsets.US_ASCII).strip().toUpperCase(Locale.ROOT);
        return response != null
                && response.getRetCode().equals("250")
                && (verb.startsWith("EHLO ") || verb.startsWith("HELO "));
    }

    /** As James has it, but in UTF-8, of which US-ASCII is a part (RFC 6531 §3.3); what is none is replaced. */
    @Override
    protected Request parseRequest(SMTPSession session, byte[] line) {
        String command = new String(line, StandardCharsets.UTF_8).trim();
        int space = command.indexOf(' ');
        return space < 0
                ? new BaseRequest(command.toUpperCase(Locale.ROOT), null)
                : new BaseRequest(command.substring(0, space).toUpperCase(Locale.ROOT), command.substring(space + 1));
    }

    @Override
    protected Response dispatchCommandHandlers(SMTPSession session, Request request) {
        String verb = request.getCommand();
        if (!VERB.matcher(verb).matches()) {
            return new SMTPResponse("500", "5.5.2 Not a command");
        }
        if (session.getUsername() == null && !BEFORE_SIGN_IN.contains(verb)) {
            return replies.response("530 5.7.0", submitters.signInFirst());
        }
        boolean names = verb.equals("EHLO") || verb.equals("HELO");
        String argument =
                request.getArgument() == null ? "" : request.getArgument().strip();
        if (names && !CLIENT_NAME.matcher(argument).matches()) {
            return new SMTPResponse("501", "5.5.4 Usage: " + verb + " domain");
        }
        return super.dispatchCommandHandlers(session, request);
    }
}
